// One setup in the wizard: the rail at the left, the page of its step beside it. The page moves only when the person does.
import { useState, type ReactNode } from 'react';
import { useSetups } from '../../app/setups';
import type { CatalogItem, PortalView, SetupView } from '../../contract.gen';
import { Place } from '../frame/Place';
import { useMark, WizardProvider } from './current';
import { PageOf } from './pages';
import { ProblemHere } from './parts/ProblemHere';
import { noteOf } from './rail/notes';
import { StepRail } from './rail/StepRail';
import styles from './Setup.module.css';
import { applies, placeOf, reached, STEPS, stepOf, type Step } from './stages';
import { useSetupView } from './useSetupView';

type Props = { id: string; catalog: ReadonlyArray<CatalogItem>; controls: ReactNode };

export function Wizard({ id, catalog, controls }: Props) {
  const { view, problem, again } = useSetupView(id);
  if (view) return <Known view={view} catalog={catalog} controls={controls} />;
  return (
    <Place controls={controls}>
      <div className={styles.alone} data-pane="content" aria-busy={problem === null}>
        <ProblemHere problem={problem} ways={{ try_again: again }} urgent />
      </div>
    </Place>
  );
}

const METHOD_CRUMB = {
  automatic: 'do it for me',
  portal: 'guide me through the portal',
  existing: 'an app that exists',
} as const;

function Known({ view, catalog, controls }: { view: SetupView; catalog: ReadonlyArray<CatalogItem>; controls: ReactNode }) {
  const mark = useMark();
  const { works } = useSetups();
  const [step, setStep] = useState<Step>(() => stepOf(view.stage));
  const [furthest, setFurthest] = useState<Step>(step);
  const [portal, setPortal] = useState<PortalView | null>(null);
  const show = (to: Step) => {
    setStep(to);
    setFurthest((last) => (placeOf(to) > placeOf(last) ? to : last));
  };
  const goBack = (to: Step) => {
    show(to);
    mark(view, to);
  };
  const last = Math.max(placeOf(furthest), placeOf(reached(view)));
  const name = view.tenant?.name;
  const short = step === 'register' ? METHOD_CRUMB[view.method] : STEPS[placeOf(step)]?.short;
  return (
    <Place crumb={name ? `${name}, ${short ?? ''}` : STEPS[placeOf(step)]?.title} controls={controls}>
      <WizardProvider
        value={{
          view,
          catalog,
          step,
          show,
          portal,
          setPortal,
        }}
      >
        <div className={styles.layout} data-testid="setup-wizard" data-id={view.id} data-stage={step}>
          <StepRail
            heading={name ? `Set up ${name}` : 'New setup'}
            here={step}
            reached={(one) => placeOf(one) <= last}
            applies={(one) => applies(view, one)}
            note={(one) => noteOf(one, view, works[view.id], portal)}
            onGo={goBack}
            foot="Saved after each step. Leave at any time and resume from Set up."
          />
          <PageOf view={view} step={step} />
        </div>
      </WizardProvider>
    </Place>
  );
}
