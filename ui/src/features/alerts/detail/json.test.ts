// The reader of raw JSON: exact numbers, repeated keys, what breaks off.
import { describe, expect, it } from 'vitest';
import { readJson, type JsonNode } from './json';

const root = (text: string): JsonNode => {
  const tree = readJson(text);
  if ('wrongAt' in tree) throw new Error(`wrong at ${tree.wrongAt}`);
  return tree.root;
};

describe('raw JSON', () => {
  it('keeps every digit and every repeated key', () => {
    const { children } = root('{"n": 18446744073709551615, "f": 1.0, "n": 2e400, "s": "a\\u00e9\\n"}');
    expect(children.map(({ name, text }) => [name, text])).toEqual([
      ['n', '18446744073709551615'],
      ['f', '1.0'],
      ['n', '2e400'],
      ['s', 'aé\n'],
    ]);
  });

  it('names the place where it stops being JSON', () => {
    expect(readJson('{"a": 1,}')).toEqual({ wrongAt: 8 });
    expect(readJson('{"a": nul}')).toEqual({ wrongAt: 6 });
    expect(readJson('[1] x')).toEqual({ wrongAt: 4 });
    expect(readJson('')).toEqual({ wrongAt: 0 });
  });

  it('refuses a bottomless body instead of running out of stack', () => {
    expect(readJson('['.repeat(100_000))).toHaveProperty('wrongAt');
  });
});
