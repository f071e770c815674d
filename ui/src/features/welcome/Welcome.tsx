// First run: no tenant is connected. Three ways to begin, and what stays here, what goes out, what opens it.
import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { usePlaces } from '../../app/places';
import { useRun } from '../../app/run';
import { useSetups } from '../../app/setups';
import type { AppState } from '../../contract.gen';
import {
  ArrowSwap16Regular,
  Beaker20Regular,
  DocumentEdit20Regular,
  Key16Regular,
  LockClosed16Regular,
  PlugDisconnected20Regular,
} from '../../design/icons';
import { Kbd } from '../../design/Kbd';
import { Mark } from '../../design/Mark';
import { Moment } from '../../design/Moment';
import { useNow } from '../../design/now';
import styles from './Welcome.module.css';

export function Welcome({ app }: { app: AppState }) {
  const { go } = usePlaces();
  const { practise } = useRun();
  const { open } = useSetups();
  const now = useNow();
  return (
    <div className={styles.page} data-pane="content">
      <div className={styles.main}>
        <Mark size={44} />
        <h2 className={styles.headline}>No tenant is connected yet</h2>
        <p className={styles.lead}>
          Connect one and its alerts arrive on this machine while the last page of setup is still open.
        </p>
        <div className={styles.ways}>
          <Way
            icon={<PlugDisconnected20Regular />}
            title="Connect a tenant"
            text="Type a domain. Bartizan finds the cloud and tenant, lists every permission with its reason, and registers the app for you or guides you through the portal."
            note="Minutes, as Privileged Role Administrator or Global Administrator"
            button={
              <Button
                appearance="primary"
                className={styles.button}
                onClick={() => {
                  open('any');
                  go('setup');
                }}
                data-testid="welcome-connect"
              >
                Connect a tenant
              </Button>
            }
          />
          <Way
            icon={<DocumentEdit20Regular />}
            title="Continue from what exists"
            text="Enter the ids of an app that is already registered, or open a plan or result file that a colleague sent."
            note="No administrator role needed to begin"
            button={
              <Button
                className={styles.button}
                onClick={() => {
                  open('list');
                  go('setup');
                }}
                data-testid="welcome-continue"
              >
                Continue
              </Button>
            }
          />
          <Way
            icon={<Beaker20Regular />}
            title="Practise on a simulated tenant"
            text="A Microsoft tenant on this machine, with alerts. It goes through the same steps, and nothing leaves the machine."
            note="Each step is shown with the time it took"
            button={
              <Button className={styles.button} onClick={practise} data-testid="practise-button">
                Practise
              </Button>
            }
          />
        </div>
        <p className={styles.keys}>
          Keys work everywhere: <Kbd>?</Kbd> shows them all, <Kbd>g</Kbd> <Kbd>s</Kbd> goes to Set up.
        </p>
      </div>
      <aside className={styles.aside} aria-label="What stays and what goes">
        <Fact icon={<LockClosed16Regular />} title="Stays here">
          Alerts and settings are in one encrypted database in your data folder, keys in your keyring. There is no server and no
          account.
        </Fact>
        <Fact icon={<ArrowSwap16Regular />} title="Goes out">
          Calls to Microsoft for the tenants you connect, to nobody else. Each one that changes a tenant is in the journal with
          its request id.
        </Fact>
        {app.key_place && (
          <Fact icon={<Key16Regular />} title="Opens it">
            A key in {app.key_place}
            {app.key_made !== null && (
              <>
                , made <Moment at={app.key_made} now={now} />
              </>
            )}
            .
          </Fact>
        )}
      </aside>
    </div>
  );
}

function Way({
  icon,
  title,
  text,
  note,
  button,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  note: string;
  button: ReactNode;
}) {
  return (
    <section className={styles.way} aria-label={title}>
      <span className={styles.icon}>{icon}</span>
      <div>
        <h3>{title}</h3>
        <p>{text}</p>
        <p className={styles.note}>{note}</p>
      </div>
      {button}
    </section>
  );
}

function Fact({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className={styles.fact}>
      <h3>
        {icon} {title}
      </h3>
      <p>{children}</p>
    </section>
  );
}
