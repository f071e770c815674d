// The head of a run: what is being done, as whom, how far it is.
import type { StepView } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { counted } from '../../../design/numbers';
import { took } from '../../../design/times';
import { PageTitle } from '../parts/Page';
import { sumOfCalls } from '../runState';
import styles from './Run.module.css';

type Props = {
  verdict: string;
  /** The account it is made as, or what else is to be known. */
  lead: string;
  steps: ReadonlyArray<StepView>;
  finished: boolean;
  /** How long it took so far; none where this window did not see it begin. */
  elapsed: number | null;
};

export function RunHead({ verdict, lead, steps, finished, elapsed }: Props) {
  const done = steps.filter((step) => step.state === 'done').length;
  const share = finished ? 1 : steps.length ? done / steps.length : 0;
  return (
    <header className={styles.head}>
      <PageTitle>{verdict}</PageTitle>
      <p className={styles.lead}>
        <Foreign text={lead} />
      </p>
      <div
        className={styles.progress}
        role="progressbar"
        aria-label="Steps done"
        aria-valuemin={0}
        aria-valuemax={steps.length}
        aria-valuenow={done}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <div className={styles.numbers}>
        <span>
          {steps.length > 0 && (
            <>
              {done} of {counted(steps.length, 'step')} done{elapsed === null ? '' : ` in ${took(elapsed)}`}
            </>
          )}
        </span>
        <span>{counted(sumOfCalls(steps), 'call')}</span>
      </div>
    </header>
  );
}
