// Before "Do it for me" begins: what will be made, as whom, and what to do when the right person is somebody else.
import { Button } from '@fluentui/react-components';
import type { SignInWay } from '../../../contract.gen';
import { counted } from '../../../design/numbers';
import { useMoving, useWizard } from '../current';
import { Footer, Page } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { SavedPlan } from '../review/SavePlan';
import type { Saving } from '../review/useSavePlan';
import { permissionsOf, rolesOf } from '../rail/notes';
import { titleOf } from '../stages';
import { useOffline } from '../useOffline';
import styles from './Before.module.css';

export function Before({ adopt, saving, onBegin }: { adopt: string | null; saving: Saving; onBegin: (way: SignInWay) => void }) {
  const { view } = useWizard();
  const { go } = useMoving();
  const { plan, tenant } = view;
  const offline = useOffline(tenant?.cloud);
  if (!plan) return null;
  const permissions = permissionsOf(plan).length;
  const roles = rolesOf(plan).length;
  const changes = plan.calls.filter((call) => call.changes).length;
  const kinds = plan.credentials.map((one) => (one.kind === 'certificate' ? 'a certificate' : 'a client secret')).join(' and ');
  return (
    <Page
      testId="setup-run"
      state="ready"
      title={adopt ? 'Bring the app to the plan' : `Register “${plan.app_name}”`}
      lead={`In ${tenant?.name ?? 'the tenant'}. Nothing was changed yet.`}
      footer={
        <Footer
          back={{ label: titleOf('credential'), onPress: () => go('credential') }}
          note={offline ?? ''}
          other={
            <Button
              disabled={offline !== null}
              onClick={() => onBegin('device_code')}
              className={styles.other}
              data-testid="setup-run-start-code"
            >
              Sign in with a code
            </Button>
          }
          next={{
            label: 'Sign in and register',
            onPress: () => onBegin('browser'),
            disabled: offline !== null,
            testId: 'setup-run-start',
          }}
        />
      }
    >
      <SavedPlan saving={saving} />
      <section className={`${parts.card} ${styles.card}`} aria-label="What will happen">
        <dl className={parts.pairs}>
          <dt>App</dt>
          <dd>
            {adopt ? (
              <>
                The app with the Application (client) ID <span className="bz-mono-select">{adopt}</span>. What it lacks is added,
                what it has beyond stays.
              </>
            ) : (
              'A new app and its service principal, of this tenant only.'
            )}
          </dd>
          <dt>Grants</dt>
          <dd>
            {counted(permissions, 'permission')} with admin consent
            {roles > 0 && `, ${plan.roles.map((role) => role.name).join(', ')}`}
            {kinds && `, ${kinds}`}.
          </dd>
          <dt>Calls</dt>
          <dd>
            {counted(plan.calls.length, 'call')}, {counted(changes, 'change')} to the tenant. Each is read back, written into the
            journal, and can be undone.
          </dd>
          <dt>Who may</dt>
          <dd>{plan.who_may} Whether the account may is checked before anything is created.</dd>
          <dt>Sign-in</dt>
          <dd>
            In the system’s browser; with a code, on any machine. The sign-in is used for these calls and dropped at the end,
            never stored.
          </dd>
        </dl>
      </section>
      <div className={styles.away}>
        <span>The person who may is somebody else? They carry out a signed plan on their machine and send the result back.</span>
        <Button size="small" onClick={() => saving.save('pack')} disabledFocusable={saving.busy} data-testid="setup-hand-over">
          Save signed plan
        </Button>
      </div>
    </Page>
  );
}
