// Step 6, "Guide me through the portal": the checklist at the left, one step of it as a page at the right.
import { useState } from 'react';
import type { PortalView } from '../../../contract.gen';
import { useSetups } from '../../../app/setups';
import { useMoving, useWizard } from '../current';
import { Footer, Page } from '../parts/Page';
import { ProblemHere } from '../parts/ProblemHere';
import { titleOf } from '../stages';
import { Checklist } from './Checklist';
import styles from './Portal.module.css';
import { StepPage } from './StepPage';
import { useLooking, usePortal, type Checking } from './usePortal';

export function Portal() {
  const checking = usePortal();
  const { go } = useMoving();
  if (checking.portal && checking.portal.steps.length > 0) return <Steps portal={checking.portal} checking={checking} />;
  return (
    <Page
      testId="setup-portal"
      state="loading"
      title="The checklist for the portal"
      footer={<Footer back={{ label: titleOf('credential'), onPress: () => go('credential') }} />}
    >
      <ProblemHere problem={checking.problem} ways={{ try_again: checking.again }} urgent />
    </Page>
  );
}

function Steps({ portal, checking }: { portal: PortalView; checking: Checking }) {
  const { view } = useWizard();
  const { works } = useSetups();
  // Where the person goes on: they stay on a step that became right until they go themselves.
  const [chosen, setChosen] = useState(() => (portal.steps.find((step) => step.state !== 'right') ?? portal.steps.at(-1))?.id);
  const at = Math.max(
    0,
    portal.steps.findIndex((step) => step.id === chosen),
  );
  const step = portal.steps[at];
  const work = works[view.id];
  const signingIn = work?.asked.kind === 'reader' && work.ended === null;
  useLooking(
    step !== undefined && step.state !== 'right' && !signingIn && !checking.offline,
    () => step && checking.check(step.id),
  );
  if (!step) return null;
  return (
    <div
      className={styles.split}
      data-testid="setup-portal"
      data-state={portal.steps.every((one) => one.state === 'right') ? 'right' : 'open'}
    >
      <Checklist steps={portal.steps} here={step.id} onGo={setChosen} />
      <StepPage
        key={step.id}
        step={step}
        before={portal.steps[at - 1] ?? null}
        after={portal.steps[at + 1] ?? null}
        reader={portal.reader}
        checking={checking}
        onGo={setChosen}
      />
    </div>
  );
}
