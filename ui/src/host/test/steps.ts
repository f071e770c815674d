// The steps of practising as the program streams them, slow enough to be looked at.
import type { Connected, StepView } from '../../contract.gen';

const STEPS: ReadonlyArray<readonly [id: string, title: string, detail: string, took: number]> = [
  ['tenant.find', 'Find the tenant', 'contoso.onmicrosoft.com is Commercial, f0932b6a-d71c-4e88-8c24-6a7db5103ef9', 92],
  ['token.get', 'Get a token', 'Issued for Microsoft Graph, expires in 60 min', 141],
  ['permissions.compare', 'Compare the permissions', 'SecurityAlert.Read.All is in the token', 3],
  ['alerts.first', 'Read the first page of alerts', '64 alerts, newest 14:31:02', 1204],
  ['credential.keep', 'Keep the secret in the keyring', 'Secret Service (GNOME Keyring)', 18],
  ['collection.start', 'Start collecting', 'every 60 s', 6],
];

export async function practiseSteps(
  tenant: string,
  onStep: ((step: StepView) => void) | undefined,
  pace: number,
): Promise<Connected> {
  const steps = STEPS.map(([id, title]): StepView => ({
    id,
    title,
    state: 'queued',
    detail: '',
    took_ms: 0,
    calls: 0,
    changes: 0,
    parts: [],
    prompt: null,
    problem: null,
  }));
  for (const step of steps) onStep?.({ ...step });
  for (const [index, [, , detail, took]] of STEPS.entries()) {
    const step = steps[index];
    if (!step) continue;
    const waits = index === 3;
    onStep?.({
      ...step,
      state: waits ? 'waiting' : 'running',
      detail: waits ? 'Waiting for the first page. Attempt 1 of 5' : '',
      took_ms: took / 2,
    });
    await new Promise((resolve) => setTimeout(resolve, pace));
    Object.assign(step, { state: 'done', detail, took_ms: took, calls: index < 4 ? 1 : 0 });
    onStep?.({ ...step });
  }
  return { tenant: 't3', tenant_name: tenant, integration: 'sim-xdr', credential: 'secret', expires: null, alerts: 64, steps };
}
