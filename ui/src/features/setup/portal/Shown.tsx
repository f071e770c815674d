// What the tenant shows: each permission, role or key with what is needed and what was found, the wrong ones first.
import type { Found, PortalRow } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import { Breakable } from '../../../design/Breakable';
import { Foreign, visible } from '../../../design/Foreign';
import { Checkmark16Regular, Dismiss16Regular, Question16Regular, Subtract16Regular } from '../../../design/icons';
import parts from '../parts/Parts.module.css';
import styles from './Shown.module.css';

const ICONS = { present: Checkmark16Regular, missing: Dismiss16Regular, surplus: Subtract16Regular, unknown: Question16Regular };
const WORDS: Record<Found, string> = { present: 'There', missing: 'Missing', surplus: 'Not needed', unknown: 'Not known' };
const ORDER: ReadonlyArray<Found> = ['missing', 'surplus', 'unknown', 'present'];

export function Shown({ rows }: { rows: ReadonlyArray<PortalRow> }) {
  if (rows.length === 0) return null;
  const sorted = [...rows].sort((a, b) => ORDER.indexOf(a.found) - ORDER.indexOf(b.found));
  return (
    <section className={parts.card} aria-label="What the tenant shows">
      <header className={parts.cardHead}>
        <h3>What the tenant shows</h3>
        {rows.length > 1 && (
          <CopyButton
            appearance="transparent"
            label={`Copy all ${rows.length} names`}
            name={`Copy all ${rows.length} names`}
            text={() => rows.map((row) => row.name).join('\n')}
            className={parts.end}
          />
        )}
      </header>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className={styles.needed}>
              Needed
            </th>
            <th scope="col" className={styles.found}>
              Found
            </th>
            <th className={styles.copy}>
              <span className="bz-hidden">Copy</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => {
            const Icon = ICONS[row.found];
            return (
              <tr
                key={`${row.name}${row.needed}`}
                className={styles[row.found]}
                data-testid="setup-portal-row"
                data-found={row.found}
              >
                <th scope="row" className="bz-select">
                  <Breakable text={visible(row.name)} />
                </th>
                <td>{row.needed || '–'}</td>
                <td>
                  <span className={styles.mark}>
                    <Icon />
                    <Foreign text={row.found_as || WORDS[row.found]} />
                  </span>
                </td>
                <td>
                  <CopyButton appearance="transparent" label="" name={`Copy ${row.name}`} text={() => row.name} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
