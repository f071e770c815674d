// Setups that a world begins with, each at a point where somebody may meet it.
import type { Chosen, SetupMethod, SetupStage } from '../../../contract.gen';
import { afterOf, testsOf } from './after';
import { SETUP_PROBLEMS } from './problems';
import { callOf, outlines, queued } from './run';
import { CONTOSO_TENANT, newSetup, register, settle, type SetupState } from './setups';

const SEVEN: Chosen[] = [
  { integration: 'defender-xdr', features: ['incidents'] },
  { integration: 'defender-endpoint', features: [] },
  { integration: 'cloud-apps', features: [] },
  { integration: 'quarantine', features: [] },
  { integration: 'prelude-m365', features: [] },
  { integration: 'prelude-defender', features: [] },
  { integration: 'dropzone-alert-source', features: ['email'] },
];

function at(id: string, stage: SetupStage, method: SetupMethod = 'automatic', choices = SEVEN): SetupState {
  const state = newSetup(id, choices);
  state.view.stage = stage;
  state.view.method = method;
  if (stage !== 'choose' && stage !== 'tenant') state.view.tenant = CONTOSO_TENANT;
  settle(state);
  return state;
}

/** As after a run: every step done, or stopped while consent was granted. */
function ran(state: SetupState, whole: boolean): SetupState {
  const { plan } = state.view;
  if (!plan) return state;
  const all = outlines(plan);
  const stop = whole ? all.length : all.findIndex((one) => one.id === 'consent');
  state.view.steps = all.map((one, index) => {
    const step = queued(one);
    if (index < stop)
      return { ...step, state: 'done', detail: one.detail, took_ms: one.took, calls: one.calls, changes: one.changes };
    return index === stop
      ? { ...step, state: 'failed', took_ms: 62_000, calls: 12, changes: 3, problem: SETUP_PROBLEMS.replication }
      : step;
  });
  state.record = all.slice(0, stop).flatMap((one) => Array.from({ length: one.calls }, (_, call) => callOf(one, call, 200)));
  state.view.changes = state.view.steps.reduce((sum, step) => sum + step.changes, 0);
  if (!whole) state.view.problem = SETUP_PROBLEMS.replication;
  register(state, whole ? plan.app_name : null, true);
  settle(state);
  return state;
}

function tested(state: SetupState): SetupState {
  state.view.tests = testsOf(state.view, false);
  state.view.after = afterOf(state.view, state.view.stage === 'done');
  return state;
}

function existing(): SetupState {
  const state = at('s1', 'register', 'existing');
  register(state, 'SecOps Connector', false);
  state.compared = true;
  settle(state);
  return state;
}

function failing(): SetupState {
  const state = ran(at('s1', 'test'), true);
  state.failsTest = true;
  return state;
}

const portal = () => {
  const state = at('s1', 'register', 'portal');
  register(state, 'Bartizan for Contoso', false);
  if (state.view.app) state.view.app.has_secret = true;
  for (const step of ['upload_certificate', 'api/graph']) state.portal.looks.set(step, 1);
  settle(state);
  return state;
};

const refused = () => {
  const state = at('s1', 'register');
  state.refused = SETUP_PROBLEMS.noRole;
  return state;
};

/** What a world of that name begins with. */
export const SEEDS: Record<string, () => SetupState[]> = {
  setups: () => {
    const far = ran(at('s2', 'register'), false);
    const portalState = portal();
    portalState.view.id = 's3';
    const others = [at('s4', 'review', 'automatic', SEVEN.slice(0, 2)), tested(ran(at('s5', 'done'), true))];
    const fresh = at('s1', 'tenant', 'automatic', SEVEN.slice(0, 1));
    const names = ['Fabrikam', 'Northwind'];
    for (const [index, state] of others.entries())
      if (state.view.tenant) state.view.tenant = { ...state.view.tenant, name: names[index] ?? '' };
    return [fresh, far, portalState, ...others];
  },
  'setup-tenant': () => [at('s1', 'tenant')],
  'setup-review': () => [at('s1', 'review')],
  'setup-method': () => [at('s1', 'method')],
  'setup-credential': () => [at('s1', 'credential')],
  'setup-register': () => [at('s1', 'register')],
  'setup-refused': () => [refused()],
  'setup-stopped': () => [ran(at('s1', 'register'), false)],
  'setup-registered': () => [ran(at('s1', 'register'), true)],
  // A plan of somebody else: the proof by token is theirs.
  'setup-others': () => {
    const state = ran(at('s1', 'register'), true);
    state.view.steps = state.view.steps.filter((step) => step.id !== 'tokens');
    return [state];
  },
  'setup-portal': () => [portal()],
  'setup-portal-new': () => [at('s1', 'register', 'portal')],
  'setup-existing': () => [at('s1', 'register', 'existing')],
  'setup-compared': () => [existing()],
  'setup-collection': () => [ran(at('s1', 'collection'), true)],
  'setup-test': () => [ran(at('s1', 'test'), true)],
  'setup-test-failing': () => [failing()],
  'setup-done': () => [tested(ran(at('s1', 'done'), true))],
  'setup-vendor': () => [at('s1', 'review', 'automatic', [{ integration: 'taegis-o365-commercial', features: [] }])],
};
