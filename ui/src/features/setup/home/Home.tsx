// What was begun, to be resumed, undone or forgotten; and the ways to begin: new, an app that exists, a file of somebody else.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useRun } from '../../../app/run';
import { useSetups } from '../../../app/setups';
import type { PackOpened, ProblemView, SetupSummary } from '../../../contract.gen';
import { Beaker20Regular, DocumentEdit20Regular, FolderOpen16Regular, PlugDisconnected20Regular } from '../../../design/icons';
import { counted } from '../../../design/numbers';
import { PageTitle } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import styles from './Home.module.css';
import { OpenedFile, OpenFile } from './OpenFile';
import { SetupLine } from './SetupLine';

type Props = { setups: ReadonlyArray<SetupSummary>; problem: ProblemView | null; onAgain: () => void };

const isOpen = (setup: SetupSummary) => setup.stage !== 'done' && setup.stage !== 'undone';

export function Home({ setups, problem, onAgain }: Props) {
  const { open } = useSetups();
  const { practise } = useRun();
  const [file, setFile] = useState<PackOpened | null>(null);
  const underWay = setups.filter(isOpen).length;
  const first = setups.find(isOpen)?.id ?? null;
  return (
    <div className={styles.page} data-pane="content" data-testid="setup-home">
      <div className={styles.column}>
        <header className={styles.head}>
          <PageTitle>{verdict(setups.length, underWay)}</PageTitle>
          <span className={styles.rest}>Each is saved after every step and goes on where it was left.</span>
        </header>
        {file && <OpenedFile file={file} onClose={() => setFile(null)} />}
        <ProblemHere problem={problem} ways={{ try_again: onAgain }} urgent />
        {setups.length > 0 && (
          <section className={parts.card} aria-label="Setups">
            <div className={`${styles.columns} ${styles.names}`} aria-hidden="true">
              <span>Tenant</span>
              <span>What is connected</span>
              <span>Where it stands</span>
              <span className={styles.wide}>Changed</span>
              <span />
            </div>
            {setups.map((setup) => (
              <SetupLine key={setup.id} setup={setup} urgent={setup.id === first} />
            ))}
          </section>
        )}
        <section className={`${parts.card} ${styles.ways}`} aria-label="Begin">
          <div className={styles.way}>
            <PlugDisconnected20Regular />
            <div>
              <h3>Start a new setup</h3>
              <p>Choose what to connect and name a domain. Everything that would be granted is listed before anything happens.</p>
            </div>
            <Button
              appearance={first ? 'secondary' : 'primary'}
              className={styles.button}
              onClick={() => open('new')}
              data-testid="setup-new"
            >
              Start new
            </Button>
          </div>
          <div className={styles.way}>
            <DocumentEdit20Regular />
            <div>
              <h3>Connect an app that exists</h3>
              <p>Paste the ids and the credential of an app that is registered already, and see what it has and what it lacks.</p>
            </div>
            <Button className={styles.button} onClick={() => open('existing')} data-testid="setup-from-app">
              Enter ids
            </Button>
          </div>
          <div className={styles.way}>
            <FolderOpen16Regular />
            <div>
              <h3>Open a plan or a result</h3>
              <p>A signed file of a colleague: a plan to carry out here, or the result of a plan that was sent from here.</p>
            </div>
            <OpenFile className={styles.button} onOpened={setFile} />
          </div>
          <div className={styles.way}>
            <Beaker20Regular />
            <div>
              <h3>Practise on a simulated tenant</h3>
              <p>A Microsoft tenant on this machine, with alerts. Nothing leaves the machine.</p>
            </div>
            <Button className={styles.button} onClick={practise} data-testid="practise-button">
              Practise
            </Button>
          </div>
        </section>
      </div>
    </div>
  );
}

function verdict(all: number, underWay: number): string {
  if (all === 0) return 'Nothing was set up yet';
  if (underWay === 0) return 'No setup is under way';
  return `${counted(underWay, 'setup is', 'setups are')} under way`;
}
