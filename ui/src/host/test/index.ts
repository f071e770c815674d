// The host without a shell: everything in memory, every state reachable. For tests and for the development page; no build holds it.
import type { Preferences, StepView, View } from '../../contract.gen';
import type { CommandName, Host, RequestOf, ResponseOf } from '../host';
import { credentialAnswers } from './credentials/answers';
import { alertDetail, alertRaw } from './detail';
import { found, MANY, million, rows } from './search';
import { SEEDS } from './setup/seeds';
import { setupAnswers, type SetupState } from './setup/setups';
import { practiseSteps } from './steps';
import { FIRST_TEST_PREFERENCES, makeWorld, type World } from './world';

export type TestHost = Host & {
  /** Every call so far. */
  calls: ReadonlyArray<{ name: CommandName; request: unknown }>;
  world: World;
  setups: SetupState[];
  /** Says that views went stale, as the shell would. */
  stale: (views: ReadonlyArray<View>) => void;
  /** How commands are answered now, for an answer that changes only a part. */
  readAnswers: () => Answers;
  /** Answers a command in another way than usual. */
  answer: <K extends CommandName>(name: K, answer: (request: RequestOf<K>) => ResponseOf<K> | Promise<ResponseOf<K>>) => void;
};

type Answers = {
  [K in CommandName]: (request: RequestOf<K>, onStep?: (step: StepView) => void) => ResponseOf<K> | Promise<ResponseOf<K>>;
};
type Options = { world?: string; preferences?: Partial<Preferences>; delay?: number };

export function createTestHost({ world: name = 'busy', preferences = {}, delay = 0 }: Options = {}): TestHost {
  const world = makeWorld(name);
  const setups = SEEDS[name]?.() ?? [];
  let saved: Preferences = { ...FIRST_TEST_PREFERENCES, ...preferences };
  const calls: Array<{ name: CommandName; request: unknown }> = [];
  const watchers = new Set<(views: ReadonlyArray<View>) => void>();
  const stale = (views: ReadonlyArray<View>) => {
    for (const watcher of watchers) watcher(views);
  };
  const byId = (id: string) => world.overview.tenants.flatMap((entry) => entry.integrations).find((one) => one.id === id);

  const answers: Answers = {
    app_state: () => ({ ...world.app, alerts: world.app.tenants.length ? world.alerts.length : 0 }),
    preferences_load: () => saved,
    preferences_save: (request) => {
      saved = request;
      return {};
    },
    overview: () => ({ ...world.overview, measured: Date.now() }),
    integration_poll: ({ id }) => {
      const integration = byId(id);
      if (integration) integration.polling = true;
      stale(['overview']);
      return {};
    },
    integrations_pause: ({ id, paused }) => {
      for (const integration of world.overview.tenants.flatMap((entry) => entry.integrations)) {
        if (id !== null && integration.id !== id) continue;
        integration.state = paused ? 'paused' : integration.problem ? 'failing' : 'working';
        integration.next_poll = paused ? null : Date.now() + 30_000;
        integration.coverage.paused_since = paused ? Date.now() : null;
      }
      stale(['overview']);
      return {};
    },
    alerts_search: (request) => ({ ...found(world, request), ...(name === 'million' ? { total: MANY } : {}) }),
    alerts_rows: (request) => (name === 'million' ? million(world, request) : rows(world, request)),
    alert_detail: ({ seq }) => alertDetail(world, seq),
    alert_by_id: ({ id }) => alertDetail(world, world.alerts.find((one) => one.id.includes(id))?.seq ?? -1),
    alert_raw: ({ seq }) => alertRaw(world, seq),
    explain: ({ code }) => ({
      code,
      title: 'Microsoft refused access',
      meaning:
        'The token was accepted, but does not allow this call: the permission is missing or was removed, or a directory role is needed.',
      remedies: ['In App registrations, open the app, API permissions, and choose Grant admin consent.', 'Then run it again.'],
      microsoft_codes: ['AADSTS65001', 'Authorization_RequestDenied'],
    }),
    practise: async (_, onStep) => {
      const connected = await practiseSteps('Northwind Rehearsal', onStep, world.pace);
      world.connect();
      stale(['app', 'overview', 'alerts']);
      return connected;
    },
    detach: async ({ id }, onStep) => {
      const step = {
        id: 'detach',
        title: 'Stop collecting',
        detail: '',
        took_ms: 12,
        calls: 0,
        changes: 0,
        parts: [],
        prompt: null,
      };
      onStep?.({ ...step, state: 'running', problem: null });
      await new Promise((resolve) => setTimeout(resolve, world.pace));
      onStep?.({ ...step, state: 'done', problem: null });
      for (const entry of world.overview.tenants) entry.integrations = entry.integrations.filter((one) => one.id !== id);
      stale(['app', 'overview', 'alerts']);
      return {};
    },
    ...credentialAnswers(name, { pace: () => world.pace, stale, place: world.app.key_place }),
    ...setupAnswers(setups, { pace: () => world.pace, stale, attached: world.attached }),
  };

  return {
    calls,
    world,
    setups,
    stale,
    readAnswers: () => ({ ...answers }),
    answer: (command, answer) => {
      (answers as Record<string, unknown>)[command] = answer;
    },
    async call(command, request, onStep) {
      calls.push({ name: command, request });
      await new Promise((resolve) => setTimeout(resolve, delay));
      const answer = (answers as unknown as Record<string, typeof answers.practise | undefined>)[command];
      if (!answer) throw new Error(`the test host does not play ${command}`);
      return (await answer(request as never, onStep)) as never;
    },
    onStale(callback) {
      watchers.add(callback);
      return () => watchers.delete(callback);
    },
  };
}
