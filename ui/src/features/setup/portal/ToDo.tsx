// What is to be done in this step; where the tenant shows a mistake, first what is wrong, in the terms of the step.
import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import { useRemedy } from '../../../app/remedies';
import type { PortalStepView } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { ArrowSync20Regular } from '../../../design/icons';
import { Moment } from '../../../design/Moment';
import { useNow } from '../../../design/now';
import { PortalText } from '../../../design/PortalText';
import { PortalGlyph } from '../../../design/StateGlyph';
import { valuesOfLine } from './lines';
import { standingOf } from './standing';
import styles from './ToDo.module.css';

type Props = { step: PortalStepView; reader: string | null; busy: boolean; offline: string | null; onCheck: () => void };

export function ToDo({ step, reader, busy, offline, onCheck }: Props) {
  const remedy = useRemedy();
  const label = useId();
  const now = useNow();
  const { problem } = step;
  const state = standingOf(step);
  const fix = problem?.remedies.find((one) => one.action === 'by_hand')?.how;
  const done = state === 'right';
  return (
    <section
      role="group"
      aria-labelledby={label}
      className={`${styles.card} ${problem ? styles.wrong : done ? styles.right : ''}`}
      data-testid={problem ? 'problem' : 'setup-portal-todo'}
      data-code={problem?.code}
    >
      <PortalGlyph state={state} />
      <div>
        <div id={label} className={`${styles.title} bz-select`}>
          {problem ? problem.title : done ? 'This is right' : state === 'unsure' ? 'This cannot be told from here' : 'What to do'}
        </div>
        {problem && (
          <p className="bz-select">
            <Foreign text={problem.message} />
          </p>
        )}
        {fix && <p className={`${styles.fix} bz-select`}>{fix}</p>}
        {step.lines.length > 0 && (
          <ol className={styles.lines}>
            {step.lines.map((line, index) => (
              <li key={line} data-testid="setup-portal-line">
                <span className={styles.number}>{index + 1}</span>
                <span className="bz-select">
                  <PortalText text={line} values={valuesOfLine(line, step)} />
                </span>
              </li>
            ))}
          </ol>
        )}
        <div className={styles.check}>
          <Button
            appearance={done ? 'secondary' : 'primary'}
            icon={<ArrowSync20Regular />}
            onClick={onCheck}
            disabledFocusable={busy || offline !== null}
            className={styles.button}
            data-testid="setup-check"
          >
            {step.checked === null ? 'Check' : 'Check again'}
          </Button>
          <span className={styles.last} role="status">
            {offline ? `${offline} ` : !done && 'Looks by itself every 10 s. '}
            {step.checked === null ? (
              'Not looked at yet.'
            ) : (
              <>
                Last at <Moment at={step.checked} now={now} />, read only
                {reader ? `, as ${reader}` : ', as the app itself'}
                {step.note ? `: ${step.note}.` : '.'}
              </>
            )}
            {problem && (
              <>
                {' '}
                <button
                  type="button"
                  className="bz-link"
                  onClick={() => remedy({ action: 'explain', label: '', how: '', command: null }, problem)}
                >
                  Details
                </button>
              </>
            )}
          </span>
        </div>
      </div>
    </section>
  );
}
