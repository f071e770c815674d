// The order of the steps, how far a setup has come, and what has no meaning where nothing is registered.
import { expect, it } from 'vitest';
import { SEEDS } from '../../host/test/setup/seeds';
import type { SetupView } from '../../contract.gen';
import { applies, neighbour, reached, stageWords, stepOf } from './stages';

function seeded(world: string): SetupView {
  const [state] = SEEDS[world]?.() ?? [];
  if (!state) throw new Error(`no world ${world}`);
  return state.view;
}

it('a setup reaches as far as what it knows', () => {
  expect(reached({ ...seeded('setup-tenant'), choices: [] })).toBe('choose');
  expect(reached(seeded('setup-tenant'))).toBe('tenant');
  expect(reached(seeded('setup-method'))).toBe('method');
  expect(reached({ ...seeded('setup-stopped'), stage: 'choose' }), 'going back does not forget the run').toBe('register');
  expect(reached({ ...seeded('setup-done'), stage: 'review' }), 'nor the tests').toBe('test');
});

it('where the vendor registers its own app, registering is passed over in both directions', () => {
  const view = seeded('setup-vendor');
  expect(applies(view, 'register')).toBe(false);
  expect(neighbour(view, 'review', 1)).toBe('collection');
  expect(neighbour(view, 'collection', -1)).toBe('review');
  expect(neighbour(seeded('setup-review'), 'review', 1), 'otherwise nothing is passed over').toBe('method');
});

it('what has ended is shown where it ended', () => {
  expect([stepOf('done'), stepOf('undone'), stepOf('review')]).toEqual(['test', 'register', 'review']);
});

it('the list says the stage in words', () => {
  expect(stageWords('register')).toBe('At step 6 of 8, Register');
  expect(stageWords('done')).toBe('Done, everything is attached');
});
