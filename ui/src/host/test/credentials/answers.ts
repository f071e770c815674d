// Plays the commands around credentials over rows in memory.
import type { CredentialRow, CredentialsView, HandOutField, HandOutView, StepView, View } from '../../../contract.gen';
import type { CommandName, RequestOf, ResponseOf } from '../../host';
import { remedy } from '../integrations';
import { credentialRow, credentialRows, credentialUses, renewalAt } from './rows';

export type CredentialCommand = Extract<CommandName, 'credentials' | `credential${string}` | 'recovery_code_show'>;
type Answers = {
  [K in CredentialCommand]: (request: RequestOf<K>, onStep?: (step: StepView) => void) => ResponseOf<K> | Promise<ResponseOf<K>>;
};
type Shell = { pace: () => number; stale: (views: ReadonlyArray<View>) => void; place: string };

const FOLDER = '/home/ann/Downloads';
const IN_USE = {
  code: 'credential.in_use',
  title: 'The credential is in use',
  message: 'Integrations sign in with it. Renew it or detach them first.',
  remedies: [remedy('by_hand', 'Show how', 'Renew it, or detach the integrations that use it.')],
  retry: 'never',
  evidence: [],
};

const UNDER_WAY = {
  ...IN_USE,
  code: 'renewal.under_way',
  title: 'A renewal is under way',
  message: 'Finish its renewal, or take it back, first.',
};

export function credentialAnswers(world: string, { pace, stale, place }: Shell): Answers {
  const now = Date.now();
  const none = ['first', 'practise', 'locked', 'calm'].includes(world) || world.startsWith('setup');
  let rows = none ? [] : credentialRows(now);
  const uses = none ? [] : credentialUses(now);
  let recovery: number | null = none ? null : now - 86_400_000;
  const find = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new Error(`the test host has no credential ${id}`);
    return row;
  };
  const changed = () => stale(['credentials']);
  const change = (id: string, some: Partial<CredentialRow>) => {
    rows = rows.map((row) => (row.id === id ? { ...row, ...some } : row));
    changed();
    return find(id);
  };
  const saved = (...names: string[]) => ({ paths: names.map((name) => `${FOLDER}/${name}`) });
  const step = async (id: string, title: string, onStep?: (step: StepView) => void) => {
    const view = { id, title, detail: '', took_ms: 40, calls: 1, changes: 0, parts: [], prompt: null, problem: null };
    onStep?.({ ...view, state: 'running' });
    await new Promise((resolve) => setTimeout(resolve, pace()));
    onStep?.({ ...view, state: 'done' });
  };

  return {
    credentials: (): CredentialsView => {
      const live = rows.filter((row) => row.state !== 'retired');
      return {
        at: Date.now(),
        credentials: rows,
        ending: live.filter((row) => row.state === 'in_use' && (row.days_left ?? 99) < 30).length,
        certificates: live.filter((row) => row.kind === 'certificate').length,
        secrets: live.filter((row) => row.kind === 'secret').length,
        registrations: new Set(live.flatMap((row) => row.registration?.client_id ?? [])).size,
        uses,
        place,
        recovery_made: recovery,
      };
    },
    credential: ({ id }) => find(id),
    credential_make: ({ name, common_name, bits, days }) => {
      const row = credentialRow(`cred-made-${rows.length}`, Date.now(), { name, days, valid: days, state: 'ready' });
      if (row.certificate) Object.assign(row.certificate, { subject: `CN=${common_name ?? name}`, key: `RSA ${bits}` });
      rows = [...rows, row];
      changed();
      return row;
    },
    credential_import: ({ name }) => {
      const given = { name: name ?? 'fabrikam-audit', days: 200, origin: 'imported', state: 'ready' } as const;
      const row = credentialRow(`cred-imported-${rows.length}`, Date.now(), given);
      rows = [...rows, row];
      changed();
      return { credential: row, notes: ['The key was PKCS#1 and was converted to PKCS#8.'], known: false };
    },
    credential_export: ({ id, form }) => saved(`${find(id).name}.${form === 'der' ? 'cer' : 'pem'}`),
    credential_export_private: ({ id, form }) =>
      saved(`${find(id).name}.${{ key: 'key.pem', combined: 'both.pem', pfx: 'pfx' }[form]}`),
    credential_renew: async ({ id, finish }, onStep) => {
      const row = find(id);
      if (finish && row.renewal) {
        await step('remove_old', 'Remove old', onStep);
        const done = renewalAt('done', row.renewal.old, row.renewal.new, row.renewal.begun, []);
        change(row.renewal.old, { state: 'retired', renewal: done });
        change(row.renewal.new, { renewal: done });
        return done;
      }
      await step('make', 'Make', onStep);
      await step('register', 'Register beside', onStep);
      await step('prove', 'Prove', onStep);
      const fresh = `${id}-new`;
      const outside = row.used_by.filter((user) => user.outside);
      const at = renewalAt(outside.length > 0 ? 'hand_over' : 'remove_old', id, fresh, Date.now(), outside);
      const next = { ...row, id: fresh, renewal: at, expires: Date.now() + 365 * 86_400_000, days_left: 365 };
      rows = [...rows, outside.length > 0 ? { ...next, state: 'waits_for_switch', used_by: [] } : next];
      change(id, outside.length > 0 ? { renewal: at } : { renewal: at, state: 'replaced', used_by: [] });
      return at;
    },
    credential_handed_over: async ({ id }, onStep) => {
      const { renewal, used_by } = find(id);
      if (!renewal) throw new Error('nothing waits for that');
      await step('switch', 'Switch', onStep);
      const at = renewalAt('remove_old', renewal.old, renewal.new, renewal.begun, []);
      const users = used_by.length > 0 ? used_by : find(renewal.old).used_by;
      change(renewal.old, { state: 'replaced', used_by: [], renewal: at });
      change(renewal.new, { state: 'in_use', used_by: users, renewal: at });
      return at;
    },
    credential_renewal_undo: ({ id }) => {
      const { renewal } = find(id);
      if (!renewal) throw new Error('nothing to take back');
      const undone = renewalAt('undone', renewal.old, renewal.new, renewal.begun, []);
      rows = rows.filter((row) => row.id !== renewal.new);
      change(renewal.old, { renewal: { ...undone, goes_on: false }, state: 'in_use' });
      return undone;
    },
    credential_rule: ({ id, automatic, days_before }) => change(id, { automatic, days_before }),
    credential_revoke: ({ id }) => {
      const row = find(id);
      if (row.used_by.length > 0) throw IN_USE;
      if (row.renewal?.goes_on) throw UNDER_WAY;
      rows = rows.filter((one) => one.id !== id);
      changed();
      return { name: row.name, off_the_app: row.registration !== null, left: null };
    },
    credential_calendar: () => saved('bartizan-credentials.ics'),
    credential_hand_out: ({ id, integration }) => handOut(find(id), integration),
    credential_hand_out_save: () => saved('certificate.pem'),
    credential_hand_out_save_private: () => saved('certificate.pem', 'key.pem'),
    credential_secret_copy: () => ({}),
    recovery_code_show: () => {
      recovery = Date.now();
      changed();
      return {};
    },
  };
}

function handOut(row: CredentialRow, integration: string): HandOutView {
  const field = (label: string, kind: HandOutField['kind'], value: string, bytes: number | null = null, hint = '') => ({
    label,
    kind,
    value,
    bytes,
    hint,
  });
  const client = row.registration?.client_id ?? '';
  const taegis = integration.startsWith('taegis');
  return {
    integration,
    title: taegis ? 'Taegis Office 365 audit log' : 'Prelude Defender',
    place: taegis ? 'Integrations, Cloud APIs, Office 365 Government Community Cloud (GCC)' : 'Prelude Dashboard',
    link: taegis ? 'https://docs.taegis.secureworks.com' : null,
    credential: row.id,
    credential_name: row.name,
    fields: taegis
      ? [
          field('Name', 'text', row.registration?.app ?? ''),
          field('Tenant ID', 'text', '2c94f1d7-6b0e-4a83-9d5f-e7a1608b3c42'),
          field('Application Client ID', 'text', client),
          field('Certificate', 'file', 'certificate.pem', 1103),
          field('Private Key', 'private_file', 'key.pem'),
        ]
      : [
          field('Tenant ID', 'text', '0a4cf3de-91b7-4e02-8d5c-7f16a2b8e390'),
          field('APP ID', 'text', client),
          field('App Secret', 'private_text', '', null, 'The Value, not the Secret ID.'),
          field('Label', 'by_person', ''),
        ],
    steps: taegis ? ['Choose [[Integrations]] and [[Cloud APIs]].', 'Upload both files and choose [[Save]].'] : [],
  };
}
