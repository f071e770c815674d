// One row of the list. It is drawn again only when its own alert, its place or its being chosen changes.
import { memo } from 'react';
import type { AlertRow } from '../../../contract.gen';
import { Foreign, visible } from '../../../design/Foreign';
import { counted } from '../../../design/numbers';
import { SeverityMark, severityClass } from '../../../design/SeverityMark';
import { moment, utc } from '../../../design/times';
import { EntityIcon, ENTITY_WORDS } from '../EntityIcon';
import styles from './AlertList.module.css';
import type { Column } from './columns';

type Props = {
  row: AlertRow | null;
  index: number;
  total: number;
  columns: ReadonlyArray<Column>;
  template: string;
  chosen: boolean;
  now: number;
  onChoose: (row: AlertRow, index: number) => void;
  onOpen: () => void;
};

function Line({ row, index, total, columns, template, chosen, now, onChoose, onOpen }: Props) {
  if (!row) return <div className={styles.row} role="row" aria-rowindex={index + 2} aria-busy="true" />;
  const closed = row.status.value === 'resolved';
  return (
    <div
      id={`alert-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      aria-label={sentence(row, index, total, now)}
      className={`${styles.row} ${chosen ? styles.chosen : ''} ${closed ? styles.closed : ''}`}
      style={{ gridTemplateColumns: template }}
      data-testid="alert-row"
      data-seq={row.seq}
      onClick={() => {
        onChoose(row, index);
        onOpen();
      }}
    >
      {columns.map((column) => (
        <span key={column.id} role="gridcell" className={styles[column.id]}>
          <Cell column={column} row={row} now={now} />
        </span>
      ))}
    </div>
  );
}

function Cell({ column, row, now }: { column: Column; row: AlertRow; now: number }) {
  switch (column.id) {
    case 'severity':
      return (
        <>
          <SeverityMark grade={row.severity.grade} />
          <span className={`${styles.word} ${styles[severityClass(row.severity.grade)] ?? ''}`}>
            {row.severity.grade === 'informational' ? 'Info' : <Foreign text={row.severity.label} />}
          </span>
        </>
      );
    case 'status':
      return <Foreign text={row.status.label} />;
    case 'title':
      return <Foreign text={row.title} />;
    case 'entity':
      return row.entity ? (
        <>
          <EntityIcon kind={row.entity.kind} />
          <span className="bz-ellipsis">
            <Foreign text={row.entity.text} />
          </span>
        </>
      ) : (
        '–'
      );
    case 'service':
      return <Foreign text={row.service.label} />;
    case 'category':
      return <Foreign text={row.category} />;
    case 'created':
    case 'updated':
      return (
        <time dateTime={new Date(row[column.id]).toISOString()} title={utc(row[column.id])}>
          {moment(row[column.id], now)}
        </time>
      );
  }
}

function sentence(row: AlertRow, index: number, total: number, now: number): string {
  const parts = [row.severity.label, row.status.label, visible(row.title)];
  if (row.entity) parts.push(`${ENTITY_WORDS[row.entity.kind]} ${visible(row.entity.text)}`);
  parts.push(`created ${moment(row.created, now)}`, `row ${index + 1} of ${total}`);
  if (row.versions > 1) parts.push(`changed ${counted(row.versions - 1, 'time')}`);
  return parts.join(', ');
}

/** `now` ticks each second; a row needs it only to tell today from other days. */
export const AlertLine = memo(Line, (before, after) => {
  const days = new Date(before.now).getDate() === new Date(after.now).getDate();
  return (
    days &&
    before.row === after.row &&
    before.index === after.index &&
    before.total === after.total &&
    before.columns === after.columns &&
    before.template === after.template &&
    before.chosen === after.chosen &&
    before.onChoose === after.onChoose &&
    before.onOpen === after.onOpen
  );
});
