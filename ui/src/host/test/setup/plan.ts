// Merges what was chosen into one plan, as the program does: each permission once, with every reason and everybody who needs it.
import type {
  Chosen,
  ComparedApp,
  Found,
  PlanApi,
  PlanPermission,
  PlanRole,
  PlanView,
  PlannedCallView,
} from '../../../contract.gen';
import { DROPZONE } from './dropzone';
import type { ApiKey, Offered } from './offered';
import { OWN } from './own';
import { VENDORS } from './vendors';

export const OFFERED: ReadonlyArray<Offered> = [...OWN, ...VENDORS, ...DROPZONE];

const APIS: Record<ApiKey, { name: string; host: string; listed_under: string; short: string }> = {
  graph: { name: 'Microsoft Graph', host: 'graph.microsoft.com', listed_under: 'Microsoft APIs', short: 'graph' },
  defender: {
    name: 'WindowsDefenderATP',
    host: 'api.securitycenter.microsoft.com',
    listed_under: 'APIs my organization uses',
    short: 'defender',
  },
  exchange: {
    name: 'Office 365 Exchange Online',
    host: 'outlook.office365.com',
    listed_under: 'APIs my organization uses',
    short: 'exchange',
  },
  cloud_apps: {
    name: 'Microsoft Cloud App Security',
    host: 'contoso.eu2.portal.cloudappsecurity.com',
    listed_under: 'APIs my organization uses',
    short: 'cloud_apps',
  },
  management: {
    name: 'Office 365 Management APIs',
    host: 'manage.office.com',
    listed_under: 'Microsoft APIs',
    short: 'management',
  },
};

export const shortOf = (api: PlanApi) => Object.values(APIS).find((one) => one.name === api.name)?.short ?? api.name;

const WRITES = /ReadWrite|\.Manage|LiveResponse|RevokeSessions|EnableDisable/;
export const SURPLUS = 'Directory.ReadWrite.All';
/** What an app that exists has of the plan. */
const PRESENT = new Set(['SecurityAlert.Read.All', 'SecurityIncident.Read.All', 'User.Read', 'Alert.Read.All']);

export const chosenOf = (choices: ReadonlyArray<Chosen>) =>
  choices.flatMap((choice) => OFFERED.filter((one) => one.id === choice.integration).map((one) => ({ one, choice })));

export function makePlan(
  choices: ReadonlyArray<Chosen>,
  appName: string,
  compared: { name: string; id: string } | null,
): PlanView {
  const chosen = chosenOf(choices).filter(({ one }) => !one.vendor_registers);
  let merged = 0;
  const apis = new Map<ApiKey, PlanPermission[]>();
  const roles: PlanRole[] = [];
  for (const { one, choice } of chosen) {
    for (const [api, value, why, feature, kind] of one.needs) {
      if (feature && !choice.features.includes(feature)) continue;
      merged += 1;
      const by = {
        integration: one.id,
        title: one.title,
        feature: one.features.find((known) => known.id === feature)?.title ?? null,
      };
      const list = apis.get(api) ?? [];
      apis.set(api, list);
      const known = list.find((permission) => permission.value === value);
      if (known) known.needed_by.push(by);
      else
        list.push({
          value,
          kind: kind ? 'Delegated' : 'Application',
          why,
          writes: WRITES.test(value),
          needed_by: [by],
          found: foundOf(value, compared !== null),
        });
    }
    for (const [name, why] of one.roles ?? []) {
      merged += 1;
      const by = { integration: one.id, title: one.title, feature: null };
      const known = roles.find((role) => role.name === name);
      if (known) known.needed_by.push(by);
      else roles.push({ name, why, needed_by: [by], found: compared ? 'missing' : null });
    }
  }
  const needed = [...apis.values()].flat();
  if (compared) {
    apis.get('graph')?.push({ value: SURPLUS, kind: 'Application', why: '', writes: true, needed_by: [], found: 'surplus' });
  }
  const rows: PlanApi[] = [...apis].map(([key, permissions]) => {
    const { name, host, listed_under } = APIS[key];
    return { name, host, listed_under, permissions };
  });
  const secret = chosen.filter(({ one }) => one.credentials.every((credential) => credential.kind === 'secret'));
  const certificate = chosen.filter(({ one }) => one.credentials.some((credential) => credential.kind === 'certificate'));
  const count = (all: ReadonlyArray<{ found: Found | null }>, found: Found) => all.filter((row) => row.found === found).length;
  const lines = [...needed, ...roles];
  const app: ComparedApp | null = compared && {
    name: compared.name,
    client_id: compared.id,
    present: count(lines, 'present'),
    missing: count(lines, 'missing'),
    surplus: 1,
  };
  return {
    verdict: verdict(needed.length, roles.length, chosen.length),
    merged_from: merged,
    app_name: appName,
    apis: rows,
    roles,
    credentials: [
      ...(certificate.length > 0
        ? [{ kind: 'certificate' as const, serves: certificate.map(({ one }) => one.title), rule: 'Made here, RSA, self-signed' }]
        : []),
      ...(secret.length > 0
        ? [{ kind: 'secret' as const, serves: secret.map(({ one }) => one.title), rule: 'Its Value, not its Secret ID' }]
        : []),
    ],
    credential_note:
      certificate.length > 0 && secret.length > 0
        ? `${secret.map(({ one }) => one.title).join(', ')} take only a client secret; everything else signs in with the certificate, which is the safer of the two.`
        : null,
    prerequisites: prerequisites(chosen.map(({ one }) => one)),
    warnings: chosen
      .filter(({ one }) => one.acts)
      .map(({ one }) => `${one.title} acts in the tenant: whoever holds its credential can do what its permissions allow.`),
    who_may: 'Granting these takes Privileged Role Administrator or Global Administrator.',
    calls: calls(rows, roles, certificate.length > 0, secret.length > 0),
    compared: app,
  };
}

function verdict(permissions: number, roles: number, integrations: number): string {
  if (permissions + roles === 0) return 'Nothing is registered here';
  const many = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const what = [many(permissions, 'permission'), roles > 0 ? many(roles, 'role') : ''].filter(Boolean).join(' and ');
  return `${what} serve${integrations === 1 ? ' the integration' : ` all ${integrations} integrations`}`;
}

const foundOf = (value: string, compared: boolean): Found | null =>
  compared ? (PRESENT.has(value) ? 'present' : 'missing') : null;

function prerequisites(chosen: ReadonlyArray<Offered>): PlanView['prerequisites'] {
  const all = new Map<string, PlanView['prerequisites'][number]>();
  for (const one of chosen) {
    for (const need of one.prerequisites ?? []) {
      const known = all.get(need.title);
      if (known) known.needed_by.push(one.title);
      else all.set(need.title, { ...need, needed_by: [one.title] });
    }
  }
  return [...all.values()];
}

function calls(
  apis: ReadonlyArray<PlanApi>,
  roles: ReadonlyArray<PlanRole>,
  certificate: boolean,
  secret: boolean,
): PlannedCallView[] {
  if (apis.length + roles.length === 0) return [];
  const rows: Array<readonly [method: string, path: string, what: string, changes?: boolean]> = [
    ['GET', '/v1.0/organization', 'read the organization'],
    ['GET', '/v1.0/policies/defaultAppManagementPolicy', 'read what policies forbid'],
    ...apis.map(
      (api) =>
        [
          'GET',
          `/v1.0/servicePrincipals?$filter=displayName eq '${api.name}'&$select=id,appId,appRoles`,
          'read the live role ids',
        ] as const,
    ),
    ['POST', '/v1.0/applications', 'create the application', true],
    ['POST', '/v1.0/servicePrincipals', 'create its service principal', true],
    ...(certificate ? [['PATCH', '/v1.0/applications/{application}', 'register the certificate', true] as const] : []),
    ...(secret ? [['POST', '/v1.0/applications/{application}/addPassword', 'make the client secret', true] as const] : []),
    ['PATCH', '/v1.0/applications/{application}', 'list the permissions in requiredResourceAccess', true],
    ...apis.flatMap((api) =>
      api.permissions
        .filter((permission) => permission.needed_by.length > 0 && permission.kind === 'Application')
        .map(
          (permission) =>
            ['POST', '/v1.0/servicePrincipals/{principal}/appRoleAssignedTo', `grant ${permission.value}`, true] as const,
        ),
    ),
    ...roles.map((role) => ['POST', '/v1.0/roleManagement/directory/roleAssignments', `assign ${role.name}`, true] as const),
  ];
  return rows.map(([method, path, what, changes], index) => ({
    number: index + 1,
    method,
    path,
    what,
    changes: changes === true,
  }));
}
