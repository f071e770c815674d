// What the app's own view cannot tell: an administrator may sign in to read, and nothing else. Only when they want it.
import { Button } from '@fluentui/react-components';
import { useSetups, type Asked } from '../../../app/setups';
import type { SignInWay } from '../../../contract.gen';
import { useWizard } from '../current';
import { DECLINED } from '../ask';
import { Callout } from '../parts/Callout';
import { ProblemHere } from '../parts/ProblemHere';
import { SignIn } from '../register/SignIn';
import { StepLog } from '../register/StepLog';
import styles from './Portal.module.css';

export function Reader({ unsure, reader }: { unsure: string; reader: string | null }) {
  const { view } = useWizard();
  const { works, begin, stop } = useSetups();
  const asked = (sign_in: SignInWay): Asked => ({ kind: 'reader', request: { id: view.id, sign_in, adopt: null } });
  const work = works[view.id];
  const own = work?.asked.kind === 'reader' ? work : null;
  const live = own !== null && own.ended === null;
  const start = () => begin(asked('browser'));
  const problem = own?.problem && own.problem.code !== DECLINED ? own.problem : null;
  const prompt = own?.steps.find((step) => step.prompt)?.prompt ?? null;
  const waitsForPerson = live && prompt !== null;
  return (
    <div data-testid="setup-unsure">
      <Callout
        action={
          !live && (
            <Button size="small" onClick={start} data-testid="setup-reader">
              {reader ? 'Sign in again to read' : 'Sign in to read'}
            </Button>
          )
        }
      >
        {unsure}
      </Callout>
      <ProblemHere problem={live ? null : problem} ways={{ try_again: start, resume: start, sign_in_again: start }} />
      {live && (
        <div className={styles.reading}>
          {waitsForPerson ? (
            <SignIn
              prompt={prompt}
              onCode={prompt.code === null ? () => stop(view.id, asked('device_code')) : null}
              busy={own.stopping}
            />
          ) : (
            <StepLog steps={own.steps} problem={() => null} />
          )}
          <Button size="small" appearance="transparent" onClick={() => stop(view.id)} disabledFocusable={own.stopping}>
            {own.stopping ? 'Ending' : 'Do not sign in'}
          </Button>
        </div>
      )}
    </div>
  );
}
