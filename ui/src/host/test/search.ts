// A small stand-in for the search: enough of the language to look at the page and to test it, never a second authority.
import type {
  AlertsFound,
  AlertsRows,
  AlertsRowsRequest,
  AlertsSearch,
  Choice,
  Facet,
  ProblemView,
  SortBy,
} from '../../contract.gen';
import { quoted, replaceTerm, termsOf, type Term } from '../../features/alerts/query/terms';
import type { TestAlert } from './alerts';
import type { World } from './world';

const FIELDS: Record<string, (alert: TestAlert) => string> = {
  severity: (alert) => alert.severity.grade,
  status: (alert) => alert.status.value,
  service: (alert) => alert.service.value,
  category: (alert) => alert.category,
  technique: (alert) => alert.technique,
  user: (alert) => alert.user,
  device: (alert) => alert.device,
  tenant: (alert) => alert.tenant,
  title: (alert) => alert.title,
  id: (alert) => alert.id,
};
const GRADES = ['informational', 'low', 'medium', 'high'];
const FACETS: ReadonlyArray<readonly [field: string, title: string, most: number]> = [
  ['severity', 'Severity', 6],
  ['status', 'Status', 6],
  ['service', 'Service', 6],
  ['technique', 'Technique', 4],
  ['user', 'User', 3],
  ['device', 'Device', 2],
  ['tenant', 'Tenant', 4],
];

function problem(code: string, title: string, message: string, position: number): ProblemView {
  return {
    code,
    title,
    message,
    remedies: [
      {
        action: 'by_hand',
        label: 'Show how',
        how: 'Use severity, status, service, technique, user, device, tenant, title, created.',
        command: null,
      },
    ],
    retry: 'never',
    evidence: [{ label: 'Position', value: String(position) }],
  };
}

function matches(alert: TestAlert, term: Term): boolean {
  const field = term.field?.toLowerCase() ?? null;
  const any = (test: (value: string) => boolean) => term.values.some(test) !== term.negated;
  if (field === null)
    return any((value) => `${alert.title} ${alert.entity?.text ?? ''}`.toLowerCase().includes(value.toLowerCase()));
  if (field === 'created') {
    return any((value) => {
      const [from, to] = value.split('..').map((part) => Date.parse(part));
      return from !== undefined && to !== undefined
        ? alert.created >= from && alert.created < to
        : Date.now() - alert.created < 86_400_000;
    });
  }
  if (term.op === '>=') return any((value) => GRADES.indexOf(alert.severity.grade) >= GRADES.indexOf(value));
  const read = FIELDS[field];
  if (!read) throw problem('query.unknown_field', 'No such field', `Alerts have no field “${term.field ?? ''}”.`, term.start);
  return any((value) => read(alert).toLowerCase().startsWith(value.toLowerCase().replace(/\*$/, '')));
}

function select(world: World, query: string, upTo: number | null): TestAlert[] {
  const terms = termsOf(query);
  const open = terms.find((term) => !term.complete);
  if (open) throw problem('query.syntax', 'The query cannot be read', 'A value, a quote or a bracket is missing.', open.end - 1);
  return world.alerts.filter((alert) => (upTo === null || alert.seq <= upTo) && terms.every((term) => matches(alert, term)));
}

const withoutField = (query: string, field: string) => {
  let rest = query;
  for (let term = termsOf(rest).find((one) => one.field === field); term; term = termsOf(rest).find((one) => one.field === field))
    rest = replaceTerm(rest, term, '');
  return rest;
};

export function found(world: World, { query, up_to, bars }: AlertsSearch): AlertsFound {
  const hits = select(world, query, up_to);
  const newest = world.alerts.at(-1)?.seq ?? 0;
  const newer = up_to === null ? 0 : select(world, query, null).length - hits.length;
  return {
    total: hits.length,
    of: world.alerts.length,
    newer,
    newest,
    took_us: 5800,
    facets: FACETS.map(([field, title, most]) => facet(world, query, up_to, field, title, most)),
    histogram: histogram(select(world, withoutField(query, 'created'), up_to), bars),
    data_up_to: Date.now() - 66_000,
    suggestion: hits.length === 0 ? suggestion(world, query, up_to) : null,
  };
}

function suggestion(world: World, query: string, upTo: number | null) {
  const ways = termsOf(query).map((term) => {
    const rest = replaceTerm(query, term, '');
    return { term: term.raw, query: rest, total: select(world, rest, upTo).length };
  });
  return ways.sort((a, b) => b.total - a.total)[0] ?? null;
}

function facet(world: World, query: string, upTo: number | null, field: string, title: string, most: number): Facet {
  const read = FIELDS[field] ?? (() => '');
  const counts = new Map<string, { label: string; count: number }>();
  for (const alert of world.alerts) counts.set(read(alert), { label: labelOf(alert, field), count: 0 });
  for (const alert of select(world, withoutField(query, field), upTo)) {
    const known = counts.get(read(alert));
    if (known) known.count += 1;
  }
  const terms = termsOf(query).filter((term) => term.field === field);
  const chosen = (value: string): Choice => {
    const naming = terms.find((term) => term.values.some((one) => one.toLowerCase() === value.toLowerCase()));
    return naming ? (naming.negated ? 'excluded' : 'included') : 'free';
  };
  const order = (value: string) => (field === 'severity' ? -GRADES.indexOf(value) : 0);
  const values = [...counts]
    .map(([value, { label, count }]) => ({ value: quoted(value), label, count, chosen: chosen(value) }))
    .sort((a, b) => order(a.value) - order(b.value) || b.count - a.count);
  return { field, title, values: values.slice(0, most), more: Math.max(0, values.length - most) };
}

function labelOf(alert: TestAlert, field: string): string {
  if (field === 'severity') return alert.severity.label;
  if (field === 'status') return alert.status.label;
  if (field === 'service') return alert.service.label;
  return FIELDS[field]?.(alert) ?? '';
}

function histogram(alerts: ReadonlyArray<TestAlert>, bars: number) {
  const from = Math.min(Date.now() - 86_400_000, ...alerts.map((alert) => alert.created));
  const start = Math.floor(from / 900_000) * 900_000;
  const step = Math.max(60_000, Math.ceil((Date.now() - start) / bars / 60_000) * 60_000);
  const number = Math.min(bars, Math.ceil((Date.now() - start) / step));
  const all = new Array<number>(number).fill(0);
  const high = new Array<number>(number).fill(0);
  for (const alert of alerts) {
    const bar = Math.floor((alert.created - start) / step);
    all[bar] = (all[bar] ?? 0) + 1;
    if (alert.severity.grade === 'high') high[bar] = (high[bar] ?? 0) + 1;
  }
  return { from: start, step, all: all.slice(0, number), high: high.slice(0, number) };
}

const SORTS: Record<SortBy, (a: TestAlert, b: TestAlert) => number> = {
  created: (a, b) => a.created - b.created,
  updated: (a, b) => a.updated - b.updated,
  severity: (a, b) => GRADES.indexOf(a.severity.grade) - GRADES.indexOf(b.severity.grade),
  status: (a, b) => a.status.value.localeCompare(b.status.value),
  title: (a, b) => a.title.localeCompare(b.title),
};

export function rows(world: World, request: AlertsRowsRequest): AlertsRows {
  const hits = select(world, request.query, request.up_to).sort((a, b) => SORTS[request.sort](a, b) || a.seq - b.seq);
  if (request.descending) hits.reverse();
  return { offset: request.offset, total: hits.length, rows: hits.slice(request.offset, request.offset + request.limit) };
}

/** More rows than an element can be high: the same alerts again and again. */
export const MANY = 1_500_000;

export function million(world: World, { offset, limit }: AlertsRowsRequest): AlertsRows {
  const length = Math.max(0, Math.min(limit, MANY - offset));
  const again = (index: number) => ({
    ...(world.alerts[index % world.alerts.length] as TestAlert),
    seq: index + 1,
    title: `Row ${index + 1}`,
  });
  return { offset, total: MANY, rows: Array.from({ length }, (_, index) => again(offset + index)) };
}
