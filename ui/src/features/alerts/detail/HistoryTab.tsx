// The versions of an alert, newest first, and what the chosen one changed.
import { useState } from 'react';
import type { Version } from '../../../contract.gen';
import { visible } from '../../../design/Foreign';
import { Moment } from '../../../design/Moment';
import { counted } from '../../../design/numbers';
import styles from './History.module.css';

export function HistoryTab({ history, now }: { history: ReadonlyArray<Version>; now: number }) {
  const [chosen, setChosen] = useState(0);
  const version = history[chosen] ?? history[0];
  if (!version) return <p>No version is stored.</p>;
  return (
    <div>
      <div role="listbox" aria-label="Versions" className={styles.versions}>
        {history.map((one, index) => (
          <button
            key={one.seq}
            type="button"
            role="option"
            aria-selected={one === version}
            className={one === version ? styles.chosen : undefined}
            onClick={() => setChosen(index)}
            data-testid="version"
          >
            <span className={styles.number}>Version {one.number}</span>
            <Moment at={one.updated} now={now} />
            <span className={styles.fields}>
              {one.changes.length === 0
                ? index === history.length - 1
                  ? 'first seen'
                  : 'no field'
                : counted(one.changes.length, 'field')}
            </span>
          </button>
        ))}
      </div>
      {version.changes.map((change) => (
        <section key={change.field} className={styles.change} aria-label={`Change of ${change.field}`}>
          <h4>{visible(change.field)}</h4>
          {change.before !== null && <Side sign="−" label="before" text={change.before} />}
          {change.after !== null && <Side sign="+" label="after" text={change.after} />}
        </section>
      ))}
      <p className={styles.seen}>
        Version {version.number} arrived here at <Moment at={version.seen} now={now} />.
        {version.changes.length === 0 && history.length === 1 && ' Microsoft has not changed this alert since.'}
      </p>
    </div>
  );
}

function Side({ sign, label, text }: { sign: '−' | '+'; label: string; text: string }) {
  return (
    <div className={`${styles.side} ${sign === '+' ? styles.add : styles.del}`}>
      <span aria-label={label}>{sign}</span>
      <bdi className="bz-select">{visible(text)}</bdi>
    </div>
  );
}
