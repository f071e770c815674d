// The real host: Tauri's invoke, channels for work that streams its steps, and the event `stale`.
import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { COMMANDS, type Stale, type StepView } from '../contract.gen';
import type { CommandName, Host, RequestOf, ResponseOf } from './host';
import { asProblem } from './problem';

const streaming = new Set<CommandName>(COMMANDS.filter((row) => row.streams).map((row) => row.name));

export const tauriHost: Host = {
  async call<K extends CommandName>(name: K, request: RequestOf<K>, onStep?: (step: StepView) => void) {
    const args: Record<string, unknown> = { request };
    if (streaming.has(name)) {
      const steps = new Channel<StepView>();
      if (onStep) steps.onmessage = onStep;
      args.steps = steps;
    }
    try {
      return await invoke<ResponseOf<K>>(name, args);
    } catch (reason) {
      throw asProblem(reason, name);
    }
  },
  onStale(callback) {
    const ended = listen<Stale>('stale', (event) => callback(event.payload.views));
    return () => void ended.then((end) => end());
  },
};
