// What this program collects itself, with its rhythm.
import type { AfterView } from '../../../contract.gen';
import { PortalText } from '../../../design/PortalText';
import { rhythm } from '../../../design/times';
import parts from '../parts/Parts.module.css';
import styles from './Collection.module.css';

export function Own({ rows }: { rows: ReadonlyArray<AfterView> }) {
  return (
    <section className={parts.card} aria-label="Collected here">
      <header className={parts.cardHead}>
        <h3>Collected here</h3>
        <span className={parts.aside}>into the encrypted database on this machine</span>
      </header>
      {rows.map((one) => (
        <div key={one.integration} className={styles.own} data-testid="setup-after" data-id={one.integration}>
          <strong>{one.title}</strong>
          <span className="bz-number">{one.every_seconds === null ? '–' : rhythm(one.every_seconds)}</span>
          <span className={styles.notes}>
            {one.notes.map((note) => (
              <span key={note.title} className="bz-select">
                {note.title}: <PortalText text={note.text} />
              </span>
            ))}
          </span>
        </div>
      ))}
    </section>
  );
}
