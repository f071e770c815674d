// What every page of the wizard reads: the setup, the catalog, and how to go on.
import { createContext, useContext } from 'react';
import type { CatalogItem, PortalView, SetupChange, SetupView } from '../../contract.gen';
import { useSetups } from '../../app/setups';
import { useHost } from '../../host/current';
import { useAsk } from './ask';
import { neighbour, type Step } from './stages';

export type Wizard = {
  view: SetupView;
  catalog: ReadonlyArray<CatalogItem>;
  /** The page on screen. */
  step: Step;
  show: (step: Step) => void;
  /** The checklist of the portal as it was last read. */
  portal: PortalView | null;
  setPortal: (portal: PortalView) => void;
};

const Current = createContext<Wizard | null>(null);

export const WizardProvider = Current.Provider;

export function useWizard(): Wizard {
  const wizard = useContext(Current);
  if (!wizard) throw new Error('WizardProvider is missing above this component');
  return wizard;
}

export type Some = Partial<Omit<SetupChange, 'id'>>;

export function changeOf(id: string, some: Some): SetupChange {
  return { id, choices: null, app_name: null, adopt: null, method: null, certificate: null, stage: null, ...some };
}

/** Leaves a mark where the person is, for the next time; without it they begin a page earlier. What is done stays done when somebody
 *  only looks at its pages. */
export function useMark() {
  const host = useHost();
  const { take } = useSetups();
  return (view: SetupView, stage: Step) => {
    if (view.stage === 'done') return;
    host.call('setup_change', changeOf(view.id, { stage })).then(take, () => undefined);
  };
}

/** Goes from page to page. What a page changed is saved before the next is shown; a page that changed nothing only leaves a mark. */
export function useMoving() {
  const mark = useMark();
  const { take } = useSetups();
  const { view, step, show } = useWizard();
  const { ask, asking, problem } = useAsk();
  const go = (to: Step) => {
    show(to);
    mark(view, to);
  };
  const save = async (some: Some, to: Step | null) => {
    const after = await ask('setup_change', changeOf(view.id, { ...some, stage: to }));
    if (!after) return;
    take(after);
    if (to) show(to);
  };
  const next = neighbour(view, step, 1);
  return { next, go, save, moving: asking !== null, problem };
}
