// The columns that the list can show: title, width, and by what a click on its head sorts.
import type { AlertColumn, SortBy } from '../../../contract.gen';

export type Column = { id: AlertColumn; title: string; width: string; sort: SortBy | null };

export const COLUMNS: ReadonlyArray<Column> = [
  { id: 'severity', title: 'Severity', width: '70px', sort: 'severity' },
  { id: 'status', title: 'Status', width: '66px', sort: 'status' },
  { id: 'title', title: 'Title', width: 'minmax(120px, 1fr)', sort: 'title' },
  { id: 'entity', title: 'Entity', width: '128px', sort: null },
  { id: 'service', title: 'Service', width: '96px', sort: null },
  { id: 'category', title: 'Category', width: '112px', sort: null },
  { id: 'created', title: 'Created', width: '54px', sort: 'created' },
  { id: 'updated', title: 'Updated', width: '54px', sort: 'updated' },
];

const NARROW: ReadonlyArray<AlertColumn> = ['severity', 'title', 'created'];

/** The chosen columns in the order of the table; in a narrow window only what an alert cannot do without. */
export function shownColumns(chosen: ReadonlyArray<AlertColumn>, narrow: boolean): ReadonlyArray<Column> {
  return COLUMNS.filter((column) => (narrow ? NARROW.includes(column.id) : column.id === 'title' || chosen.includes(column.id)));
}

/** Times carry their day where the list reaches beyond today, and then need more room. */
export function templateOf(columns: ReadonlyArray<Column>, withDay: boolean): string {
  return columns.map(({ id, width }) => (withDay && (id === 'created' || id === 'updated') ? '82px' : width)).join(' ');
}
