// One setup, read on entering and again whenever setups go stale; the newest answer counts, whoever asked.
import { useCallback, useEffect, useState } from 'react';
import { useSetups } from '../../app/setups';
import type { ProblemView, SetupView } from '../../contract.gen';
import { useHost } from '../../host/current';
import { asProblem } from '../../host/problem';

export function useSetupView(id: string): { view: SetupView | null; problem: ProblemView | null; again: () => void } {
  const host = useHost();
  const { views, take } = useSetups();
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const read = useCallback(() => {
    host.call('setup_get', { id }).then(
      (view) => {
        take(view);
        setProblem(null);
      },
      (reason: unknown) => setProblem(asProblem(reason, 'setup_get')),
    );
  }, [host, id, take]);
  useEffect(() => {
    read();
    return host.onStale((stale) => {
      if (stale.includes('setup')) read();
    });
  }, [host, read]);
  return { view: views[id] ?? null, problem, again: read };
}
