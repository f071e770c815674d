// Practising on a simulated tenant: the one run that needs no setup. It lives above the places, so that leaving Set up neither
// stops nor forgets it.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Connected, ProblemView, StepView } from '../contract.gen';
import { useHost } from '../host/current';
import { asProblem } from '../host/problem';
import { usePlaces } from './places';
import { useShared } from './state';
import { withStep } from './steps';

export type Run = {
  steps: ReadonlyArray<StepView>;
  /** When it began and ended, by this machine's clock. */
  began: number;
  ended: number | null;
  connected: Connected | null;
  problem: ProblemView | null;
};

type Runs = { run: Run | null; practise: () => void; forget: () => void };

const Current = createContext<Runs | null>(null);

export function RunProvider({ children }: { children: ReactNode }) {
  const host = useHost();
  const { go } = usePlaces();
  const { app } = useShared();
  const [run, setRun] = useState<Run | null>(null);
  const busy = useRef(false);

  const practise = useCallback(() => {
    go('setup');
    if (busy.current) return;
    busy.current = true;
    setRun({ steps: [], began: Date.now(), ended: null, connected: null, problem: null });
    const change = (some: (last: Run) => Partial<Run>) => setRun((last) => (last ? { ...last, ...some(last) } : last));
    host
      .call('practise', {}, (step) => change((last) => ({ steps: withStep(last.steps, step) })))
      .then(
        (connected) =>
          change((last) => ({ connected, ended: Date.now(), steps: connected.steps.length ? connected.steps : last.steps })),
        (reason: unknown) => change(() => ({ problem: asProblem(reason, 'practise'), ended: Date.now() })),
      )
      .finally(() => {
        busy.current = false;
      });
  }, [go, host]);
  const forget = useCallback(() => {
    if (!busy.current) setRun(null);
  }, []);

  // Asked for on the command line: the practice begins by itself, once.
  const asked = app.value?.start_practising === true;
  const begun = useRef(false);
  useEffect(() => {
    if (!asked || begun.current) return;
    begun.current = true;
    practise();
  }, [asked, practise]);

  const runs = useMemo(() => ({ run, practise, forget }), [run, practise, forget]);
  return <Current.Provider value={runs}>{children}</Current.Provider>;
}

export function useRun(): Runs {
  const runs = useContext(Current);
  if (!runs) throw new Error('RunProvider is missing above this component');
  return runs;
}
