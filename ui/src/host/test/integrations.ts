// One invented integration with its measurements, and the problems it may have.
import type { IntegrationHealth, ProblemView, RemedyView } from '../../contract.gen';
import { random } from './alerts';

type Shape = 'quiet' | 'day' | 'even' | 'bursts' | 'none';
type Change = Partial<Omit<IntegrationHealth, 'items'>> & { shape?: Shape; items: number };

const DAY = 86_400_000;

export function integration(
  id: string,
  title: string,
  subtitle: string,
  now: number,
  { shape = 'even', items, ...change }: Change,
): IntegrationHealth {
  const hours = hoursOf(shape, items, id.length);
  return {
    id,
    title,
    subtitle,
    vendor: null,
    state: 'working',
    data_up_to: now - 66_000,
    lag_seconds: 36,
    last_success: now - 38_000,
    next_poll: now + 22_000,
    polling: false,
    every_seconds: 60,
    hours,
    items_24h: items,
    items: items * 40,
    credential: { kind: 'certificate', days_left: 265, expires: now + 265 * DAY },
    problem: null,
    coverage: { from: now - 100 * DAY, up_to: now - 66_000, missing_since: null, paused_since: null },
    quota: { title: 'Graph security', used: 2, limit: 150, highest_today: 12, waits_today: 0 },
    ...change,
  };
}

function hoursOf(shape: Shape, items: number, seed: number): number[] {
  const next = random(seed);
  const weights = Array.from({ length: 24 }, (_, hour) => {
    if (shape === 'none') return 0;
    if (shape === 'quiet') return hour === 0 ? 6 : hour > 16 ? 0.2 : 1 + next() * 2;
    if (shape === 'day') return 1 + 7 * Math.abs(Math.cos((hour / 23) * Math.PI)) ** 3 + next();
    if (shape === 'bursts') return next() > 0.75 ? 6 * next() + 2 : next();
    return 3 + 2 * next();
  });
  const sum = weights.reduce((a, b) => a + b, 0) || 1;
  return weights.map((weight) => Math.round((weight / sum) * items));
}

export const remedy = (action: RemedyView['action'], label: string, how: string, command: string | null = null): RemedyView => ({
  action,
  label,
  how,
  command,
});
const AGAIN = remedy('try_again', 'Try again', 'Run it again.', 'bartizan collect --once');
const EDIT = remedy(
  'edit_connection',
  'Enter ids and secret again',
  'Go to Set up and enter the tenant, the Application (client) ID and the secret’s Value.',
);

export const PROBLEMS = {
  consent: {
    code: 'wire.permission_missing',
    title: 'Microsoft refused access',
    message: 'Microsoft Cloud App Security answered 403 for GET /api/v1/alerts/; the token has no role investigation.read.',
    remedies: [
      AGAIN,
      remedy('by_hand', 'Show how', 'In App registrations, open the app, API permissions, and choose Grant admin consent.'),
    ],
    retry: 'never',
    evidence: [
      { label: 'Status', value: '403 Forbidden' },
      { label: 'Request id', value: '4f7c1a90-83d2-4be6-b5e1-0d96c27fa843' },
      { label: 'Correlation id', value: '6b20d8f4-c73e-4195-a8f1-3e97b05d42ca' },
      { label: 'Endpoint', value: 'contoso.eu2.portal.cloudappsecurity.com/api/v1/alerts/' },
    ],
  },
  expiring: {
    code: 'credential.secret_expires_soon',
    title: 'Client secret expires in 12 days',
    message: 'The secret of “Bartizan GCC” ends on Thu 3 Dec 2026, 09:14. Collection stops then.',
    remedies: [EDIT, remedy('by_hand', 'Show how', 'In Certificates & secrets, make a new client secret and copy its Value.')],
    retry: 'never',
    evidence: [{ label: 'Secret ID', value: '0b7b1f4e-5d1c-44be-9c56-2a6b1f0f2a11' }],
  },
  unreachable: {
    code: 'wire.unreachable',
    title: 'Microsoft cannot be reached',
    message: 'No connection to graph.microsoft.com: the name cannot be resolved.',
    remedies: [
      AGAIN,
      remedy(
        'by_hand',
        'Show how',
        'Open the host in a browser on this machine; where that fails too, the network or its proxy is the cause.',
      ),
    ],
    retry: 'next_poll',
    evidence: [{ label: 'Host', value: 'graph.microsoft.com' }],
  },
  locked: {
    code: 'keyring.locked',
    title: 'The keyring is locked',
    message: 'The keyring “Login” is there, but locked, and was not unlocked.',
    remedies: [AGAIN, remedy('by_hand', 'Show how', 'Unlock the keyring, then try again.')],
    retry: 'never',
    evidence: [{ label: 'Keyring', value: 'Login' }],
  },
  secret: {
    code: 'credential.secret_wrong',
    title: 'Client secret is wrong',
    message: 'Microsoft knows the app b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358, but not this secret.',
    remedies: [
      EDIT,
      remedy(
        'by_hand',
        'Show how',
        'In Certificates & secrets, make a new client secret and copy its Value at once; it is shown only then.',
      ),
    ],
    retry: 'never',
    evidence: [
      { label: 'Microsoft code', value: 'AADSTS7000215' },
      { label: 'Trace id', value: '91d0f7a2-e358-4c1b-9f64-77c0a35b2e00' },
    ],
  },
} satisfies Record<string, ProblemView>;
