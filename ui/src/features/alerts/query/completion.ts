// What can follow what is being typed: names of fields, then the values that the filters know.
import type { Facet } from '../../../contract.gen';
import { count } from '../../../design/numbers';
import { termsOf, unquoted } from './terms';

export type Option = { insert: string; name: string; hint: string; finished: boolean };

const FIELDS: ReadonlyArray<readonly [name: string, hint: string]> = [
  ['severity', 'high, medium, low, informational; also >='],
  ['status', 'new, inprogress, resolved'],
  ['service', 'which product raised it'],
  ['source', 'how it was detected'],
  ['category', 'what kind of attack'],
  ['technique', 'ATT&CK, such as T1059'],
  ['user', 'account or address'],
  ['device', 'name, with * at its end'],
  ['ip', 'address'],
  ['file', 'name of a file'],
  ['hash', 'of a file'],
  ['url', 'address of a page'],
  ['sender', 'of a mail'],
  ['subject', 'of a mail'],
  ['tenant', 'by its name'],
  ['integration', 'which collected it'],
  ['title', 'a part of the title'],
  ['id', 'Microsoft’s id'],
  ['incident', 'number of the incident'],
  ['created', 'today, 24h, 7d, 2026-11-20, from..to'],
  ['updated', 'today, 24h, 7d, 2026-11-20, from..to'],
  ['has', 'user, device, ip, file, hash, url, sender, subject'],
];

const TIMES = ['today', 'yesterday', '24h', '7d', '30d'];
const FIXED: Readonly<Record<string, ReadonlyArray<string>>> = {
  created: TIMES,
  updated: TIMES,
  is: ['new', 'inprogress', 'resolved'],
  has: ['user', 'device', 'ip', 'file', 'hash', 'url', 'sender', 'subject'],
};

const MOST = 10;

export function completions(draft: string, facets: ReadonlyArray<Facet>, all: boolean): ReadonlyArray<Option> {
  const last = termsOf(draft).at(-1);
  if (!last || last.end < draft.length) return all ? fieldOptions('', '') : [];
  const before = draft.slice(0, last.start) + (last.negated ? '-' : '');
  if (last.field === null) {
    const typed = last.raw.replace(/^-/, '').toLowerCase();
    if (typed.startsWith('"')) return [];
    return fieldOptions(before, typed);
  }
  const prefix = `${before}${last.field}${last.op}`;
  const typed = (last.values.at(-1) ?? '').toLowerCase();
  const earlier = last.raw.includes('(') ? last.written.slice(0, -1) : [];
  const field = last.field.toLowerCase();
  const known = facets.find((facet) => facet.field === field)?.values ?? [];
  const values = [
    ...known.map((value) => ({ value: value.value, name: value.label, hint: count(value.count) })),
    ...(FIXED[field] ?? []).map((value) => ({ value, name: value, hint: '' })),
  ];
  return values
    .filter(
      ({ value, name }) =>
        (value.toLowerCase().includes(typed) || name.toLowerCase().includes(typed)) && unquoted(value).toLowerCase() !== typed,
    )
    .slice(0, MOST)
    .map(({ value, name, hint }) => ({
      insert: earlier.length ? `${prefix}(${[...earlier, value].join(' or ')})` : `${prefix}${value}`,
      name,
      hint,
      finished: true,
    }));
}

function fieldOptions(before: string, typed: string): ReadonlyArray<Option> {
  return FIELDS.filter(([name]) => name.startsWith(typed) && name !== typed).map(([name, hint]) => ({
    insert: `${before}${name}:`,
    name: `${name}:`,
    hint,
    finished: false,
  }));
}
