// What Microsoft support asks for, as labels and selectable values, with one button that copies all of it.
import type { ProblemView } from '../contract.gen';
import { CopyButton } from './CopyButton';
import { Foreign } from './Foreign';
import styles from './EvidenceList.module.css';

/** All of a problem as plain text, for a ticket. */
export function problemText(problem: ProblemView): string {
  const facts = problem.evidence.map((fact) => `${fact.label}: ${fact.value}`);
  return [`${problem.title} (${problem.code})`, problem.message, ...facts].join('\n');
}

export function EvidenceList({ problem }: { problem: ProblemView }) {
  return (
    <div className={styles.evidence}>
      <dl className={styles.list}>
        <dt>Code</dt>
        <dd className="bz-mono-select">{problem.code}</dd>
        {problem.evidence.map((fact) => (
          <div key={fact.label} className={styles.pair}>
            <dt>{fact.label}</dt>
            <dd className="bz-mono-select">
              <Foreign text={fact.value} />
            </dd>
          </div>
        ))}
      </dl>
      <CopyButton name="Copy evidence" label="Copy for support" text={() => problemText(problem)} />
    </div>
  );
}
