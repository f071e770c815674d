// The setups of the test host and its answers about them: everything in memory, with the waits and the mistakes of the real thing.
import type {
  CallView,
  Chosen,
  PortalView,
  ProblemView,
  SetupSummary,
  SetupTenant,
  SetupView,
  StepView,
  ValueField,
  View,
} from '../../../contract.gen';
import type { CommandName, RequestOf, ResponseOf } from '../../host';
import { afterOf, testsOf } from './after';
import { toItem } from './offered';
import { chosenOf, makePlan, OFFERED } from './plan';
import { portalOf, type PortalMemory } from './portal';
import { SETUP_PROBLEMS } from './problems';
import { carryOut, CLIENT_ID, THUMBPRINT } from './run';

export type SetupState = {
  view: SetupView;
  appName: string;
  compared: boolean;
  record: CallView[];
  portal: PortalMemory;
  stop: boolean;
  /** The step at which the next run fails. */
  failAt: string | null;
  /** What a run is refused with before anything is made. */
  refused: ProblemView | null;
  /** A test fails the first time. */
  failsTest: boolean;
};

type SetupCommand = Extract<CommandName, `setup_${string}`>;
type Answers = {
  [K in SetupCommand]: (request: RequestOf<K>, onStep?: (step: StepView) => void) => ResponseOf<K> | Promise<ResponseOf<K>>;
};

export type Surroundings = {
  pace: () => number;
  stale: (views: ReadonlyArray<View>) => void;
  attached: (tenant: SetupTenant) => void;
};

const DAY = 86_400_000;
const GUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const CLOUD_TITLES: Record<string, string> = {
  commercial: 'Commercial',
  gcc: 'GCC',
  gcchigh: 'GCC High',
  dod: 'DoD',
  china: 'China (21Vianet)',
};

export const CONTOSO_TENANT: SetupTenant = {
  id: 'f0932b6a-d71c-4e88-8c24-6a7db5103ef9',
  name: 'Contoso',
  domain: 'contoso.onmicrosoft.com',
  cloud: 'commercial',
  cloud_title: 'Commercial',
};

export function newSetup(id: string, choices: Chosen[]): SetupState {
  const now = Date.now();
  return {
    view: {
      id,
      stage: 'choose',
      running: false,
      choices,
      tenant: null,
      plan: null,
      adopt: null,
      method: 'automatic',
      certificate: { bits: 2048, days: 365 },
      app: null,
      steps: [],
      changes: 0,
      tests: [],
      after: [],
      problem: null,
      begun: now,
      changed: now,
    },
    appName: '',
    compared: false,
    record: [],
    portal: { looks: new Map(), reader: null },
    stop: false,
    failAt: null,
    refused: null,
    failsTest: false,
  };
}

/** Works out again what follows from what was chosen. */
export function settle(state: SetupState): SetupView {
  const { view } = state;
  view.changed = Math.max(Date.now(), view.changed + 1);
  if (view.tenant) {
    state.appName ||= `Bartizan for ${view.tenant.name}`;
    const compared = state.compared && view.app ? { name: view.app.name ?? view.app.client_id, id: view.app.client_id } : null;
    view.plan = makePlan(view.choices, state.appName, compared);
    const attached = new Set(view.after.filter((one) => one.attached !== null).map((one) => one.integration));
    const [without, all] = [afterOf(view, false), afterOf(view, true)];
    view.after = all.map((one, index) => (attached.has(one.integration) ? one : (without[index] ?? one)));
  }
  return structuredClone(view);
}

export function register(state: SetupState, name: string | null, ours: boolean) {
  const kinds = state.view.plan?.credentials.map((one) => one.kind) ?? [];
  state.view.app = {
    client_id: CLIENT_ID,
    object_id: '5d0c7f7e-31a8-4c55-8f0e-2f9a6d1b7c43',
    name,
    ours,
    thumbprint: kinds.includes('certificate') && ours ? THUMBPRINT : null,
    certificate_expires: kinds.includes('certificate') && ours ? Date.now() + 365 * DAY : null,
    has_secret: ours && kinds.includes('secret'),
  };
}

export function setupAnswers(setups: SetupState[], around: Surroundings): Answers {
  let number = setups.length;
  const of = (id: string): SetupState => {
    const found = setups.find((one) => one.view.id === id);
    if (!found) throw SETUP_PROBLEMS.unknown;
    return found;
  };
  const done = (state: SetupState): SetupView => {
    const view = settle(state);
    around.stale(['setup']);
    return view;
  };
  const begin = (choices: Chosen[]): SetupState => {
    number += 1;
    const state = newSetup(`s${number}`, choices);
    setups.unshift(state);
    return state;
  };
  const portal = (state: SetupState): PortalView => {
    settle(state);
    if (!state.view.plan) throw SETUP_PROBLEMS.unknown;
    return portalOf(state.view, state.view.plan, state.portal);
  };
  const rest = () => new Promise((resolve) => setTimeout(resolve, around.pace()));

  /** Streams steps of which nothing but their end counts. */
  const stream = async (onStep: ((step: StepView) => void) | undefined, steps: ReadonlyArray<StepView>) => {
    for (const step of steps) onStep?.({ ...step, state: 'queued', detail: '', took_ms: 0 });
    for (const step of steps) {
      onStep?.({ ...step, state: 'running', detail: '' });
      await rest();
      onStep?.(step);
    }
  };

  return {
    setup_catalog: () => ({ integrations: OFFERED.map(toItem) }),
    setup_list: () => ({ setups: setups.map(({ view }) => summary(view)) }),
    setup_start: ({ choices }) => done(begin(choices)),
    setup_get: ({ id }) => structuredClone(of(id).view),
    setup_change: ({ id, choices, app_name, adopt, method, certificate, stage }) => {
      const state = of(id);
      if (choices) state.view.choices = choices;
      if (app_name !== null) state.appName = app_name;
      if (adopt !== null) state.view.adopt = adopt || null;
      if (method) state.view.method = method;
      if (certificate) state.view.certificate = certificate;
      if (stage) state.view.stage = stage;
      return done(state);
    },
    setup_find_tenant: async ({ id, cloud, tenant }) => {
      await rest();
      if (tenant.startsWith('nobody')) throw SETUP_PROBLEMS.unknownTenant;
      if (tenant.endsWith('.us') && cloud === 'commercial') throw SETUP_PROBLEMS.wrongCloud;
      const state = of(id);
      const name = tenant.match(GUID) ? 'Contoso' : (tenant.split('.')[0] ?? tenant);
      state.view.tenant = {
        ...CONTOSO_TENANT,
        name: name.charAt(0).toUpperCase() + name.slice(1),
        domain: tenant.match(GUID) ? CONTOSO_TENANT.domain : tenant,
        cloud,
        cloud_title: CLOUD_TITLES[cloud] ?? cloud,
      };
      return done(state);
    },
    setup_values: ({ id, pasted, field }) => {
      const state = of(id);
      const fields: Array<{ field: ValueField; value: string | null; note: string }> = [];
      const ids = pasted.match(GUID) ?? [];
      const wantsSecret = field === 'secret' || (field === null && state.view.method === 'portal' && state.view.app !== null);
      if (wantsSecret && ids.length === 1 && pasted.trim().length === 36) throw SETUP_PROBLEMS.secretId;
      if (!state.view.app && ids.length > 0) {
        register(state, state.view.method === 'portal' ? state.appName : 'SecOps Connector', false);
        if (state.view.app)
          Object.assign(state.view.app, { client_id: ids[0], thumbprint: state.view.method === 'portal' ? THUMBPRINT : null });
        fields.push({ field: 'client_id', value: ids[0] ?? '', note: '' });
        if (ids[1]) fields.push({ field: 'tenant_id', value: ids[1], note: 'It is the tenant that was found.' });
      } else if (state.view.app && pasted.includes('BEGIN CERTIFICATE')) {
        state.view.app.thumbprint = THUMBPRINT;
        fields.push({ field: 'certificate', value: null, note: '' });
      } else if (state.view.app && ids.length === 0 && pasted.trim().length > 8) {
        state.view.app.has_secret = true;
        fields.push({ field: 'secret', value: null, note: '' });
      }
      return { fields, setup: done(state) };
    },
    setup_run: async ({ id, sign_in, adopt }, onStep) => {
      const state = of(id);
      const { view } = state;
      if (!view.plan) throw SETUP_PROBLEMS.unknown;
      if (state.refused) {
        const problem = state.refused;
        state.refused = null;
        throw problem;
      }
      Object.assign(view, { running: true, problem: null, stage: 'register' });
      state.stop = false;
      try {
        await carryOut(view, view.plan, sign_in, {
          pace: around.pace(),
          failAt: state.failAt,
          stopped: () => state.stop,
          onStep,
          record: state.record,
          changed: () => {
            view.changed = Math.max(Date.now(), view.changed + 1);
            around.stale(['setup']);
          },
        });
        register(state, state.appName, adopt === null);
      } catch (problem) {
        state.failAt = null;
        view.problem = problem as ProblemView;
        throw problem;
      } finally {
        view.running = false;
        done(state);
      }
      return settle(state);
    },
    setup_stop: ({ id }) => {
      of(id).stop = true;
      return {};
    },
    setup_record: ({ id }) => ({ calls: [...of(id).record] }),
    setup_undo: async ({ id, from }, onStep) => {
      const state = of(id);
      const at = from === null ? 0 : state.view.steps.findIndex((step) => step.id === from);
      const back = state.view.steps.filter((step, index) => index >= at && step.changes > 0).reverse();
      await stream(
        onStep,
        back.map((step) => ({
          ...step,
          id: `undo.${step.id}`,
          title: `Undo: ${step.title}`,
          state: 'done',
          detail: '',
          parts: [],
          problem: null,
        })),
      );
      const gone = back.reduce((sum, step) => sum + step.changes, 0);
      state.view.changes = Math.max(0, state.view.changes - gone);
      state.view.steps = state.view.steps.map((step, index) =>
        index >= at ? { ...step, state: 'undone', changes: 0, detail: '', problem: null } : step,
      );
      state.view.problem = null;
      if (state.view.changes === 0) Object.assign(state.view, { stage: 'undone', app: null });
      return done(state);
    },
    setup_portal: ({ id }) => portal(of(id)),
    setup_check: async ({ id, step }) => {
      const state = of(id);
      await rest();
      if (step !== null) state.portal.looks.set(step, (state.portal.looks.get(step) ?? 0) + 1);
      return portal(state);
    },
    setup_reader: async ({ id }, onStep) => {
      const state = of(id);
      state.stop = false;
      const step = {
        id: 'sign_in',
        title: 'Sign in to read',
        state: 'waiting' as const,
        detail: '',
        took_ms: 0,
        calls: 0,
        changes: 0,
      };
      onStep?.({
        ...step,
        parts: [],
        problem: null,
        prompt: { url: 'https://login.microsoftonline.com/common', code: null, opened: true },
      });
      for (let turn = 0; turn < 4; turn += 1) await rest();
      if (state.stop) throw SETUP_PROBLEMS.stopped;
      state.portal.reader = 'ann.larsen@contoso.com';
      done(state);
      return portal(state);
    },
    setup_compare: async ({ id }) => {
      await rest();
      const state = of(id);
      state.compared = true;
      return done(state);
    },
    setup_test: async ({ id }, onStep) => {
      const state = of(id);
      await stream(
        onStep,
        testsOf(state.view, false).map((test, index) => ({
          id: `test.${index}`,
          title: `${test.title}: ${test.what}`,
          state: 'done',
          detail: test.detail,
          took_ms: 180,
          calls: 1,
          changes: 0,
          parts: [],
          prompt: null,
          problem: null,
        })),
      );
      state.view.tests = testsOf(state.view, state.failsTest);
      state.failsTest = false;
      const failed = state.view.tests.some((test) => test.outcome === 'failed');
      Object.assign(state.view, { stage: 'test', problem: failed ? SETUP_PROBLEMS.tests : null });
      return done(state);
    },
    setup_attach: async ({ id }, onStep) => {
      const state = of(id);
      const bad = new Set(state.view.tests.filter((test) => test.outcome === 'failed').map((test) => test.integration));
      const good = chosenOf(state.view.choices).filter(({ one }) => !bad.has(one.id));
      const steps = good.map(({ one }): StepView => ({
        id: `attach/${one.id}`,
        title: one.vendor === null ? `Collect ${one.title} for the first time` : `Attach ${one.title}`,
        state: 'done',
        detail: '',
        took_ms: 640,
        calls: 1,
        changes: 0,
        parts: [],
        prompt: null,
        problem: null,
      }));
      await stream(onStep, steps);
      const attached = new Map(afterOf(state.view, true).map((one) => [one.integration, one]));
      state.view.after = state.view.after.map((one) => (bad.has(one.integration) ? one : (attached.get(one.integration) ?? one)));
      Object.assign(state.view, { stage: 'done', steps, problem: null });
      if (state.view.tenant) around.attached(state.view.tenant);
      around.stale(['app', 'overview', 'alerts']);
      return done(state);
    },
    setup_forget: ({ id }) => {
      setups.splice(setups.indexOf(of(id)), 1);
      around.stale(['setup']);
      return {};
    },
    setup_save_plan: ({ format }) => ({
      path: `/home/ann/Documents/bartizan-contoso.${format === 'markdown' ? 'md' : format === 'json' ? 'json' : 'bartizan-plan'}`,
      fingerprint: format === 'pack' ? '7d1f 0c62 8b3e 4a95 b0d1 5e2c 94f7 a836' : '',
    }),
    setup_save_result: () => ({
      path: '/home/ann/Downloads/bartizan-result.json',
      fingerprint: '7d1f 0c62 8b3e 4a95 b0d1 5e2c 94f7 a836',
    }),
    setup_save_certificate: () => ({ path: '/home/ann/Downloads/bartizan-Bartizan for Contoso.pem', fingerprint: THUMBPRINT }),
    setup_open: ({ text }) => {
      if (!text.startsWith('bartizan')) throw SETUP_PROBLEMS.unreadable;
      const state = begin([{ integration: 'defender-xdr', features: [] }]);
      state.view.tenant = CONTOSO_TENANT;
      state.view.stage = 'review';
      return { fingerprint: '2c94 f1d7 6b0e 4a83 9d5f e7a1 608b 3c42', ours: false, is_result: false, setup: done(state) };
    },
  };
}

function summary(view: SetupView): SetupSummary {
  return {
    id: view.id,
    stage: view.stage,
    titles: chosenOf(view.choices).map(({ one }) => one.title),
    tenant: view.tenant?.name ?? null,
    changes: view.changes,
    changed: view.changed,
  };
}
