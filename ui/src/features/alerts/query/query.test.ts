// The tokens of a query, and editing them.
import { describe, expect, it } from 'vitest';
import { chipOf } from './chips';
import { completions } from './completion';
import { setSpan, spanOf, toggleValue } from './edits';
import { isWhole, quoted, termsOf } from './terms';
import { markOf } from './Underline';

const NOW = new Date(2026, 10, 20, 14, 32).getTime();
const first = (text: string) => {
  const term = termsOf(text)[0];
  if (!term) throw new Error(`no term in ${text}`);
  return term;
};

describe('terms', () => {
  it('are found with their place, field and values', () => {
    const terms = termsOf('mimikatz "two words" service:endpoint -status:(new or "in progress") severity>=high');
    expect(terms.map(({ field, op, values, negated }) => ({ field, op, values, negated }))).toEqual([
      { field: null, op: '', values: ['mimikatz'], negated: false },
      { field: null, op: '', values: ['two words'], negated: false },
      { field: 'service', op: ':', values: ['endpoint'], negated: false },
      { field: 'status', op: ':', values: ['new', 'in progress'], negated: true },
      { field: 'severity', op: '>=', values: ['high'], negated: false },
    ]);
  });

  it('keep colons and brackets that belong to a value', () => {
    expect(first('created:2026-11-20T07:30:00Z..2026-11-20T13:30:00Z').values).toEqual([
      '2026-11-20T07:30:00Z..2026-11-20T13:30:00Z',
    ]);
    expect(first('title:"a (b) c"').values).toEqual(['a (b) c']);
  });

  it('are not asked while half typed', () => {
    for (const half of ['severity:', 'title:"open', 'status:(new or', '-']) expect(isWhole(half), half).toBe(false);
    for (const whole of ['', 'word', '-service:purview', 'status:(new)']) expect(isWhole(whole), whole).toBe(true);
  });
});

describe('chips', () => {
  it('read as a person would say them', () => {
    const text = (query: string) => {
      const { lead, value } = chipOf(first(query), NOW);
      return lead + value;
    };
    expect(text('-service:purview')).toBe('not service purview');
    expect(text('severity>=medium')).toBe('severity at least medium');
    expect(text('status:(new or resolved)')).toBe('status new or resolved');
    const today = (hour: number, minute: number) => new Date(2026, 10, 20, hour, minute).toISOString();
    expect(text(`created:${today(8, 30)}..${today(14, 30)}`)).toBe('created 08:30 to 14:30');
  });
});

describe('filters edit the text', () => {
  it('add a value, widen it, and take it back', () => {
    const one = toggleValue('lsass', 'severity', 'high', 'include');
    expect(one).toBe('lsass severity:high');
    const two = toggleValue(one, 'severity', 'medium', 'include');
    expect(two).toBe('lsass severity:(high or medium)');
    expect(toggleValue(two, 'severity', 'high', 'include')).toBe('lsass severity:medium');
    expect(toggleValue('severity:medium', 'severity', 'medium', 'include')).toBe('');
  });

  it('turn an included value into an excluded one', () => {
    expect(toggleValue('service:(endpoint or purview)', 'service', 'purview', 'exclude')).toBe(
      'service:endpoint -service:purview',
    );
    expect(toggleValue('-service:purview', 'service', 'purview', 'exclude')).toBe('');
  });

  it('keep values as they are written: quotes, stars, escaped quotes', () => {
    expect(toggleValue('', 'tenant', '"Fabrikam Federal"', 'include')).toBe('tenant:"Fabrikam Federal"');
    expect(toggleValue('tenant:"Fabrikam Federal"', 'tenant', '"Fabrikam Federal"', 'include')).toBe('');
    expect(toggleValue('device:desktop-7*', 'device', 'srv-dc-01', 'include'), 'the star stays one').toBe(
      'device:(desktop-7* or srv-dc-01)',
    );
    const escaped = '"a \\"b\\" c"';
    expect(first(`title:${escaped}`).values).toEqual(['a "b" c']);
    expect(toggleValue(`title:${escaped} x`, 'title', escaped, 'include')).toBe('x');
    expect(quoted('say "hi"'), 'a quote cannot end the value early').toBe('"say \\"hi\\""');
    expect(quoted('or')).toBe('"or"');
  });

  it('leave a half typed term of the same field alone', () => {
    expect(toggleValue('severity:', 'severity', 'high', 'include')).toBe('severity: severity:high');
  });
});

describe('the brush', () => {
  it('sets one span in place of any before, and reads it back', () => {
    const from = Date.UTC(2026, 10, 20, 7, 30);
    const to = Date.UTC(2026, 10, 20, 13, 30);
    const text = setSpan('created:today lsass created:yesterday', { from, to });
    expect(text).toBe('created:2026-11-20T07:30:00Z..2026-11-20T13:30:00Z lsass');
    expect(spanOf(text)).toEqual({ from, to });
    expect(setSpan(text, null)).toBe('lsass');
    expect(spanOf('created:today')).toBeNull();
    expect(spanOf('created:2026-11-20'), 'a day is all of it').toEqual({
      from: new Date(2026, 10, 20).getTime(),
      to: new Date(2026, 10, 21).getTime(),
    });
  });
});

describe('completion', () => {
  const facets = [
    {
      field: 'service',
      title: 'Service',
      more: 0,
      values: [{ value: 'cloudapps', label: 'Cloud Apps', count: 27, chosen: 'free' as const }],
    },
  ];

  it('offers fields, then the values that the filters know', () => {
    expect(completions('sev', facets, false).map((option) => option.insert)).toEqual(['severity:']);
    expect(completions('-ser', facets, false)[0]?.insert).toBe('-service:');
    expect(completions('service:cl', facets, false)).toEqual([
      { insert: 'service:cloudapps', name: 'Cloud Apps', hint: '27', finished: true },
    ]);
    expect(completions('', facets, false), 'nothing unasked').toEqual([]);
  });
});

it('a mistake is marked where the program counts it, in characters and not in units', () => {
  const problem = {
    code: 'query.unknown_field',
    title: '',
    message: '',
    remedies: [],
    retry: 'never' as const,
    evidence: [
      { label: 'Position', value: '2' },
      { label: 'Length', value: '7' },
    ],
  };
  expect(markOf(problem, '😀 sevrity:high')).toEqual({ start: 3, end: 10 });
  expect(markOf({ ...problem, evidence: [] }, 'x')).toBeNull();
});
