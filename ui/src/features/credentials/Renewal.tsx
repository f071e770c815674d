// The renewal of the chosen certificate: its six steps with what came out of each, what it waits for, and the ways to go on, to
// end it now, and to take it back.
import { Button } from '@fluentui/react-components';
import type { CredentialRow, RenewalStepView, RenewalView } from '../../contract.gen';
import { Foreign, visible } from '../../design/Foreign';
import { Moment } from '../../design/Moment';
import { STEP_WORDS, StepGlyph } from '../../design/StateGlyph';
import { longMoment } from '../../design/times';
import { useAsk } from '../setup/ask';
import { ProblemHere } from '../setup/parts/ProblemHere';
import { SignIn } from '../setup/register/SignIn';
import { StepLog } from '../setup/register/StepLog';
import styles from './Credentials.module.css';
import type { Renewals } from './useRenewal';

type Props = { row: CredentialRow; rows: ReadonlyArray<CredentialRow>; renewals: Renewals; now: number };

export function Renewal({ row, rows, renewals, now }: Props) {
  const { renewal } = row;
  const own = renewals.work;
  const concerns = [row.id, renewal?.old, renewal?.new];
  const work = own && concerns.includes(own.credential) ? own : null;
  const { ask, asking, problem } = useAsk();
  if (!renewal && !work) return null;
  const running = work?.running === true;
  const name = rows.find((one) => one.id === renewal?.old)?.name ?? row.name;
  const undo = () => void ask('credential_renewal_undo', { id: row.id });
  const ways = work
    ? { try_again: work.again, resume: work.again, sign_in_again: work.signIn }
    : {
        try_again: () => renewals.renew(row.id),
        resume: () => renewals.renew(row.id),
        sign_in_again: () => renewals.renew(row.id, { sign_in: 'browser' }),
      };
  const inStep = work?.steps.some((step) => step.state === 'failed' && step.problem) === true;
  const waits = (renewal?.waits_for.length ?? 0) > 0;
  return (
    <section
      className={`${styles.card} ${styles.renewal}`}
      aria-label={`Renewal of ${visible(name)}`}
      data-testid="credential-renewal"
      data-step={renewal?.step}
    >
      <header>
        <h3>
          Renewal of “<Foreign text={name} />”
        </h3>
        {renewal && (
          <span className={styles.rest}>
            {renewal.by_itself ? 'began by itself' : 'started'}{' '}
            <Moment at={renewal.begun} now={now} text={longMoment(renewal.begun, now)} />
          </span>
        )}
        <span className={styles.acts}>
          {renewal?.goes_on && !waits && !running && renewal.step !== 'remove_old' && (
            <Button size="small" onClick={() => renewals.renew(row.id)} data-testid="credential-go-on">
              Go on
            </Button>
          )}
          {renewal?.step === 'remove_old' && !running && (
            <Button size="small" onClick={() => renewals.renew(row.id, { finish: true })} data-testid="credential-finish">
              Remove the old one now
            </Button>
          )}
          {renewal?.goes_on && (
            <Button
              size="small"
              appearance="transparent"
              onClick={undo}
              disabledFocusable={running || asking !== null}
              data-testid="credential-undo"
            >
              Undo renewal
            </Button>
          )}
        </span>
      </header>
      {renewal && <Steps renewal={renewal} now={now} />}
      {renewal && <p className={styles.note}>{sentence(renewal, now)}</p>}
      <ProblemHere problem={problem} ways={{ try_again: undo }} />
      {!inStep && <ProblemHere problem={work ? work.problem : (renewal?.problem ?? null)} ways={ways} busy={running} />}
      {work && (running || work.problem) && work.steps.length > 0 && (
        <StepLog
          steps={work.steps}
          problem={(one) => <ProblemHere problem={one} ways={ways} />}
          prompt={(prompt) => <SignIn prompt={prompt} onCode={null} busy={false} />}
        />
      )}
    </section>
  );
}

function Steps({ renewal, now }: { renewal: RenewalView; now: number }) {
  return (
    <ol className={styles.steps} aria-label="Steps of the renewal">
      {renewal.steps.map((step) => {
        const state = stateOf(step, renewal);
        return (
          <li
            key={step.step}
            aria-current={renewal.goes_on && step.step === renewal.step ? 'step' : undefined}
            data-testid="renewal-step"
            data-id={step.step}
            data-state={state}
          >
            <span>
              <StepGlyph state={state} />
              <span className="bz-hidden">{STEP_WORDS[state]}:</span>
            </span>
            <span>{step.title}</span>
            <small>
              <Foreign text={step.detail} />
              {step.done !== null && (
                <>
                  {step.detail && ', '}
                  <Moment at={step.done} now={now} />
                </>
              )}
            </small>
          </li>
        );
      })}
    </ol>
  );
}

function stateOf(step: RenewalStepView, renewal: RenewalView) {
  if (renewal.step === 'undone') return 'undone';
  if (step.done !== null) return 'done';
  if (step.step !== renewal.step) return 'queued';
  return renewal.problem ? 'failed' : 'waiting';
}

function sentence(renewal: RenewalView, now: number): string {
  const { step, waits_for: waits, remove_after: after } = renewal;
  if (step === 'undone') return 'The renewal was taken back. The certificate before it stays in use.';
  if (step === 'done') return 'The renewal has ended. The old certificate was removed.';
  if (waits.length > 0) {
    const names = [...new Set(waits.map((user) => user.title))].join(', ');
    return `${names} ${waits.length === 1 ? 'holds' : 'hold'} a copy of the old certificate. Both work until it ends; hand the new one over before that.`;
  }
  if (step === 'remove_old') {
    return after === null
      ? 'The new certificate is in use. The old one is removed when nothing can need it.'
      : `The new certificate is in use. The old one is removed on ${longMoment(after, now)}.`;
  }
  return 'Nothing depends on the new certificate until a token with it was proven.';
}
