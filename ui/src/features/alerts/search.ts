// One search kept up to date: asked a moment after typing, pinned to what had arrived, so that new alerts are counted and not
// pushed into the list. The last good result stays while the next is on its way or the query is wrong.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlertsFound, ProblemView } from '../../contract.gen';
import { useHost } from '../../host/current';
import { asProblem } from '../../host/problem';
import { isWhole } from './query/terms';

const ASK_AFTER_MS = 120;
const DIM_AFTER_MS = 100;

export type Search = {
  /** The query whose result is shown, and up to which arrival. */
  query: string;
  upTo: number | null;
  found: AlertsFound | null;
  problem: ProblemView | null;
  /** An answer is late enough to show it. */
  late: boolean;
  showNewer: () => void;
  again: () => void;
};

type Result = { query: string; upTo: number | null; found: AlertsFound | null };

export function useSearch(text: string, bars: number): Search {
  const host = useHost();
  const [result, setResult] = useState<Result>({ query: text, upTo: null, found: null });
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [late, setLate] = useState(false);
  const turn = useRef(0);
  const latest = useRef(result);

  const ask = useCallback(
    function read(query: string, pinned: number | null) {
      const mine = ++turn.current;
      const slow = setTimeout(() => turn.current === mine && setLate(true), DIM_AFTER_MS);
      const done = () => {
        clearTimeout(slow);
        if (turn.current !== mine) return false;
        setLate(false);
        return true;
      };
      host.call('alerts_search', { query, up_to: pinned, bars }).then(
        (found) => {
          if (!done()) return;
          // An empty list cannot be moved: what arrives first is shown at once.
          const first = found.total === 0 && found.newer > 0;
          latest.current = { query, upTo: pinned ?? found.newest, found };
          setResult(latest.current);
          setProblem(null);
          if (first) read(query, null);
        },
        (reason: unknown) => {
          if (done()) setProblem(asProblem(reason, 'alerts_search'));
        },
      );
    },
    [host, bars],
  );

  useEffect(() => {
    const { query, upTo, found } = latest.current;
    const fresh = query !== text || found === null;
    if (fresh && !isWhole(text)) return undefined;
    const timer = setTimeout(() => ask(text, fresh ? null : upTo), found === null ? 0 : ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [ask, text]);

  useEffect(
    () =>
      host.onStale((views) => {
        if (views.includes('alerts')) ask(latest.current.query, latest.current.upTo);
      }),
    [ask, host],
  );
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );

  const showNewer = useCallback(() => ask(latest.current.query, null), [ask]);
  const again = useCallback(() => ask(text, null), [ask, text]);
  return { ...result, problem, late, showNewer, again };
}
