// The setups that this window knows: which one is on screen, the last that was read of each, and the longer work in each.
// It lives above the places, so that leaving Set up neither stops nor forgets a run.
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import type { ProblemView, SetupRequest, SetupRun, SetupUndo, SetupView, StepView } from '../contract.gen';
import { useHost } from '../host/current';
import type { Host } from '../host/host';
import { asProblem } from '../host/problem';
import { withStep } from './steps';

/** What Set up shows: the list, a new setup (for an app that exists), one that was begun, or whichever fits. */
export type Opened = 'any' | 'list' | 'new' | 'existing' | { id: string };

/** Longer work, with its request. */
export type Asked =
  | { kind: 'run'; request: SetupRun }
  | { kind: 'undo'; request: SetupUndo }
  | { kind: 'reader'; request: SetupRun }
  | { kind: 'test'; request: SetupRequest }
  | { kind: 'attach'; request: SetupRequest };

export type Work = {
  asked: Asked;
  steps: ReadonlyArray<StepView>;
  /** When it began and ended, by this machine's clock. */
  began: number;
  ended: number | null;
  /** A stop was asked for; it ends after the call that is under way. */
  stopping: boolean;
  problem: ProblemView | null;
};

type Setups = {
  opened: Opened;
  open: (what: Opened) => void;
  /** The last answer about each setup. */
  views: Readonly<Record<string, SetupView>>;
  /** Keeps an answer, unless a newer one is here. */
  take: (view: SetupView) => void;
  /** The last work in each setup. */
  works: Readonly<Record<string, Work>>;
  /** Begins it; in the same setup one piece of work follows the other. */
  begin: (asked: Asked) => void;
  /** Stops after the call that is under way, and then begins what is given. */
  stop: (id: string, then?: Asked) => void;
  forgetWork: (id: string) => void;
};

const Current = createContext<Setups | null>(null);

export function SetupsProvider({ children }: { children: ReactNode }) {
  const host = useHost();
  const [opened, open] = useState<Opened>('any');
  const [views, setViews] = useState<Readonly<Record<string, SetupView>>>({});
  const [works, setWorks] = useState<Readonly<Record<string, Work>>>({});
  const busy = useRef(new Set<string>());
  const following = useRef(new Map<string, Asked>());

  const take = useCallback((view: SetupView) => {
    setViews((last) => ((last[view.id]?.changed ?? 0) > view.changed ? last : { ...last, [view.id]: view }));
  }, []);

  const begin = useCallback(
    function begin(asked: Asked) {
      const { id } = asked.request;
      if (busy.current.has(id)) return;
      busy.current.add(id);
      const change = (some: (last: Work) => Partial<Work>) =>
        setWorks((last) => (last[id] ? { ...last, [id]: { ...last[id], ...some(last[id]) } } : last));
      setWorks((last) => ({
        ...last,
        [id]: { asked, steps: [], began: Date.now(), ended: null, stopping: false, problem: null },
      }));
      carryOut(host, asked, (step) => change((last) => ({ steps: withStep(last.steps, step) })))
        .then(
          (view) => {
            if (view) take(view);
            change(() => ({ ended: Date.now() }));
          },
          (reason: unknown) => change(() => ({ problem: asProblem(reason, `setup_${asked.kind}`), ended: Date.now() })),
        )
        .finally(() => {
          busy.current.delete(id);
          const next = following.current.get(id);
          following.current.delete(id);
          if (next) begin(next);
        });
    },
    [host, take],
  );

  const stop = useCallback(
    (id: string, then?: Asked) => {
      if (then) following.current.set(id, then);
      setWorks((last) => (last[id] ? { ...last, [id]: { ...last[id], stopping: true } } : last));
      host.call('setup_stop', { id }).catch(() => {
        // It goes on; then the button is there again.
        following.current.delete(id);
        setWorks((last) => (last[id] ? { ...last, [id]: { ...last[id], stopping: false } } : last));
      });
    },
    [host],
  );

  const forgetWork = useCallback((id: string) => {
    if (!busy.current.has(id)) setWorks(({ [id]: _, ...others }) => others);
  }, []);

  const setups = useMemo(
    () => ({ opened, open, views, take, works, begin, stop, forgetWork }),
    [opened, views, take, works, begin, stop, forgetWork],
  );
  return <Current.Provider value={setups}>{children}</Current.Provider>;
}

function carryOut(host: Host, asked: Asked, onStep: (step: StepView) => void): Promise<SetupView | null> {
  switch (asked.kind) {
    case 'run':
      return host.call('setup_run', asked.request, onStep);
    case 'undo':
      return host.call('setup_undo', asked.request, onStep);
    case 'reader':
      // The checklist reads itself again when the view goes stale.
      return host.call('setup_reader', asked.request, onStep).then(() => null);
    case 'test':
      return host.call('setup_test', asked.request, onStep);
    case 'attach':
      return host.call('setup_attach', asked.request, onStep);
  }
}

export function useSetups(): Setups {
  const setups = useContext(Current);
  if (!setups) throw new Error('SetupsProvider is missing above this component');
  return setups;
}
