// The steps of a run, one below the other, each with its state as a shape, its outcome and its time.
import type { ReactNode } from 'react';
import type { ProblemView, StepView } from '../../contract.gen';
import { Foreign } from '../../design/Foreign';
import { STEP_WORDS, StepGlyph } from '../../design/StateGlyph';
import { useReducedMotion } from '../../design/theme';
import { took } from '../../design/times';
import styles from './Setup.module.css';

export function StepLog({ steps, problem }: { steps: ReadonlyArray<StepView>; problem: (problem: ProblemView) => ReactNode }) {
  const still = useReducedMotion();
  return (
    <div role="log" aria-live="polite" aria-label="Steps">
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li
            key={step.id}
            className={`${styles.step} ${step.state === 'queued' ? styles.queued : ''}`}
            data-testid="step"
            data-id={step.id}
            data-state={step.state}
          >
            <span className={styles.glyph}>
              <StepGlyph state={step.state} />
              <span className="bz-hidden">{STEP_WORDS[step.state]}:</span>
            </span>
            <span className={styles.stepTitle}>{step.title}</span>
            <span className={styles.stepTime}>
              {still && step.state === 'running' && 'running '}
              {step.state === 'queued' ? '' : took(step.took_ms)}
            </span>
            {step.detail &&
              (step.state === 'waiting' ? (
                <span className={styles.wait}>
                  <Foreign text={step.detail} />
                </span>
              ) : (
                <span className={`${styles.stepDetail} bz-select`}>
                  <Foreign text={step.detail} />
                </span>
              ))}
            {step.problem && <div className={styles.stepProblem}>{problem(step.problem)}</div>}
          </li>
        ))}
      </ol>
    </div>
  );
}
