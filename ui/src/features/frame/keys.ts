// Single keys and key pairs. They are off while somebody types, while something floats above the page, and, for letters, when
// the person switched them off.
import { useEffect, useLayoutEffect, useRef } from 'react';
import { usePreferences } from '../../app/preferences';

const PAIR_WITHIN_MS = 1200;
/** What begins a pair: the letter after it means nothing else, to no map. */
const LEADER = 'g';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

export function isTyping(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null;
  if (!element) return false;
  if (element.closest('textarea, select, [contenteditable="true"]')) return true;
  const input = element.closest('input');
  return input !== null && !['checkbox', 'radio', 'button', 'range'].includes(input.type);
}

/** A dialog, a drawer or a menu is open: the page below must not act on keys. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null;
}

/** `Ctrl+K`, `Shift+F6`, `/`, `?`, `j`: how a key is named in a map. Shift is named only where the key has no other form. */
export function keyName(event: KeyboardEvent): string {
  const shifted = event.shiftKey && event.key.length > 1 ? 'Shift+' : '';
  const command = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const key = event.key.length === 1 && command ? event.key.toUpperCase() : event.key;
  return `${event.altKey ? 'Alt+' : ''}${command}${shifted}${key}`;
}

/** Pairs are written with a space: `g o`. */
export function useKeys(map: KeyMap): void {
  const { letter_keys: letters } = usePreferences().preferences;
  const current = useRef(map);
  // With the page that is shown, not after it: a key that is pressed as soon as rows are there must find them.
  useLayoutEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      const single = name.length === 1;
      if (single && (!letters || isTyping(event.target))) return;
      if (isCovered() && name !== 'Ctrl+K') return;
      const led = first?.key === LEADER && event.timeStamp - first.at < PAIR_WITHIN_MS;
      const pair = first && event.timeStamp - first.at < PAIR_WITHIN_MS ? `${first.key} ${name}` : null;
      first = single ? { key: name, at: event.timeStamp } : null;
      const act = (pair ? current.current[pair] : undefined) ?? (led ? undefined : current.current[name]);
      if (!act) return;
      if (pair && current.current[pair]) first = null;
      act(event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [letters]);
}
