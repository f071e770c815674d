// The steps of a run as the program streams them, slow enough to be looked at: signing in, waiting for Microsoft to replicate,
// and, where a world says so, stopping in the middle of it.
import type { CallView, PlanView, ProblemView, SetupView, SignInWay, StepPart, StepView } from '../../../contract.gen';
import { SETUP_PROBLEMS } from './problems';

export const CLIENT_ID = 'b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358';
export const THUMBPRINT = '6EC14A0790B1F3D25C88E1470A6DB92F53E493B0';
const ADMIN = 'ann.larsen@contoso.com';

type Outline = { id: string; title: string; detail: string; took: number; calls: number; changes: number; parts?: StepPart[] };

export type Runner = {
  pace: number;
  /** The step at which it fails the first time. */
  failAt: string | null;
  stopped: () => boolean;
  onStep: ((step: StepView) => void) | undefined;
  record: CallView[];
  changed: () => void;
};

export function outlines(plan: PlanView): Outline[] {
  const parts = plan.apis.map((api): StepPart => {
    const of = api.permissions.filter((permission) => permission.needed_by.length > 0).length;
    return { title: api.name, state: 'queued', done: 0, of };
  });
  const granted = parts.reduce((sum, part) => sum + part.of, 0);
  const certificate = plan.credentials.some((one) => one.kind === 'certificate');
  const secret = plan.credentials.some((one) => one.kind === 'secret');
  return [
    {
      id: 'sign_in',
      title: 'Sign in',
      detail: `System browser, PKCE on 127.0.0.1:53124, as ${ADMIN}`,
      took: 9100,
      calls: 1,
      changes: 0,
    },
    {
      id: 'check',
      title: 'Check policies and resources',
      detail: `${plan.apis.length} APIs present, no policy stands in the way`,
      took: 400,
      calls: plan.apis.length + 1,
      changes: 0,
    },
    {
      id: 'application',
      title: 'Create the application',
      detail: `Application (client) ID ${CLIENT_ID}`,
      took: 341,
      calls: 2,
      changes: 1,
    },
    { id: 'principal', title: 'Create the service principal', detail: '', took: 288, calls: 2, changes: 1 },
    ...(certificate
      ? [
          {
            id: 'certificate',
            title: 'Register the certificate',
            detail: 'Read back: thumbprint is the same',
            took: 173,
            calls: 2,
            changes: 1,
          },
        ]
      : []),
    ...(secret
      ? [{ id: 'secret', title: 'Make the client secret', detail: 'Kept in the keyring', took: 210, calls: 1, changes: 1 }]
      : []),
    {
      id: 'consent',
      title: 'Grant admin consent',
      detail: `${granted} of ${granted} permissions`,
      took: 8040,
      calls: granted + 2,
      changes: granted,
      parts,
    },
    ...plan.roles.map((role) => ({
      id: `role.${role.name}`,
      title: `Assign ${role.name}`,
      detail: 'Read back: assigned to the app',
      took: 402,
      calls: 2,
      changes: 1,
    })),
    {
      id: 'tokens',
      title: `Get ${plan.apis.length} tokens and compare their roles`,
      detail: 'Every role is in its token',
      took: 780,
      calls: plan.apis.length,
      changes: 0,
    },
    { id: 'forget', title: 'Forget the administrator’s sign-in', detail: 'Not stored anywhere', took: 2, calls: 0, changes: 0 },
  ];
}

export const queued = (one: Outline): StepView => ({
  id: one.id,
  title: one.title,
  state: 'queued',
  detail: '',
  took_ms: 0,
  calls: 0,
  changes: 0,
  parts: one.parts ?? [],
  prompt: null,
  problem: null,
});

const finished = (one: Outline): StepView => ({
  ...queued(one),
  state: 'done',
  detail: one.detail,
  took_ms: one.took,
  calls: one.calls,
  changes: one.changes,
  parts: (one.parts ?? []).map((part) => ({ ...part, state: 'done', done: part.of })),
});

/** Carries the plan out, from where it stopped. Throws a problem as the program would. */
export async function carryOut(view: SetupView, plan: PlanView, way: SignInWay, runner: Runner): Promise<void> {
  const all = outlines(plan);
  const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const tell = (step: StepView) => {
    view.steps = view.steps.map((known) => (known.id === step.id ? step : known));
    runner.onStep?.({ ...step });
    runner.changed();
  };
  if (view.steps.length === 0 || view.steps.every((step) => step.state === 'undone')) view.steps = all.map(queued);
  for (const step of view.steps) runner.onStep?.({ ...step });
  for (const one of all) {
    const known = view.steps.find((step) => step.id === one.id);
    if (known?.state === 'done' && one.id !== 'sign_in') continue;
    if (runner.stopped()) throw SETUP_PROBLEMS.stopped;
    tell({ ...queued(one), state: 'running', took_ms: one.took / 4 });
    if (one.id === 'sign_in') await signIn(one, way, tell, rest, runner);
    else if (one.parts && one.parts.length > 0) await consent(one, tell, rest, runner);
    else await rest(runner.pace);
    if (runner.failAt === one.id) {
      runner.failAt = null;
      const problem: ProblemView = SETUP_PROBLEMS.replication;
      tell({
        ...queued(one),
        state: 'failed',
        took_ms: one.took,
        calls: 4,
        changes: one.id === 'consent' ? 3 : 0,
        parts: one.parts ?? [],
        problem,
      });
      view.changes += one.id === 'consent' ? 3 : 0;
      throw problem;
    }
    view.changes += one.changes;
    for (let call = 0; call < one.calls; call += 1) runner.record.push(callOf(one, call, 200));
    tell(finished(one));
  }
}

async function signIn(
  one: Outline,
  way: SignInWay,
  tell: (step: StepView) => void,
  rest: (ms: number) => Promise<unknown>,
  runner: Runner,
) {
  tell({
    ...queued(one),
    state: 'waiting',
    detail: way === 'browser' ? 'Waits for the sign-in in the browser' : 'Waits until the code is typed',
    prompt: {
      url:
        way === 'browser'
          ? 'https://login.microsoftonline.com/f0932b6a-d71c-4e88-8c24-6a7db5103ef9/oauth2/v2.0/authorize?client_id=14d82eec&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A53124'
          : 'https://microsoft.com/devicelogin',
      code: way === 'browser' ? null : 'F7KQ2MXBD',
      opened: way === 'browser',
    },
  });
  for (let turn = 0; turn < 3; turn += 1) {
    await rest(runner.pace);
    if (runner.stopped()) throw SETUP_PROBLEMS.stopped;
  }
}

async function consent(one: Outline, tell: (step: StepView) => void, rest: (ms: number) => Promise<unknown>, runner: Runner) {
  const parts = (one.parts ?? []).map((part) => ({ ...part }));
  const sum = () => parts.reduce((total, part) => total + part.done, 0);
  const all = parts.reduce((total, part) => total + part.of, 0);
  for (const [index, part] of parts.entries()) {
    part.state = 'running';
    part.done = Math.floor(part.of / 2);
    tell({
      ...queued(one),
      state: 'running',
      detail: `${sum()} of ${all} permissions`,
      took_ms: 1100,
      calls: sum(),
      changes: sum(),
      parts: parts.map((p) => ({ ...p })),
    });
    await rest(runner.pace);
    if (index === Math.min(1, parts.length - 1)) {
      part.state = 'waiting';
      runner.record.push(callOf(one, index, 404));
      tell({
        ...queued(one),
        state: 'waiting',
        detail:
          'Waiting for Microsoft to replicate (8 s). A new service principal is often unknown for some seconds. Attempt 3 in 2 s, 10 at most.',
        took_ms: 8000,
        calls: sum() + 2,
        changes: sum(),
        parts: parts.map((p) => ({ ...p })),
      });
      await rest(runner.pace * 3);
      if (runner.failAt === one.id) return;
    }
    part.state = 'done';
    part.done = part.of;
  }
}

const PATHS: Record<string, readonly [method: string, path: string, what: string]> = {
  sign_in: ['GET', '/v1.0/organization', 'Read the organization'],
  check: ['GET', '/v1.0/servicePrincipals(appId=…)', 'Read live role ids'],
  application: ['POST', '/v1.0/applications', 'Created the application “Bartizan for Contoso”'],
  principal: ['POST', '/v1.0/servicePrincipals', 'Created its service principal'],
  certificate: ['PATCH', '/v1.0/applications/{id}', `Registered the certificate ${THUMBPRINT.slice(0, 8)} …`],
  secret: ['POST', '/v1.0/applications/{id}/addPassword', 'Made the client secret'],
  consent: ['POST', '/v1.0/servicePrincipals/{id}/appRoleAssignedTo', 'Granted a permission'],
  tokens: ['POST', '/oauth2/v2.0/token', 'Got a token as the app'],
};

export function callOf(one: Outline, call: number, status: number): CallView {
  const [method, path, what] = PATHS[one.id] ?? ['GET', '/v1.0/roleManagement/directory/roleAssignments', one.title];
  const hex = (one.took * 7919 + call * 104_729).toString(16).padStart(8, '0').slice(-8);
  return {
    at: Date.now(),
    what: status === 404 ? 'The service principal is not known yet; asked again in 2 s' : what,
    method,
    path,
    status: status === 200 && method === 'POST' ? 201 : status,
    took_ms: Math.max(40, Math.round(one.took / (one.calls || 1))) % 420,
    request_id: `${hex}-8b3e-4a95-b0d1-5e2c94f7a836`,
    made_as: one.id === 'tokens' ? 'Bartizan for Contoso' : ADMIN,
  };
}
