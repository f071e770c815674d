// How many alerts match and how long that took; what arrived since; what could be taken out when nothing matches.
import type { ReactNode } from 'react';
import { visible } from '../../design/Foreign';
import { count, counted, microseconds } from '../../design/numbers';
import styles from './Alerts.module.css';
import { chipOf } from './query/chips';
import { termsOf } from './query/terms';
import type { Search } from './search';

export function CountLine({ search, before, children }: { search: Search; before: ReactNode; children: ReactNode }) {
  const { found, late } = search;
  return (
    <div className={styles.countLine}>
      {before}
      {found && (
        <span
          className={`${styles.count} ${late ? styles.dimmed : ''}`}
          role="status"
          data-testid="alert-count"
          data-total={found.total}
        >
          <b>{count(found.total)}</b> {found.total === 1 ? 'alert' : 'alerts'} <span>in {microseconds(found.took_us)}</span>
        </span>
      )}
      {found && found.newer > 0 && (
        <button type="button" className="bz-link" onClick={search.showNewer} title="Show them (n)" data-testid="newer">
          {counted(found.newer, 'new', 'new')}, show
        </button>
      )}
      <span className={styles.tools}>{children}</span>
    </div>
  );
}

export function NothingFound({ search, onQuery, now }: { search: Search; onQuery: (query: string) => void; now: number }) {
  const { found } = search;
  if (!found) return null;
  const { suggestion, of } = found;
  return (
    <p className={styles.nothing} data-testid="nothing-found">
      {of === 0 ? 'No alert has arrived yet. The first ones show up here by themselves.' : `0 of ${counted(of, 'alert')} match. `}
      {suggestion && of > 0 && (
        <>
          <button type="button" className="bz-link" onClick={() => onQuery(suggestion.query)}>
            Remove “<bdi>{termInWords(suggestion.term, now)}</bdi>”
          </button>{' '}
          and {count(suggestion.total)} match.
        </>
      )}
    </p>
  );
}

function termInWords(term: string, now: number): string {
  const first = termsOf(term)[0];
  if (!first) return term;
  const { lead, value } = chipOf(first, now);
  return visible(lead + value);
}
