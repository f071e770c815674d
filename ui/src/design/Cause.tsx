// What is wrong, in place: title, sentence, the one button that helps most, and behind "Details" every other way out with
// the evidence. A tint and a line, no coloured edge.
import { Button } from '@fluentui/react-components';
import { useId, useState, type ReactNode } from 'react';
import type { ProblemView, RemedyView } from '../contract.gen';
import { CopyButton } from './CopyButton';
import { EvidenceList } from './EvidenceList';
import { visible } from './Foreign';
import styles from './Cause.module.css';

type Props = {
  problem: ProblemView;
  tone: 'high' | 'med';
  /** Measured, below the cause. */
  consequence?: ReactNode;
  /** Whether its button is the page's one primary. */
  urgent: boolean;
  onRemedy: (remedy: RemedyView) => void;
  busy?: boolean;
};

export function Cause({ problem, tone, consequence, urgent, onRemedy, busy = false }: Props) {
  const [open, setOpen] = useState(false);
  const label = useId();
  const details = useId();
  const [first, ...others] = problem.remedies;
  const button = (remedy: RemedyView, primary: boolean) => (
    <Button
      appearance={primary ? 'primary' : 'secondary'}
      size={primary || remedy === first ? 'medium' : 'small'}
      disabledFocusable={busy}
      onClick={() => onRemedy(remedy)}
      data-testid={`remedy-${remedy.action}`}
      title={remedy.how}
      className={styles.button}
    >
      {remedy.label}
    </Button>
  );
  return (
    <section
      role="group"
      aria-labelledby={label}
      data-testid="problem"
      data-code={problem.code}
      className={`${styles.cause} ${tone === 'high' ? styles.high : styles.med}`}
    >
      <div className={styles.words}>
        <div id={label} className={`${styles.title} bz-select`}>
          {problem.title}
        </div>
        <div className={`${styles.sentence} bz-select`}>
          {visible(problem.message)} {consequence}{' '}
          <button type="button" className="bz-link" aria-expanded={open} aria-controls={details} onClick={() => setOpen(!open)}>
            {open ? 'Hide details' : 'Details'}
          </button>
        </div>
      </div>
      {first && button(first, urgent)}
      {open && (
        <div id={details} className={styles.details}>
          {others.map((remedy) => (
            <div key={`${remedy.action}${remedy.how}`} className={styles.other}>
              <span className="bz-select">{remedy.how}</span>
              {button(remedy, false)}
            </div>
          ))}
          {problem.remedies
            .filter((remedy) => remedy.command !== null)
            .map((remedy) => (
              <div key={remedy.command} className={styles.other}>
                <span>
                  In a terminal: <span className="bz-mono-select">{remedy.command}</span>
                </span>
                <CopyButton name={`Copy the command ${remedy.command ?? ''}`} text={() => remedy.command} />
              </div>
            ))}
          <EvidenceList problem={problem} />
        </div>
      )}
    </section>
  );
}
