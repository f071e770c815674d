// What a remedy's button does. The page knows these acts and no other; the rest of a remedy is text. Where the problem is shown,
// its place says what an act means there; without that it leads to where the act can be done.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { ProblemView, RemedyAction, RemedyView } from '../contract.gen';
import { ExplainDrawer } from './ExplainDrawer';
import { usePlaces } from './places';
import { useRun } from './run';

/** What the place that shows the problem can do itself. */
export type Ways = Partial<Record<RemedyAction, () => void>>;

type Act = (remedy: RemedyView, problem: ProblemView, ways?: Ways) => void;

const Current = createContext<Act>(() => undefined);

export const useRemedy = () => useContext(Current);

export function RemediesProvider({ children }: { children: ReactNode }) {
  const { go } = usePlaces();
  const { practise, forget } = useRun();
  const [explained, setExplained] = useState<ProblemView | null>(null);
  const act = useCallback<Act>(
    (remedy, problem, ways = {}) => {
      const own = ways[remedy.action];
      if (own) {
        own();
        return;
      }
      switch (remedy.action) {
        case 'try_again':
          break;
        case 'edit_connection':
        case 'resume':
        case 'sign_in_again':
        case 'save_plan':
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
