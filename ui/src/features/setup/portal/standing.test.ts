// What cannot be told is not what was only not done yet.
import { expect, it } from 'vitest';
import type { PortalStepView } from '../../../contract.gen';
import { valuesOfLine } from './lines';
import { mayGoOn, standingOf } from './standing';

const step = (change: Partial<PortalStepView>): PortalStepView => ({
  id: 'x',
  title: '',
  short: '',
  note: '',
  state: 'unsure',
  place: '',
  link: null,
  lines: [],
  values: [],
  rows: [],
  wants: [],
  problem: null,
  checked: 1,
  unsure: null,
  ...change,
});

it('a value that is still to be pasted holds the step open', () => {
  const waiting = step({ note: 'not pasted yet', wants: ['client_id'] });
  expect(standingOf(waiting)).toBe('open');
  expect(mayGoOn(waiting)).toBe(false);
});

it('what is beyond what can be seen from here does not hold anybody', () => {
  expect(mayGoOn(step({ note: 'copied from the portal into the vendor’s form' }))).toBe(true);
  const unsure = step({ unsure: 'Only somebody who signs in to read can tell.' });
  expect([standingOf(unsure), mayGoOn(unsure)]).toEqual(['unsure', true]);
});

it('what is wrong, or was not looked at, is not gone past unasked', () => {
  for (const state of ['wrong', 'open'] as const) expect(mayGoOn(step({ state })), state).toBe(false);
});

it('two values are copied in their line, more are listed', () => {
  const values = ['Mail.Read', 'User.Read', 'Files.Read'].map((value) => ({ label: value, value }));
  expect(valuesOfLine('Paste Mail.Read, then User.Read', step({ values }))).toEqual(['Mail.Read', 'User.Read']);
  expect(valuesOfLine('Tick Mail.Read, User.Read, Files.Read', step({ values }))).toEqual([]);
});
