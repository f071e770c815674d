// Detaching an integration: what is kept, what is forgotten, what is taken out of the tenant. The page asks only that; whether it
// shall really be done, the system asks.
import {
  Button,
  Checkbox,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
  Radio,
  RadioGroup,
  useRestoreFocusSource,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { DetachHow, IntegrationHealth, ProblemView, SignInWay, StepView } from '../../contract.gen';
import { withStep } from '../../app/steps';
import { Foreign } from '../../design/Foreign';
import { Dismiss20Regular } from '../../design/icons';
import { counted } from '../../design/numbers';
import { useHost } from '../../host/current';
import { asProblem } from '../../host/problem';
import { DECLINED } from '../setup/ask';
import { ProblemHere } from '../setup/parts/ProblemHere';
import { SignIn } from '../setup/register/SignIn';
import { StepLog } from '../setup/register/StepLog';
import styles from './Detach.module.css';

const WAYS: ReadonlyArray<{ how: DetachHow; title: string; does: string }> = [
  {
    how: 'keep_everything',
    title: 'Keep everything',
    does: 'It is no longer collected. App, credential and permissions stay, so that it can be attached again at once.',
  },
  {
    how: 'forget_credential',
    title: 'Forget the credential',
    does: 'Its key or secret is also removed from the keyring of this machine. The app stays in the tenant as it is.',
  },
  {
    how: 'remove_from_tenant',
    title: 'Remove from the tenant',
    does: 'What was made in the tenant for it is removed, and nothing else. Takes an administrator’s sign-in.',
  },
];

export function Detach({ integration, onClose }: { integration: IntegrationHealth; onClose: () => void }) {
  const host = useHost();
  const restore = useRestoreFocusSource();
  const [how, setHow] = useState<DetachHow>('keep_everything');
  const [deleteItems, setDeleteItems] = useState(false);
  const [state, setState] = useState<'ready' | 'running' | 'done'>('ready');
  const [steps, setSteps] = useState<ReadonlyArray<StepView>>([]);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const running = state === 'running';

  const detach = (sign_in: SignInWay) => {
    setState('running');
    setProblem(null);
    setSteps([]);
    host
      .call('detach', { id: integration.id, how, delete_items: deleteItems, sign_in }, (step) =>
        setSteps((last) => withStep(last, step)),
      )
      .then(
        () => setState('done'),
        (reason: unknown) => {
          const found = asProblem(reason, 'detach');
          setProblem(found.code === DECLINED ? null : found);
          setState('ready');
        },
      );
  };
  const again = () => detach('browser');
  const ways = { try_again: again, resume: again, sign_in_again: again };
  const inStep = steps.some((step) => step.state === 'failed' && step.problem);
  return (
    <OverlayDrawer
      {...restore}
      open
      position="end"
      modalType={running ? 'alert' : 'modal'}
      onOpenChange={(_, { open }) => !open && !running && onClose()}
      className={styles.drawer}
      data-testid="detach"
      data-state={state}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              aria-label="Close"
              icon={<Dismiss20Regular />}
              onClick={onClose}
              disabledFocusable={running}
            />
          }
          heading={{ className: styles.title }}
        >
          {state === 'done' ? 'Detached' : 'Detach'} <Foreign text={integration.title} />
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        {state === 'done' && (
          <p className={styles.done} role="status">
            It is no longer collected.{' '}
            {deleteItems ? 'Its items were deleted.' : `${counted(integration.items, 'item')} stay here and can be searched.`}
          </p>
        )}
        {state === 'ready' && (
          <>
            <RadioGroup value={how} onChange={(_, data) => setHow(data.value as DetachHow)} aria-label="What is kept">
              {WAYS.map((way) => (
                <Radio
                  key={way.how}
                  value={way.how}
                  data-testid={`detach-${way.how}`}
                  label={
                    <span className={styles.way}>
                      <strong>{way.title}</strong>
                      <span>{way.does}</span>
                    </span>
                  }
                />
              ))}
            </RadioGroup>
            <div className={styles.items}>
              <Checkbox
                checked={deleteItems}
                onChange={(_, data) => setDeleteItems(data.checked === true)}
                label={`Delete its ${counted(integration.items, 'item')} from this machine as well`}
                data-testid="detach-delete-items"
              />
            </div>
          </>
        )}
        {!inStep && <ProblemHere problem={problem} ways={ways} />}
        {state !== 'done' && steps.length > 0 && (
          <StepLog
            steps={steps}
            problem={(one) => <ProblemHere problem={one} ways={ways} />}
            prompt={(prompt) => <SignIn prompt={prompt} onCode={null} busy={false} />}
          />
        )}
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        {state === 'done' ? (
          <Button appearance="primary" onClick={onClose} data-testid="detach-close">
            Close
          </Button>
        ) : (
          <>
            <Button appearance="primary" onClick={again} disabledFocusable={running} data-testid="detach-go">
              {running ? 'Detaching' : how === 'remove_from_tenant' ? 'Sign in and detach' : 'Detach'}
            </Button>
            {how === 'remove_from_tenant' && !running && (
              <Button onClick={() => detach('device_code')} data-testid="detach-go-code">
                Sign in with a code
              </Button>
            )}
          </>
        )}
      </DrawerFooter>
    </OverlayDrawer>
  );
}
