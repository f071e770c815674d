// The invented credentials of the two tenants: one that ends soon and whose renewal waits for a vendor, its successor, secrets
// that were given, certificates that renew by themselves.
import type { CredentialRow, CredentialUser, CredentialUseView, RenewalStepName, RenewalView } from '../../../contract.gen';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Change = Partial<CredentialRow> & { days?: number | null; valid?: number };

export function credentialRow(id: string, now: number, { days = 265, valid = 365, ...change }: Change = {}): CredentialRow {
  const expires = days === null ? null : now + days * DAY + MINUTE;
  const kind = change.kind ?? 'certificate';
  const begins = (expires ?? now) - valid * DAY;
  return {
    id,
    name: 'Bartizan Contoso',
    kind,
    origin: 'made',
    state: 'in_use',
    added: begins,
    expires,
    days_left: days === null ? null : Math.floor(days),
    certificate: kind === 'certificate' ? certificate(`CN=${change.name ?? 'Bartizan Contoso'}`, id, begins) : null,
    registration: null,
    used_by: [],
    automatic: false,
    days_before: 30,
    renews: null,
    renewal: null,
    ...change,
  };
}

function certificate(subject: string, seed: string, begins: number): NonNullable<CredentialRow['certificate']> {
  let state = [...seed].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 2147483647, 7);
  // Names that differ in their last letter only would begin alike.
  for (let turn = 0; turn < 9; turn += 1) state = (state * 48271 + turn) % 2147483647;
  const hex = (length: number) =>
    Array.from({ length }, () => {
      state = (state * 48271) % 2147483647;
      return (state % 16).toString(16);
    }).join('');
  return { subject, key: 'RSA 2048', hash: 'SHA-256', begins, sha1: hex(40), sha256: hex(64) };
}

const app = (tenant: string, tenant_name: string, name: string, client_id: string, checked: number | null) => ({
  tenant,
  tenant_name,
  app: name,
  client_id,
  object_id: '3b1f62c8-0d8e-4f53-9a1c-5e7b20d946aa',
  checked,
});

const user = (integration: string, catalog: string, title: string, outside = false): CredentialUser => ({
  integration,
  catalog,
  title,
  outside,
});

export const TAEGIS = user('f-taegis', 'taegis-o365', 'Taegis Office 365 audit log', true);
const DETECT = user('c-prelude', 'prelude-defender', 'Prelude Defender', true);
const DROPZONE = user('c-dropzone', 'dropzone', 'Dropzone', true);

const STEPS: ReadonlyArray<[RenewalStepName, string, string]> = [
  ['make', 'Make', 'RSA 2048'],
  ['register', 'Register beside', 'addKey'],
  ['prove', 'Prove', 'token'],
  ['hand_over', 'Hand over', 'Waits for a person'],
  ['switch', 'Switch', ''],
  ['remove_old', 'Remove old', ''],
];

/** A renewal that has come to that step. */
export function renewalAt(step: RenewalStepName, old: string, fresh: string, begun: number, waits: CredentialUser[]): RenewalView {
  const at = step === 'done' ? STEPS.length : STEPS.findIndex(([name]) => name === step);
  return {
    old,
    new: fresh,
    begun,
    by_itself: true,
    step,
    steps: STEPS.map(([name, title, detail], index) => ({
      step: name,
      title,
      done: index < at ? begun + index * MINUTE : null,
      detail: index < at ? detail.replace('Waits for a person', 'by a person') : index === at ? detail : '',
    })),
    waits_for: waits,
    remove_after: step === 'remove_old' ? begun + 7 * DAY : null,
    goes_on: step !== 'done' && step !== 'undone',
    problem: null,
  };
}

export function credentialRows(now: number): CredentialRow[] {
  const contoso = (checked: number | null) =>
    app('t1', 'Contoso', 'Bartizan for Contoso', 'b7e4d2c9-5a10-4f3e-8c6b-91d0f7a2e358', checked);
  const gcc = app('t2', 'Fabrikam Federal', 'Bartizan GCC', '71e0b5a8-d2f4-4936-8c1b-05da97e3f6c2', now - 6 * MINUTE);
  const renewal = renewalAt('hand_over', 'cred-gcc-2025', 'cred-gcc-2026', now - 2 * DAY, [TAEGIS]);
  return [
    credentialRow('cred-gcc-2025', now, {
      name: 'Bartizan GCC audit 2025',
      days: 12,
      origin: 'imported',
      registration: gcc,
      used_by: [user('f-audit', 'office-365-audit', 'Office 365 audit log'), TAEGIS],
      automatic: true,
      renewal,
    }),
    credentialRow('cred-prelude', now, {
      name: 'Prelude Defender',
      kind: 'secret',
      origin: 'given',
      days: 84,
      valid: 180,
      registration: contoso(null),
      used_by: [DETECT],
    }),
    credentialRow('cred-contoso', now, {
      days: 265,
      registration: contoso(now - 2 * MINUTE),
      used_by: [
        user('c-xdr', 'defender-xdr', 'Defender XDR alerts'),
        user('c-mde', 'defender-endpoint', 'Defender for Endpoint'),
      ],
      automatic: true,
      renews: now + 235 * DAY,
    }),
    credentialRow('cred-dropzone', now, {
      name: 'Dropzone',
      kind: 'secret',
      origin: 'given',
      days: 265,
      registration: contoso(null),
      used_by: [DROPZONE],
    }),
    credentialRow('cred-gcc-2026', now, {
      name: 'Bartizan GCC audit 2026',
      days: 363,
      registration: gcc,
      state: 'waits_for_switch',
      renewal,
    }),
    credentialRow('cred-gcc-2024', now, { name: 'Bartizan GCC audit 2024', days: -353, origin: 'imported', state: 'retired' }),
  ];
}

export function credentialUses(now: number): CredentialUseView[] {
  return [
    {
      at: now - 2 * MINUTE,
      credential: 'cred-contoso',
      name: 'Bartizan Contoso',
      what: 'token for Microsoft Graph, PS256',
      problem: '',
    },
    {
      at: now - 6 * MINUTE,
      credential: 'cred-gcc-2025',
      name: 'Bartizan GCC audit 2025',
      what: 'token for Office 365 Management APIs, PS256',
      problem: '',
    },
    {
      at: now - 3 * HOUR,
      credential: 'cred-contoso',
      name: 'Bartizan Contoso',
      what: 'token for WindowsDefenderATP, PS256',
      problem: 'wire.unreachable',
    },
    {
      at: now - 2 * DAY,
      credential: 'cred-gcc-2026',
      name: 'Bartizan GCC audit 2026',
      what: 'canary token for Office 365 Management APIs',
      problem: '',
    },
  ];
}
