// The eight steps of the wizard. What was reached can be gone back to; what lies ahead is only named.
import { Checkmark16Regular } from '../../../design/icons';
import { Foreign } from '../../../design/Foreign';
import { STEPS, type Step } from '../stages';
import styles from './StepRail.module.css';

type Props = {
  heading: string;
  here: Step;
  /** Whether a step was reached, and the line below it. */
  reached: (step: Step) => boolean;
  applies: (step: Step) => boolean;
  note: (step: Step) => string;
  onGo: (step: Step) => void;
  foot?: string;
};

export function StepRail({ heading, here, reached, applies, note, onGo, foot }: Props) {
  return (
    <nav className={styles.rail} aria-label="Steps of set up" data-pane="steps">
      <h2 className="bz-ellipsis" title={heading}>
        <Foreign text={heading} />
      </h2>
      <ol>
        {STEPS.map(({ step, title }, index) => {
          const isHere = step === here;
          const done = !isHere && reached(step);
          const line = !applies(step) ? 'nothing to register' : isHere || done ? note(step) : '';
          const look = isHere ? styles.here : done && applies(step) ? styles.done : '';
          const inside = (
            <>
              <span className={styles.number}>
                {done && applies(step) ? <Checkmark16Regular aria-label="Done" /> : index + 1}
              </span>
              <span className={styles.words}>
                <span>{title}</span>
                {line && (
                  <small>
                    <Foreign text={line} />
                  </small>
                )}
              </span>
            </>
          );
          return (
            <li key={step} aria-current={isHere ? 'step' : undefined} title={line ? `${title}: ${line}` : title}>
              {done && applies(step) ? (
                <button
                  type="button"
                  className={`${styles.step} ${look}`}
                  onClick={() => onGo(step)}
                  data-testid={`setup-step-${step}`}
                  data-state="done"
                >
                  {inside}
                </button>
              ) : (
                <div
                  className={`${styles.step} ${look}`}
                  data-testid={`setup-step-${step}`}
                  data-state={isHere ? 'here' : 'ahead'}
                >
                  {inside}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {foot && <p>{foot}</p>}
    </nav>
  );
}
