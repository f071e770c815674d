// The alerts as a grid of any length: one tab stop, the arrows and j, k move inside it, Enter opens. Only what is on screen is drawn.
import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import type { AlertRow, SortBy } from '../../../contract.gen';
import { sameDay } from '../../../design/times';
import { useLongList } from '../../../design/useLongList';
import styles from './AlertList.module.css';
import { AlertLine } from './AlertLine';
import { templateOf, type Column } from './columns';
import type { Rows } from './rows';

const ROW = 30;
const HEAD = 28;

type Props = {
  rows: Rows;
  columns: ReadonlyArray<Column>;
  sort: SortBy;
  descending: boolean;
  onSort: (by: SortBy) => void;
  chosen: { id: string; index: number } | null;
  onChoose: (row: AlertRow, index: number) => void;
  onOpen: () => void;
  onBack: () => void;
  oldest: number | null;
  now: number;
};

export function AlertList({ rows, columns, sort, descending, onSort, chosen, onChoose, onOpen, onBack, oldest, now }: Props) {
  const { scroller, span, offset, extent, reveal, toTop, perPage } = useLongList(rows.total, ROW, HEAD);
  const withDay = oldest !== null && !sameDay(oldest, now);
  const template = templateOf(columns, withDay);

  const { see, at, key, total } = rows;
  useEffect(() => see(span.first, Math.max(span.first, span.last - 1)), [see, span.first, span.last]);

  // Another query or order is another list, read from its top; the very first one may return to the row that was left.
  const shownKey = useRef('');
  const index = rows.find(chosen);
  const chosenId = chosen?.id ?? null;
  const cursor = useRef(index);
  useEffect(() => {
    cursor.current = index;
  });
  useEffect(() => {
    if (shownKey.current === key) return;
    if (shownKey.current === '' && cursor.current > 0) reveal(cursor.current);
    else if (shownKey.current !== '') toTop();
    shownKey.current = key;
  }, [key, reveal, toTop]);
  // Another alert was chosen, here or by the keys of the page: it comes on screen. The same alert in a changed list does not.
  useEffect(() => {
    if (chosenId !== null && cursor.current >= 0) reveal(cursor.current);
  }, [chosenId, reveal]);

  // A row that is not read yet is chosen as soon as it is here; until then the next key goes on from it.
  const awaited = useRef<number | null>(null);
  const move = useCallback(
    (to: number) => {
      const next = Math.max(0, Math.min(total - 1, to));
      const row = at(next);
      reveal(next);
      awaited.current = row ? null : next;
      if (row) onChoose(row, next);
    },
    [at, onChoose, reveal, total],
  );
  useEffect(() => {
    const row = awaited.current === null ? null : at(awaited.current);
    if (!row || awaited.current === null) return;
    onChoose(row, awaited.current);
    awaited.current = null;
  }, [at, onChoose]);

  const press = (event: KeyboardEvent) => {
    const here = awaited.current ?? index;
    const moves: Record<string, number> = {
      ArrowDown: here + 1,
      ArrowUp: Math.max(0, here) - 1,
      PageDown: Math.max(0, here) + perPage,
      PageUp: here - perPage,
      Home: 0,
      End: total - 1,
    };
    const to = moves[event.key];
    if (to !== undefined && !event.altKey) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter') {
      if (index < 0) move(0);
      onOpen();
    } else if (event.key === 'Escape') onBack();
  };

  const lines: React.ReactNode[] = [];
  for (let row = span.first; row < span.last; row += 1) {
    lines.push(
      <AlertLine
        key={row}
        row={at(row)}
        index={row}
        total={total}
        columns={columns}
        template={template}
        chosen={row === index}
        now={now}
        onChoose={onChoose}
        onOpen={onOpen}
      />,
    );
  }
  return (
    <div
      ref={scroller}
      className={styles.list}
      role="grid"
      aria-label="Alerts"
      aria-rowcount={total + 1}
      aria-activedescendant={index >= 0 ? `alert-row-${index}` : undefined}
      tabIndex={0}
      onKeyDown={press}
      data-pane="list"
      data-testid="alert-list"
    >
      <div className={styles.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {columns.map((column) => (
          <Head
            key={column.id}
            column={column}
            sorted={column.sort === sort ? (descending ? 'descending' : 'ascending') : 'none'}
            onSort={onSort}
          />
        ))}
      </div>
      <div role="presentation" className={styles.whole} style={{ height: extent.drawn }}>
        <div role="presentation" className={styles.window} style={{ transform: `translateY(${offset}px)` }}>
          {lines}
        </div>
      </div>
    </div>
  );
}

type HeadProps = { column: Column; sorted: 'ascending' | 'descending' | 'none'; onSort: (by: SortBy) => void };

function Head({ column, sorted, onSort }: HeadProps) {
  const { sort } = column;
  return (
    <span
      role="columnheader"
      aria-sort={sort === null ? undefined : sorted}
      className={sorted === 'none' ? undefined : styles.sorted}
    >
      {sort === null ? (
        column.title
      ) : (
        <button type="button" tabIndex={-1} onClick={() => onSort(sort)} data-testid={`sort-${sort}`}>
          {column.title}
          {sorted !== 'none' && <span aria-hidden="true">{sorted === 'descending' ? '↓' : '↑'}</span>}
        </button>
      )}
    </span>
  );
}
