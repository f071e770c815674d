// One question at a time to the host, with what is on its way and what went wrong. A question that the person answered with no
// is not a problem: nothing was done, and they know.
import { useCallback, useState } from 'react';
import type { ProblemView } from '../../contract.gen';
import { useHost } from '../../host/current';
import type { CommandName, RequestOf, ResponseOf } from '../../host/host';
import { asProblem } from '../../host/problem';

export const DECLINED = 'confirm.declined';

export function useAsk() {
  const host = useHost();
  const [asking, setAsking] = useState<CommandName | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const ask = useCallback(
    async <K extends CommandName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K> | null> => {
      setAsking(name);
      try {
        const answer = await host.call(name, request);
        setProblem(null);
        return answer;
      } catch (reason) {
        const found = asProblem(reason, name);
        setProblem(found.code === DECLINED ? null : found);
        return null;
      } finally {
        setAsking(null);
      }
    },
    [host],
  );
  const forget = useCallback(() => setProblem(null), []);
  return { ask, asking, problem, forget };
}
