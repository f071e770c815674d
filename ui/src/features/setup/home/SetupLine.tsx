// One setup in the list: for whom, what, at which step, and what can be done with it.
import { Button } from '@fluentui/react-components';
import { useSetups } from '../../../app/setups';
import type { SetupSummary } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { Moment } from '../../../design/Moment';
import { useNow } from '../../../design/now';
import { counted } from '../../../design/numbers';
import { useAsk } from '../ask';
import { ProblemHere } from '../parts/ProblemHere';
import { stageWords } from '../stages';
import styles from './Home.module.css';

export function SetupLine({ setup, urgent }: { setup: SetupSummary; urgent: boolean }) {
  const { open, begin, forgetWork, works } = useSetups();
  const { ask, asking, problem } = useAsk();
  const now = useNow();
  const work = works[setup.id];
  const running = work !== undefined && work.ended === null;
  const finished = setup.stage === 'done' || setup.stage === 'undone';
  const name = setup.tenant ?? 'Tenant not named yet';
  const undo = () => {
    begin({ kind: 'undo', request: { id: setup.id, sign_in: 'browser', from: null } });
    open({ id: setup.id });
  };
  const forget = () => {
    void ask('setup_forget', { id: setup.id }).then((done) => done && forgetWork(setup.id));
  };
  return (
    <div className={styles.line} data-testid="setup-row" data-id={setup.id} data-stage={setup.stage}>
      <div className={styles.columns}>
        <span className={`${setup.tenant ? styles.name : styles.unnamed} bz-ellipsis`} title={name}>
          <Foreign text={name} />
        </span>
        <span className={styles.titles} title={setup.titles.join(', ')}>
          <Foreign text={setup.titles.length > 0 ? setup.titles.join(', ') : 'Nothing chosen yet'} />
        </span>
        <span className={styles.two}>
          <span>{running ? 'Running now' : stageWords(setup.stage)}</span>
          <small>
            {setup.changes > 0
              ? `${counted(setup.changes, 'change')} in the tenant, can be undone`
              : 'Nothing in the tenant to undo'}
          </small>
        </span>
        <span className={`${styles.wide} bz-number`}>
          <Moment at={setup.changed} now={now} />
        </span>
        <span className={styles.lineActs}>
          <Button
            appearance={urgent ? 'primary' : 'secondary'}
            size="small"
            onClick={() => open({ id: setup.id })}
            aria-label={`${finished ? 'Show' : 'Resume'} the setup of ${name}`}
            data-testid="setup-resume"
          >
            {finished ? 'Show' : 'Resume'}
          </Button>
          {setup.changes > 0 && (
            <Button
              size="small"
              appearance="transparent"
              onClick={undo}
              disabledFocusable={running}
              aria-label={`Undo ${counted(setup.changes, 'change')} in ${name}`}
              data-testid="setup-undo"
            >
              Undo
            </Button>
          )}
          <Button
            size="small"
            appearance="transparent"
            onClick={forget}
            disabledFocusable={running || asking !== null}
            aria-label={`Forget the setup of ${name}`}
            title="Forgets what is known of it here. What was made in the tenant stays."
            data-testid="setup-forget"
          >
            Forget
          </Button>
        </span>
      </div>
      {problem && (
        <div className={styles.problem}>
          <ProblemHere problem={problem} ways={{ try_again: forget }} />
        </div>
      )}
    </div>
  );
}
