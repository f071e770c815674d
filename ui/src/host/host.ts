// The page's only way out: typed commands and the news that a view went stale. What stands behind it is chosen in `main.tsx`.
import type { Commands, StepView, View } from '../contract.gen';

export type CommandName = keyof Commands;
export type RequestOf<K extends CommandName> = Commands[K]['request'];
export type ResponseOf<K extends CommandName> = Commands[K]['response'];

export type Host = {
  /** Rejects with a ProblemView, whatever went wrong. */
  call<K extends CommandName>(name: K, request: RequestOf<K>, onStep?: (step: StepView) => void): Promise<ResponseOf<K>>;
  /** Calls back with the views to read again; returns how to stop. */
  onStale(callback: (views: ReadonlyArray<View>) => void): () => void;
};
