// The one piece of longer work that may be under way: connecting, for practice or in earnest. It lives above the places, so
// that leaving Set up neither stops nor forgets it. A request is held only as long as it may be tried again: success and
// leaving the failed run drop it, and with it the secret.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Connected, ConnectRequest, ProblemView, StepView } from '../contract.gen';
import { useHost } from '../host/current';
import { asProblem } from '../host/problem';
import { usePlaces } from './places';
import { useShared } from './state';

export type Run = {
  kind: 'practise' | 'connect';
  steps: ReadonlyArray<StepView>;
  /** When it began and ended, by this machine's clock. */
  began: number;
  ended: number | null;
  connected: Connected | null;
  problem: ProblemView | null;
};

/** What was typed, without the secret, so that a correction need not begin at nothing. */
export type Typed = { cloud: string; tenant: string; clientId: string };

type Runs = {
  run: Run | null;
  typed: Typed;
  practise: () => void;
  connect: (request: ConnectRequest) => void;
  /** Runs again what failed. */
  again: () => void;
  forget: () => void;
};

type Work = (onStep: (step: StepView) => void) => Promise<Connected>;

const Current = createContext<Runs | null>(null);

export function RunProvider({ children }: { children: ReactNode }) {
  const host = useHost();
  const { go } = usePlaces();
  const { app } = useShared();
  const [run, setRun] = useState<Run | null>(null);
  const [typed, setTyped] = useState<Typed>({ cloud: '', tenant: '', clientId: '' });
  const busy = useRef(false);
  const failed = useRef<(() => void) | null>(null);

  const start = useCallback(function begin(kind: Run['kind'], work: Work) {
    if (busy.current) return;
    busy.current = true;
    failed.current = null;
    setRun({ kind, steps: [], began: Date.now(), ended: null, connected: null, problem: null });
    const change = (some: (last: Run) => Partial<Run>) => setRun((last) => (last ? { ...last, ...some(last) } : last));
    work((step) => change((last) => ({ steps: withStep(last.steps, step) })))
      .then(
        (connected) =>
          change((last) => ({ connected, ended: Date.now(), steps: connected.steps.length ? connected.steps : last.steps })),
        (reason: unknown) => {
          failed.current = () => begin(kind, work);
          change(() => ({ problem: asProblem(reason, kind), ended: Date.now() }));
        },
      )
      .finally(() => {
        busy.current = false;
      });
  }, []);

  const practise = useCallback(() => {
    go('setup');
    start('practise', (onStep) => host.call('practise', {}, onStep));
  }, [go, host, start]);
  const connect = useCallback(
    (request: ConnectRequest) => {
      setTyped({ cloud: request.cloud, tenant: request.tenant, clientId: request.client_id });
      start('connect', (onStep) => host.call('connect', request, onStep));
    },
    [host, start],
  );
  const again = useCallback(() => failed.current?.(), []);
  const forget = useCallback(() => {
    if (busy.current) return;
    failed.current = null;
    setRun(null);
  }, []);

  // Asked for on the command line: the practice begins by itself, once.
  const asked = app.value?.start_practising === true;
  const begun = useRef(false);
  useEffect(() => {
    if (!asked || begun.current) return;
    begun.current = true;
    practise();
  }, [asked, practise]);

  const runs = useMemo(() => ({ run, typed, practise, connect, again, forget }), [run, typed, practise, connect, again, forget]);
  return <Current.Provider value={runs}>{children}</Current.Provider>;
}

function withStep(steps: ReadonlyArray<StepView>, step: StepView): ReadonlyArray<StepView> {
  const at = steps.findIndex((known) => known.id === step.id);
  return at < 0 ? [...steps, step] : steps.map((known, index) => (index === at ? step : known));
}

export function useRun(): Runs {
  const runs = useContext(Current);
  if (!runs) throw new Error('RunProvider is missing above this component');
  return runs;
}
