// What is ticked, and what follows from it.
import { describe, expect, it } from 'vitest';
import { toItem } from '../../../host/test/setup/offered';
import { OFFERED } from '../../../host/test/setup/plan';
import { accepts, groups, matches, sharedClouds, tick, tickFeature, toChoices, toTicked } from './chosen';

const catalog = OFFERED.map(toItem);
const item = (id: string) => {
  const found = catalog.find((one) => one.id === id);
  if (!found) throw new Error(`no integration ${id}`);
  return found;
};

describe('ticking', () => {
  it('begins with nothing, and brings the usual features only', () => {
    expect(toChoices(toTicked([]), catalog)).toEqual([]);
    const some = tick(tick(toTicked([]), item('dropzone-alert-source'), true), item('defender-xdr'), true);
    expect(toChoices(some, catalog), 'in the catalog’s order').toEqual([
      { integration: 'defender-xdr', features: [] },
      { integration: 'dropzone-alert-source', features: ['email'] },
    ]);
  });

  it('a feature goes in and out without its integration', () => {
    const on = tickFeature(tick(toTicked([]), item('defender-xdr'), true), 'defender-xdr', 'incidents', true);
    expect(toChoices(on, catalog)).toEqual([{ integration: 'defender-xdr', features: ['incidents'] }]);
    expect(toChoices(tickFeature(on, 'defender-xdr', 'incidents', false), catalog)).toEqual([
      { integration: 'defender-xdr', features: [] },
    ]);
  });
});

it('our own stand first, then each vendor', () => {
  expect(groups(catalog).map((group) => [group.vendor, group.items.length])).toEqual([
    [null, 6],
    ['Prelude', 2],
    ['Secureworks Taegis', 3],
    ['Dropzone AI', 7],
  ]);
});

it('a search looks at title, vendor, purpose and optional parts, for every word', () => {
  const found = (words: string) => catalog.filter((one) => matches(one, words)).map((one) => one.id);
  expect(found('calendar')).toEqual(['dropzone-data-source']);
  expect(found('taegis GCC')).toEqual(['taegis-o365-gcc', 'taegis-o365-gcc-high']);
  expect(found('nothing like it')).toEqual([]);
  expect(found('')).toHaveLength(18);
});

it('the clouds that all of it shares may be none', () => {
  const both = tick(tick(toTicked([]), item('prelude-defender'), true), item('taegis-o365-gcc'), true);
  expect(sharedClouds(both, catalog)).toEqual([]);
  expect(sharedClouds(toTicked([]), catalog), 'nothing is chosen, so nothing is excluded').toBeNull();
});

it('says what an integration takes, and nothing where the vendor registers', () => {
  expect(accepts(item('defender-xdr')).text).toBe('Certificate or secret');
  expect(accepts(item('taegis-o365-gcc'))).toMatchObject({ text: 'Certificate', rules: [expect.stringMatching(/PEM/)] });
  expect(accepts(item('taegis-o365-commercial')).text).toBe('Nothing');
});
