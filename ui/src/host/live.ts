// Reads a command and reads it again whenever one of its views goes stale. It keeps the last good answer while a newer one
// is on its way or fails, so that nothing on screen flashes; answers that were overtaken are dropped.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProblemView, View } from '../contract.gen';
import { useHost } from './current';
import type { CommandName, RequestOf, ResponseOf } from './host';
import { asProblem } from './problem';

export type Live<T> = {
  /** The last good answer; of an earlier request while `waiting`. */
  value: T | null;
  problem: ProblemView | null;
  /** A read is on its way whose request differs from that of `value`. */
  waiting: boolean;
  again: () => void;
};

export function useLive<K extends CommandName>(
  name: K,
  request: RequestOf<K> | null,
  views: ReadonlyArray<View>,
): Live<ResponseOf<K>> {
  const host = useHost();
  const key = request === null ? null : JSON.stringify(request);
  const watched = views.join();
  const [state, setState] = useState<{ key: string | null; value: ResponseOf<K> | null; problem: ProblemView | null }>({
    key: null,
    value: null,
    problem: null,
  });
  const turn = useRef(0);

  const read = useCallback(() => {
    if (key === null) return;
    const mine = ++turn.current;
    host.call(name, JSON.parse(key) as RequestOf<K>).then(
      (value) => {
        if (turn.current === mine) setState({ key, value, problem: null });
      },
      (reason: unknown) => {
        if (turn.current === mine) setState((last) => ({ key, value: last.value, problem: asProblem(reason, name) }));
      },
    );
  }, [host, key, name]);

  useEffect(() => {
    read();
    const end = host.onStale((stale) => {
      if (stale.some((view) => watched.split(',').includes(view))) read();
    });
    return () => {
      turn.current += 1;
      end();
    };
  }, [host, read, watched]);

  return { value: state.value, problem: state.problem, waiting: state.key !== key, again: read };
}
