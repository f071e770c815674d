// What a remedy's button does. The page knows these acts and no other; the rest of a remedy is text.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { ProblemView, RemedyView } from '../contract.gen';
import { ExplainDrawer } from './ExplainDrawer';
import { usePlaces } from './places';
import { useRun } from './run';

type Act = (remedy: RemedyView, problem: ProblemView, tryAgain?: () => void) => void;

const Current = createContext<Act>(() => undefined);

export const useRemedy = () => useContext(Current);

export function RemediesProvider({ children }: { children: ReactNode }) {
  const { go } = usePlaces();
  const { practise, forget } = useRun();
  const [explained, setExplained] = useState<ProblemView | null>(null);
  const act = useCallback<Act>(
    (remedy, problem, tryAgain) => {
      switch (remedy.action) {
        case 'try_again':
          tryAgain?.();
          break;
        case 'edit_connection':
          forget();
          go('setup');
          break;
        case 'start_simulator':
          practise();
          break;
        case 'by_hand':
        case 'explain':
          setExplained(problem);
          break;
      }
    },
    [forget, go, practise],
  );
  const close = useMemo(() => () => setExplained(null), []);
  return (
    <Current.Provider value={act}>
      {children}
      <ExplainDrawer problem={explained} onClose={close} />
    </Current.Provider>
  );
}
