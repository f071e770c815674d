// How a finished term reads on its chip: `not service purview`, `created 08:30 to 14:30`.
import { day, sameDay, shortClock } from '../../../design/times';
import type { Term } from './terms';

export type Chip = { lead: string; value: string };

const OPS: Record<string, string> = { '>=': 'at least ', '<=': 'at most ', '>': 'above ', '<': 'below ' };

export function chipOf(term: Term, now: number): Chip {
  const not = term.negated ? 'not ' : '';
  if (term.field === null) return { lead: not, value: term.negated ? term.raw.slice(1) : term.raw };
  const values = term.values.map((value) => readable(value, now)).join(' or ');
  return { lead: `${not}${term.field} ${OPS[term.op] ?? ''}`, value: values };
}

function readable(value: string, now: number): string {
  const parts = value.split('..');
  if (parts.length !== 2) return value;
  const [from, to] = parts.map((part) => (part.includes('T') ? Date.parse(part) : NaN));
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return parts.filter(Boolean).join(' to ');
  const today = sameDay(from, now) && sameDay(to, now);
  const at = (moment: number) => (today ? shortClock(moment) : `${day(moment, now)} ${shortClock(moment)}`);
  return sameDay(from, to) ? `${at(from)} to ${shortClock(to)}` : `${at(from)} to ${at(to)}`;
}
