// The results: one row a test, under its integration, each with its outcome as a shape and a word.
import { Fragment } from 'react';
import type { Ways } from '../../../app/remedies';
import type { TestView } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { OUTCOME_WORDS, OutcomeGlyph } from '../../../design/StateGlyph';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import styles from './Test.module.css';

export function TestRows({ tests, ways }: { tests: ReadonlyArray<TestView>; ways: Ways }) {
  if (tests.length === 0) return null;
  return (
    <section className={parts.card} aria-label="Tests">
      <div className={`${styles.row} ${styles.names}`} aria-hidden="true">
        <span>Integration</span>
        <span>What was tried</span>
        <span>Outcome</span>
        <span>What came out</span>
      </div>
      {tests.map((test, index) => (
        <Fragment key={`${test.integration}${test.what}`}>
          <div className={styles.row} data-testid="setup-test-row" data-id={test.integration} data-outcome={test.outcome}>
            <span className={styles.integration}>{tests[index - 1]?.integration === test.integration ? '' : test.title}</span>
            <span>{test.what}</span>
            <span className={`${styles.outcome} ${styles[test.outcome]}`}>
              <OutcomeGlyph outcome={test.outcome} />
              {OUTCOME_WORDS[test.outcome]}
            </span>
            <span className={`${styles.detail} bz-select`}>
              {/* A problem says it below, in full. */}
              {!test.problem && <Foreign text={test.detail} />}
            </span>
          </div>
          {test.problem && (
            <div className={styles.cause}>
              <ProblemHere problem={test.problem} ways={ways} />
            </div>
          )}
        </Fragment>
      ))}
    </section>
  );
}
