// One clock for everything on screen that ticks: countdowns and "2 min ago". It stops while nobody looks.
import { useSyncExternalStore } from 'react';

let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const watchers = new Set<() => void>();

function tick() {
  now = Date.now();
  for (const watcher of watchers) watcher();
}

function subscribe(changed: () => void) {
  watchers.add(changed);
  if (!timer) {
    now = Date.now();
    timer = setInterval(tick, 1000);
  }
  return () => {
    watchers.delete(changed);
    if (watchers.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The current second, shared by all who ask. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
