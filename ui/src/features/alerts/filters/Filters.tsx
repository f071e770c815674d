// The facets of the result. A click shows only these, Alt+click or x leaves them out; both edit the query's text.
import { useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { Facet, FacetValue, Grade } from '../../../contract.gen';
import { Foreign, visible } from '../../../design/Foreign';
import { ChevronDown12Regular, ChevronRight12Regular } from '../../../design/icons';
import { count } from '../../../design/numbers';
import { SeverityMark } from '../../../design/SeverityMark';
import { toggleValue, type Mode } from '../query/edits';
import { termsOf } from '../query/terms';
import styles from './Filters.module.css';

const GRADES: ReadonlyArray<Grade> = ['high', 'medium', 'low', 'informational', 'unknown'];

type Props = { facets: ReadonlyArray<Facet>; query: string; onQuery: (query: string) => void; dimmed: boolean };

export function Filters({ facets, query, onQuery, dimmed }: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const terms = termsOf(query).length;
  const fold = (field: string) =>
    setClosed((last) => {
      const next = new Set(last);
      if (!next.delete(field)) next.add(field);
      return next;
    });
  return (
    <div className={`${styles.filters} ${dimmed ? styles.dimmed : ''}`}>
      <div className={styles.top}>
        <h2>Filters</h2>
        {terms > 0 && (
          <button type="button" className="bz-link" onClick={() => onQuery('')} data-testid="clear">
            Clear {terms}
          </button>
        )}
      </div>
      {facets.map((facet) => {
        const open = !closed.has(facet.field);
        return (
          <section key={facet.field} className={styles.facet}>
            <h3>
              <button type="button" aria-expanded={open} onClick={() => fold(facet.field)}>
                {open ? <ChevronDown12Regular /> : <ChevronRight12Regular />} {facet.title}
              </button>
              {facet.more > 0 && <span className={styles.more}>{count(facet.more)} more</span>}
            </h3>
            {open && (
              <ul>
                {facet.values.map((value) => (
                  <Value
                    key={value.value}
                    facet={facet}
                    value={value}
                    onToggle={(mode) => onQuery(toggleValue(query, facet.field, value.value, mode))}
                  />
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </div>
  );
}

function Value({ facet, value, onToggle }: { facet: Facet; value: FacetValue; onToggle: (mode: Mode) => void }) {
  const out = value.chosen === 'excluded';
  const click = (event: MouseEvent) => onToggle(event.altKey || out ? 'exclude' : 'include');
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'x' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onToggle('exclude');
  };
  const grade = facet.field === 'severity' ? GRADES.find((known) => known === value.value) : undefined;
  return (
    <li>
      <button
        type="button"
        role="checkbox"
        aria-checked={value.chosen === 'included'}
        aria-label={`${visible(value.label)}, ${out ? 'not shown' : count(value.count)}`}
        className={`${styles.value} ${value.count === 0 && !out ? styles.zero : ''}`}
        title={`${visible(value.label)}\nAlt and click, or x, leaves these out`}
        onClick={click}
        onKeyDown={press}
        data-testid={`facet-${facet.field}-${value.value}`}
        data-chosen={value.chosen}
      >
        <span className={styles.box} aria-hidden="true" />
        {grade && <SeverityMark grade={grade} />}
        <span className={`${styles.label} ${out ? styles.out : ''}`}>
          <Foreign text={value.label} />
        </span>
        <span className={styles.count}>{out ? 'not shown' : count(value.count)}</span>
      </button>
    </li>
  );
}
