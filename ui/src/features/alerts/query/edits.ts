// What a click on a filter or a drag over the histogram does to the query's text.
import { replaceTerm, termsOf, unquoted, writeTerm, type Term } from './terms';

export type Mode = 'include' | 'exclude';

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function termOf(text: string, field: string, negated: boolean): Term | undefined {
  return termsOf(text).find(
    (term) => term.complete && term.field !== null && same(term.field, field) && term.op === ':' && term.negated === negated,
  );
}

function without(text: string, field: string, value: string, negated: boolean): string {
  const term = termsOf(text).find(
    (one) =>
      one.field !== null &&
      same(one.field, field) &&
      one.op === ':' &&
      one.negated === negated &&
      one.values.some((known) => same(known, value)),
  );
  if (!term) return text;
  const rest = term.written.filter((known) => !same(unquoted(known), value));
  return replaceTerm(text, term, rest.length ? writeTerm(term.field ?? field, rest, negated) : '');
}

function withValue(text: string, field: string, written: string, negated: boolean): string {
  const term = termOf(text, field, negated);
  if (!term) return [text.trim(), writeTerm(field, [written], negated)].filter((part) => part !== '').join(' ');
  return replaceTerm(text, term, writeTerm(term.field ?? field, [...term.written, written], negated));
}

/**
 * Includes or excludes a value, given as the language writes it; the same again takes it back, the other mode turns it round.
 */
export function toggleValue(text: string, field: string, written: string, mode: Mode): string {
  const negated = mode === 'exclude';
  const value = unquoted(written);
  const had = without(text, field, value, negated);
  if (had !== text) return had;
  return withValue(without(text, field, value, !negated), field, written, negated);
}

/** Sets the span of creation, in place of any the query had. */
export function setSpan(text: string, span: { from: number; to: number } | null): string {
  let rest = text;
  for (let term = createdTerm(rest); term; term = createdTerm(rest)) rest = replaceTerm(rest, term, '');
  if (!span) return rest.trim();
  const wire = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  return [`created:${wire(span.from)}..${wire(span.to)}`, rest.trim()].filter((part) => part !== '').join(' ');
}

function createdTerm(text: string): Term | undefined {
  return termsOf(text).find((term) => term.field !== null && same(term.field, 'created') && !term.negated);
}

/** The span that the query's `created` term names, where it names one by days or moments. */
export function spanOf(text: string): { from: number; to: number } | null {
  const term = createdTerm(text);
  if (!term?.complete || term.op !== ':') return null;
  const [first = '', last = first] = (term.values[0] ?? '').split('..');
  const from = edge(first, false);
  const to = edge(last, first === last && !first.includes('T'));
  return from < to ? { from, to } : null;
}

/** A moment, or the beginning of a day in the person's zone; of the day after, where a day stands for all of itself. */
function edge(value: string, after: boolean): number {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  if (year === undefined) return value.includes('T') ? Date.parse(value) : NaN;
  return new Date(Number(year), Number(month) - 1, Number(day) + (after ? 1 : 0)).getTime();
}
