// Where the terms of a query stand in its text: enough for chips, for filters that edit the text, and for completion. What a
// query means, and whether it is right, is decided by the program behind the door, never here.
export type Term = {
  start: number;
  end: number;
  raw: string;
  negated: boolean;
  /** The field's name as typed; null for words and phrases. */
  field: string | null;
  /** `:`, `>=`, `<=`, `>`, `<` or `=`; empty without a field. */
  op: string;
  /** Values without quotes; for words the word itself. */
  values: ReadonlyArray<string>;
  /** The same values as they are written: a quoted star is a star, a bare one stands for anything. */
  written: ReadonlyArray<string>;
  /** False while a quote or bracket is open or the value is missing. */
  complete: boolean;
};

const FIELD = /^([A-Za-z_]+)([:<>=]+)/;
const isSpace = (character: string | undefined) => character !== undefined && /\s/.test(character);

export function termsOf(text: string): ReadonlyArray<Term> {
  const terms: Term[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text[at])) at += 1;
    else {
      const term = termAt(text, at);
      terms.push(term);
      at = term.end;
    }
  }
  return terms;
}

function termAt(text: string, start: number): Term {
  const negated = text[start] === '-' && start + 1 < text.length && !isSpace(text[start + 1]);
  const begin = negated ? start + 1 : start;
  const field = FIELD.exec(text.slice(begin));
  const valueStart = begin + (field?.[0].length ?? 0);
  const { end, closed } = valueEnd(text, valueStart, field !== null);
  const value = text.slice(valueStart, end);
  const written = value.startsWith('(') && field ? groupValues(value) : value === '' ? [] : [value];
  return {
    start,
    end,
    raw: text.slice(start, end),
    negated,
    field: field?.[1] ?? null,
    op: field?.[2] ?? '',
    values: written.map(unquoted),
    written,
    complete: closed && value !== '' && text.slice(start, end) !== '-',
  };
}

function valueEnd(text: string, start: number, grouped: boolean): { end: number; closed: boolean } {
  if (text[start] === '"') {
    const end = quoteEnd(text, start);
    return { end: end ?? text.length, closed: end !== null };
  }
  if (text[start] === '(' && grouped) {
    let at = start + 1;
    while (at < text.length && text[at] !== ')') at = text[at] === '"' ? (quoteEnd(text, at) ?? text.length) : at + 1;
    return at < text.length ? { end: at + 1, closed: true } : { end: text.length, closed: false };
  }
  let at = start;
  while (at < text.length && !isSpace(text[at]) && text[at] !== '"') at += 1;
  return { end: at, closed: true };
}

/** Behind the closing quote; none while it is open. A quote inside is written `\"`. */
function quoteEnd(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\' && text[at + 1] === '"') at += 1;
  }
  return null;
}

function groupValues(group: string): ReadonlyArray<string> {
  const inner = group.slice(1, group.endsWith(')') ? -1 : undefined);
  const parts = inner.match(/"(?:\\"|[^"])*"?|[^\s"]+/g) ?? [];
  return parts.filter((part) => part.toLowerCase() !== 'or');
}

export function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  const closed = value.length > 1 && value.endsWith('"') && !value.endsWith('\\"');
  return value.slice(1, closed ? -1 : undefined).replaceAll('\\"', '"');
}

/** A value as the language takes it: quoted where it would otherwise end, begin or stand for something else. */
export function quoted(value: string): string {
  return value === '' || /[\s"()*]|^or$/i.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value;
}

/** A term from values as they are written. */
export function writeTerm(field: string, written: ReadonlyArray<string>, negated: boolean): string {
  const value = written.length === 1 ? (written[0] ?? '') : `(${written.join(' or ')})`;
  return `${negated ? '-' : ''}${field}:${value}`;
}

/** Whether the text can be asked as it stands: nothing in it is half typed. */
export function isWhole(text: string): boolean {
  return termsOf(text).every((term) => term.complete);
}

/** Puts `replacement` in the place of a term; an empty one takes the term out. */
export function replaceTerm(text: string, term: Term, replacement: string): string {
  const before = text.slice(0, term.start).trimEnd();
  const after = text.slice(term.end).trimStart();
  return [before, replacement, after].filter((part) => part !== '').join(' ');
}
