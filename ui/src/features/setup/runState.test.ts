// How a run stands, whoever began it and however it ended.
import { describe, expect, it } from 'vitest';
import type { Asked, Work } from '../../app/setups';
import type { SetupView } from '../../contract.gen';
import { SETUP_PROBLEMS } from '../../host/test/setup/problems';
import { SEEDS } from '../../host/test/setup/seeds';
import { runNow } from './runState';
import { verdictOf } from './register/verdict';

const run: Asked = { kind: 'run', request: { id: 's1', sign_in: 'browser', adopt: null } };
const undo: Asked = { kind: 'undo', request: { id: 's1', sign_in: 'browser', from: null } };
const work = (asked: Asked, change: Partial<Work> = {}): Work => ({
  asked,
  steps: [],
  began: 0,
  ended: 1,
  stopping: false,
  problem: null,
  ...change,
});

function seeded(world: string): SetupView {
  const [state] = SEEDS[world]?.() ?? [];
  if (!state) throw new Error(`no world ${world}`);
  return state.view;
}

const stateOf = (view: SetupView, own?: Work) => runNow(view, own).state;

describe('a run', () => {
  it('is ready until there is a step, runs while this window or another one carries it out', () => {
    const view = seeded('setup-register');
    expect(stateOf(view)).toBe('ready');
    expect(stateOf(view, work(run, { ended: null }))).toBe('running');
    expect(stateOf({ ...view, running: true }), 'begun in a terminal').toBe('running');
  });

  it('that stopped says where and after how many calls', () => {
    const view = seeded('setup-stopped');
    expect(stateOf(view)).toBe('failed');
    expect(verdictOf(view, runNow(view, undefined))).toBe('Stopped at step 7 after 25 calls');
  });

  it('that was killed between two steps has no problem, and still is not done', () => {
    const view = seeded('setup-stopped');
    const steps = view.steps.map((step) =>
      step.state === 'failed' ? { ...step, state: 'queued' as const, problem: null } : step,
    );
    expect(stateOf({ ...view, steps, problem: null })).toBe('failed');
  });

  it('that was refused before its first call says so', () => {
    const view = seeded('setup-register');
    const own = work(run, { problem: SETUP_PROBLEMS.noRole });
    expect(stateOf(view, own)).toBe('failed');
    expect(verdictOf(view, runNow(view, own))).toBe('Stopped before the first call');
  });

  it('is done when every step is', () => {
    const view = seeded('setup-registered');
    expect(stateOf(view)).toBe('done');
    expect(verdictOf(view, runNow(view, undefined))).toBe('“Bartizan for Contoso” is registered');
  });
});

describe('a run that was done before', () => {
  it('stays done when its steps gave way to those of attaching', () => {
    const view = seeded('setup-done');
    const steps = view.steps.slice(0, 2).map((step, index) => ({ ...step, id: `attach/${index}` }));
    expect(runNow({ ...view, steps }, undefined)).toMatchObject({ state: 'done', steps: [] });
  });

  it('on another machine, by somebody who sent the result, is done here', () => {
    const view = seeded('setup-registered');
    expect(stateOf({ ...view, stage: 'collection', steps: [] })).toBe('done');
  });

  it('is not failed because a test failed', () => {
    const view = seeded('setup-registered');
    expect(stateOf({ ...view, problem: SETUP_PROBLEMS.tests })).toBe('done');
  });

  it('does not run because it is being tested', () => {
    const view = { ...seeded('setup-registered'), running: true };
    const test = work({ kind: 'test', request: { id: 's1' } }, { ended: null });
    expect(stateOf(view, test)).toBe('done');
  });
});

describe('undoing', () => {
  it('all of it is seen in the steps too, also after the person went on', () => {
    const view = seeded('setup-registered');
    const steps = view.steps.map((step) => (step.changes > 0 ? { ...step, state: 'undone' as const, changes: 0 } : step));
    expect(stateOf({ ...view, steps, changes: 0, stage: 'credential' }), 'signing in changed nothing, so it stays done').toBe(
      'undone',
    );
  });

  it('that the person did not confirm changes nothing', () => {
    const view = seeded('setup-registered');
    const declined = { ...SETUP_PROBLEMS.stopped, code: 'confirm.declined' };
    expect(runNow(view, work(undo, { problem: declined }))).toMatchObject({ state: 'done', problem: null, undoing: false });
  });

  it('from a step on leaves the rest, and that is not a failure of undoing', () => {
    const view = seeded('setup-registered');
    const steps = view.steps.map((step, index) => (index < 6 ? step : { ...step, state: 'undone' as const }));
    const now = runNow({ ...view, steps }, work(undo));
    expect(now.undoing).toBe(false);
    expect(verdictOf(view, now)).toBe('Undone from step 7 on');
  });

  it('that stopped shows its own steps and says what stopped', () => {
    const view = seeded('setup-registered');
    const step = { ...(view.steps[2] ?? view.steps[0]), id: 'undo.application', state: 'failed' as const, calls: 3 };
    const own = work(undo, { steps: [step as SetupView['steps'][number]], problem: SETUP_PROBLEMS.replication });
    const now = runNow(view, own);
    expect(now.steps.map((one) => one.id)).toEqual(['undo.application']);
    expect(verdictOf(view, now)).toBe('Undoing stopped at step 1 after 3 calls');
  });
});
