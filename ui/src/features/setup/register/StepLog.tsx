// The steps of a run, one below the other: each with its state as a shape, what came out or what it waits for, its parts, its
// time, and the way to take it back.
import type { ReactNode } from 'react';
import type { ProblemView, SignInPrompt, StepPart, StepView } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { STEP_WORDS, StepGlyph } from '../../../design/StateGlyph';
import { useReducedMotion } from '../../../design/theme';
import { took } from '../../../design/times';
import styles from './StepLog.module.css';

type Props = {
  steps: ReadonlyArray<StepView>;
  problem: (problem: ProblemView) => ReactNode;
  prompt?: (prompt: SignInPrompt) => ReactNode;
  undo?: { act: (step: StepView) => void; rests: boolean };
};

export function StepLog({ steps, problem, prompt, undo }: Props) {
  const still = useReducedMotion();
  return (
    <div role="log" aria-live="polite" aria-label="Steps">
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li
            key={step.id}
            className={`${styles.step} ${step.state === 'queued' || step.state === 'undone' ? styles.quiet : ''}`}
            data-testid="step"
            data-id={step.id}
            data-state={step.state}
          >
            <Glyph state={step.state} />
            <span className={styles.title}>{step.title}</span>
            <span className={styles.end}>
              {undo && step.changes > 0 && step.state !== 'undone' && (
                <button
                  type="button"
                  className="bz-link"
                  onClick={() => undo.act(step)}
                  aria-disabled={undo.rests}
                  disabled={undo.rests}
                  title={undo.rests ? 'Stop first, then it can be undone' : 'Undoes this step and what came after it'}
                  aria-label={`Undo from “${step.title}” on`}
                  data-testid="undo-step"
                >
                  Undo
                </button>
              )}
              <span className={styles.time}>
                {still && step.state === 'running' && 'running '}
                {step.state === 'queued' ? '' : took(step.took_ms)}
              </span>
            </span>
            <Told step={step} />
            {step.prompt && prompt && <div className={styles.below}>{prompt(step.prompt)}</div>}
            {step.problem && <div className={styles.below}>{problem(step.problem)}</div>}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What came out, the parts, and what it waits for: beside the part that waits, else below the step. */
function Told({ step }: { step: StepView }) {
  const waits = step.state === 'waiting' && step.prompt === null && step.detail !== '';
  const waiting = waits ? step.parts.findIndex((part) => part.state === 'waiting') : -1;
  return (
    <>
      {step.detail && !waits && (
        <span className={`${styles.detail} bz-select`}>
          <Foreign text={step.detail} />
        </span>
      )}
      {step.parts.length > 0 && step.state !== 'queued' && (
        <ul className={styles.parts}>
          {step.parts.map((part, index) => (
            <Part key={part.title} part={part}>
              {index === waiting && <Wait text={step.detail} />}
            </Part>
          ))}
        </ul>
      )}
      {waits && waiting < 0 && (
        <div className={styles.below}>
          <Wait text={step.detail} />
        </div>
      )}
    </>
  );
}

function Part({ part, children }: { part: StepPart; children: ReactNode }) {
  return (
    <li className={part.state === 'queued' ? styles.quiet : undefined} data-testid="step-part" data-state={part.state}>
      <Glyph state={part.state} />
      <span>
        {part.title}{' '}
        <span className={styles.share}>
          {part.done} of {part.of}
        </span>
      </span>
      {children}
    </li>
  );
}

/** Its first sentence says that it waits, the others why and how long. */
function Wait({ text }: { text: string }) {
  const end = text.search(/\.\s/);
  const first = end < 0 ? text : text.slice(0, end);
  return (
    <div className={styles.wait} data-testid="step-wait">
      <strong>
        <Foreign text={first} />
      </strong>
      {end >= 0 && <Foreign text={text.slice(end + 1).trim()} />}
    </div>
  );
}

function Glyph({ state }: { state: StepView['state'] }) {
  return (
    <span className={styles.glyph}>
      <StepGlyph state={state} />
      <span className="bz-hidden">{STEP_WORDS[state]}:</span>
    </span>
  );
}
