// Which credential was used when and what for; where keys lie; the code that opens the database when the keyring is lost.
import { Button } from '@fluentui/react-components';
import type { CredentialsView } from '../../contract.gen';
import { Foreign } from '../../design/Foreign';
import { ErrorCircle16Filled, LockClosed16Regular } from '../../design/icons';
import { Moment } from '../../design/Moment';
import { ago } from '../../design/times';
import { useAsk } from '../setup/ask';
import { ProblemHere } from '../setup/parts/ProblemHere';
import styles from './Credentials.module.css';

const SHOWN = 12;

export function Uses({ view, chosen, now }: { view: CredentialsView; chosen: string | null; now: number }) {
  const { ask, asking, problem } = useAsk();
  const uses = view.uses.slice(0, SHOWN);
  const show = () => void ask('recovery_code_show', {});
  return (
    <section className={styles.uses} aria-label="Last uses">
      <header>
        <h3>Last uses</h3>
        <Button
          size="small"
          icon={<LockClosed16Regular />}
          onClick={show}
          disabledFocusable={asking !== null}
          title={
            view.recovery_made === null
              ? 'The system shows it; it opens the database when the keyring is lost.'
              : 'The system shows it once. The one before opens nothing any more.'
          }
          data-testid="recovery-code"
        >
          {view.recovery_made === null ? 'Recovery code…' : 'New recovery code…'}
        </Button>
        <p className={styles.kept} data-testid="credential-place">
          {view.place ? `Keys and secrets are in ${view.place}, on this machine only. ` : 'Keys and secrets are on this machine only. '}
          {view.recovery_made === null
            ? 'Nobody has seen the recovery code yet.'
            : `Recovery code shown ${ago(view.recovery_made, now)}.`}
        </p>
      </header>
      <ProblemHere problem={problem} ways={{ try_again: show }} />
      {uses.length === 0 ? (
        <p className={styles.rest}>No credential was used yet.</p>
      ) : (
        <ol>
          {uses.map((use) => (
            <li
              key={`${use.at}${use.credential}${use.what}`}
              data-testid="credential-use"
              aria-current={use.credential === chosen ? 'true' : undefined}
            >
              <Moment at={use.at} now={now} />
              <span className="bz-ellipsis">
                <Foreign text={use.name} />
              </span>
              <span className="bz-select">
                <Foreign text={use.what} />
                {use.problem && (
                  <span className={styles.refused}>
                    <ErrorCircle16Filled aria-hidden="true" /> refused, <span className="bz-mono">{use.problem}</span>
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
