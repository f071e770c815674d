// Step 8: the real calls of each feature, a row a test; then everything is attached, and the first alerts arrive here.
import { Button } from '@fluentui/react-components';
import { usePlaces } from '../../../app/places';
import { useSetups } from '../../../app/setups';
import { counted } from '../../../design/numbers';
import { DECLINED } from '../ask';
import { useMoving, useWizard } from '../current';
import { Footer, Page } from '../parts/Page';
import { ProblemHere } from '../parts/ProblemHere';
import { StepLog } from '../register/StepLog';
import { SignIn } from '../register/SignIn';
import { titleOf } from '../stages';
import { useOffline } from '../useOffline';
import { Attached } from './Attached';
import { TestRows } from './TestRows';
import { testVerdict } from './testVerdict';
import styles from './Test.module.css';

export function Test() {
  const { view } = useWizard();
  const { works, begin } = useSetups();
  const { go } = useMoving();
  const places = usePlaces();
  const offline = useOffline(view.tenant?.cloud);
  const work = works[view.id];
  const own = work?.asked.kind === 'test' || work?.asked.kind === 'attach' ? work : null;
  const live = own !== null && own.ended === null;
  const testing = live && own.asked.kind === 'test';
  const attaching = live && own.asked.kind === 'attach';
  const attached = view.after.filter((one) => one.attached !== null);
  const isAttached = attached.length > 0 && !attaching;
  const failed = view.tests.filter((test) => test.outcome === 'failed').length;
  const tested = view.tests.length > 0 && !testing;
  // What failed its tests is not attached.
  const bad = new Set(view.tests.filter((test) => test.outcome === 'failed').map((test) => test.integration));
  const good = view.choices.filter((choice) => !bad.has(choice.integration)).length;

  const test = () => begin({ kind: 'test', request: { id: view.id } });
  const attach = () => begin({ kind: 'attach', request: { id: view.id } });
  const again = own?.asked.kind === 'attach' ? attach : test;
  const toRegister = () => go('register');
  const ways = {
    try_again: again,
    resume: again,
    edit_connection: toRegister,
    sign_in_again: toRegister,
  };
  const problem = own && !live && own.problem?.code !== DECLINED ? own.problem : null;
  const inStep = own?.steps.some((step) => step.state === 'failed' && step.problem) === true;
  const showSteps = own !== null && own.steps.length > 0 && (live || (problem !== null && inStep));

  return (
    <Page
      testId="setup-test"
      state={isAttached ? 'attached' : attaching ? 'attaching' : testing ? 'testing' : tested ? 'tested' : 'ready'}
      title={testVerdict({ view, testing, attaching })}
      lead={
        isAttached
          ? 'Everything goes on by itself from here. The Overview shows how each integration does.'
          : 'The same calls that collection makes, once for each feature. Nothing is changed in the tenant.'
      }
      footer={
        isAttached ? (
          <Footer
            other={
              <Button onClick={() => places.go('overview')} className={styles.button} data-testid="to-overview">
                Show overview
              </Button>
            }
            next={{ label: 'Show alerts', onPress: () => places.go('alerts'), testId: 'to-alerts' }}
          />
        ) : (
          <Footer
            back={{ label: titleOf('collection'), onPress: () => go('collection') }}
            note={offline ?? (tested && failed > 0 ? `${counted(failed, 'test')} of ${view.tests.length} failed.` : '')}
            other={
              tested && (
                <Button
                  appearance={failed > 0 ? 'primary' : 'secondary'}
                  onClick={test}
                  disabledFocusable={live || offline !== null}
                  className={styles.button}
                  data-testid="setup-test-again"
                >
                  Test again
                </Button>
              )
            }
            next={
              tested
                ? {
                    label:
                      good === view.choices.length ? `Attach ${counted(good, 'integration')}` : `Attach the ${good} that passed`,
                    onPress: attach,
                    busy: live || offline !== null,
                    quiet: failed > 0,
                    disabled: good === 0,
                    testId: 'setup-attach',
                  }
                : { label: 'Test', onPress: test, busy: live || offline !== null, testId: 'setup-test-start' }
            }
          />
        )
      }
    >
      {isAttached && <Attached after={view.after} tenant={view.tenant?.name ?? ''} />}
      {!inStep && <ProblemHere problem={problem} ways={ways} urgent />}
      {showSteps && (
        <div className={styles.steps}>
          <StepLog
            steps={own.steps}
            problem={(one) => <ProblemHere problem={one} ways={ways} />}
            prompt={(prompt) => <SignIn prompt={prompt} onCode={null} busy={false} />}
          />
        </div>
      )}
      {!testing && <TestRows tests={view.tests} ways={ways} />}
      {view.tests.length === 0 && !live && !problem && (
        <ul className={styles.ahead}>
          {view.after.map((one) => (
            <li key={one.integration}>{one.title}</li>
          ))}
        </ul>
      )}
    </Page>
  );
}
