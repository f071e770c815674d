// The steps of connecting as the program streams them, slow enough to be looked at.
import type { Connected, StepView } from '../../contract.gen';
import { PROBLEMS } from './integrations';

const STEPS: ReadonlyArray<readonly [id: string, title: string, detail: string, took: number]> = [
  ['tenant.find', 'Find the tenant', 'contoso.onmicrosoft.com is Commercial, f0932b6a-d71c-4e88-8c24-6a7db5103ef9', 92],
  ['token.get', 'Get a token', 'Issued for Microsoft Graph, expires in 60 min', 141],
  ['permissions.compare', 'Compare the permissions', 'SecurityAlert.Read.All is in the token', 3],
  ['alerts.first', 'Read the first page of alerts', '64 alerts, newest 14:31:02', 1204],
  ['credential.keep', 'Keep the secret in the keyring', 'Secret Service (GNOME Keyring)', 18],
  ['collection.start', 'Start collecting', 'every 60 s', 6],
];

export async function connectSteps(
  tenant: string,
  onStep: ((step: StepView) => void) | undefined,
  pace: number,
  failing: 'secret' | null = null,
): Promise<Connected> {
  const steps: StepView[] = STEPS.map(([id, title]) => ({
    id,
    title,
    state: 'queued',
    detail: '',
    took_ms: 0,
    calls: 0,
    problem: null,
  }));
  for (const step of steps) onStep?.({ ...step });
  for (const [index, [id, title, detail, took]] of STEPS.entries()) {
    onStep?.({
      id,
      title,
      state: index === 3 ? 'waiting' : 'running',
      detail: index === 3 ? 'Waiting for the first page, attempt 1 of 5' : '',
      took_ms: took / 2,
      calls: 0,
      problem: null,
    });
    await new Promise((resolve) => setTimeout(resolve, pace));
    if (failing && id === 'token.get') {
      onStep?.({ id, title, state: 'failed', detail: 'Refused', took_ms: took, calls: 1, problem: PROBLEMS.secret });
      throw PROBLEMS.secret;
    }
    const done: StepView = { id, title, state: 'done', detail, took_ms: took, calls: index < 4 ? 1 : 0, problem: null };
    steps[index] = done;
    onStep?.({ ...done });
  }
  return { tenant: 't3', tenant_name: tenant, integration: 'sim-xdr', credential: 'secret', expires: null, alerts: 64, steps };
}
