// The checklist of the portal, and what the checks find: first a permission that was chosen as Delegated, then everything right.
import type { PlanView, PortalRow, PortalStepView, PortalView, ProblemView, SetupView } from '../../../contract.gen';
import { remedy } from '../integrations';
import { shortOf } from './plan';
import { THUMBPRINT } from './run';

export type PortalMemory = { looks: Map<string, number>; reader: string | null };

export const DELEGATED = (value: string): ProblemView => ({
  code: 'setup.delegated_instead',
  title: 'Delegated was chosen; Application is needed',
  message: `${value} is on the app, but as a delegated permission. It works only while a person is signed in; Bartizan and the vendors run without one.`,
  remedies: [
    remedy(
      'by_hand',
      'Show how',
      'In API permissions, open ... in the row of the delegated permission and choose Remove permission, then Add a permission, the API, Application permissions, and tick the permission of the same name.',
    ),
    remedy('try_again', 'Try again', 'Do the same again.'),
  ],
  retry: 'now',
  evidence: [{ label: 'Permission', value }],
});

export function portalOf(view: SetupView, plan: PlanView, memory: PortalMemory): PortalView {
  const app = plan.app_name;
  const looked = (id: string) => memory.looks.get(id) ?? 0;
  const step = (one: Partial<PortalStepView> & Pick<PortalStepView, 'id' | 'title' | 'short' | 'place'>): PortalStepView => ({
    note: '',
    state: 'open',
    link: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps',
    lines: [],
    values: [],
    rows: [],
    wants: [],
    problem: null,
    checked: looked(one.id) > 0 ? Date.now() : null,
    unsure: null,
    ...one,
  });
  const known = view.app !== null;
  const certificate = plan.credentials.some((one) => one.kind === 'certificate');
  const secret = plan.credentials.some((one) => one.kind === 'secret');
  const steps: PortalStepView[] = [
    step({
      id: 'registration',
      title: 'Register the app',
      short: 'New registration',
      place: 'entra.microsoft.com, App registrations, New registration',
      state: known ? 'right' : 'open',
      note: known ? 'there' : '',
      lines: [
        `Choose [[New registration]] and enter ${app} as [[Name]].`,
        'Choose [[Accounts in this organizational directory only]] and leave [[Redirect URI (optional)]] as it is.',
        'Choose [[Register]].',
      ],
      values: [{ label: 'Name', value: app }],
    }),
    step({
      id: 'ids',
      title: 'Copy the Application (client) ID',
      short: 'Application (client) ID',
      place: `entra.microsoft.com, App registrations, ${app}, Overview`,
      state: known ? 'right' : 'open',
      note: known ? 'recognised' : '',
      lines: ['Open [[Overview]] and copy [[Application (client) ID]].'],
      wants: ['client_id'],
    }),
    ...(certificate
      ? [
          step({
            id: 'upload_certificate',
            title: 'Upload the certificate',
            short: 'Upload certificate',
            place: `entra.microsoft.com, App registrations, ${app}, Certificates & secrets`,
            state: looked('upload_certificate') > 0 ? 'right' : 'open',
            note: looked('upload_certificate') > 0 ? 'thumbprint matches' : '',
            lines: [
              'Open [[Certificates]], choose [[Upload certificate]] and the file of the certificate.',
              'Choose [[Add]] and compare [[Thumbprint]].',
            ],
            values: [{ label: 'Thumbprint', value: THUMBPRINT }],
          }),
        ]
      : []),
    ...(secret
      ? [
          step({
            id: 'secret',
            title: 'Make a client secret',
            short: 'Client secret',
            place: `entra.microsoft.com, App registrations, ${app}, Certificates & secrets`,
            state: view.app?.has_secret ? 'right' : 'open',
            note: view.app?.has_secret ? 'kept in the keyring' : '',
            lines: [
              'Open [[Client secrets]], choose [[New client secret]], then [[Add]].',
              'Copy the column [[Value]] at once; it is shown only now.',
            ],
            wants: ['secret'],
          }),
        ]
      : []),
    ...plan.apis.map((api) => apiStep(api, app, known ? looked(`api/${shortOf(api)}`) : 0, step)),
    step({
      id: 'consent',
      title: 'Grant admin consent',
      short: `Grant admin consent for ${view.tenant?.name ?? 'the tenant'}`,
      place: `entra.microsoft.com, App registrations, ${app}, API permissions`,
      state: looked('consent') === 0 ? 'open' : memory.reader ? 'right' : 'unsure',
      note: looked('consent') > 0 && !memory.reader ? 'cannot be told yet' : '',
      lines: [`Choose [[Grant admin consent for ${view.tenant?.name ?? 'the tenant'}]], then [[Yes]].`],
      unsure:
        looked('consent') > 0 && !memory.reader
          ? 'The token has no role of Office 365 Exchange Online. Consent may be missing, or the permission; only an administrator’s read-only sign-in can tell which.'
          : null,
    }),
    ...plan.roles.map((role) =>
      step({
        id: `role/${role.name}`,
        title: `Assign ${role.name}`,
        short: role.name,
        place: 'entra.microsoft.com, Roles and administrators',
        state: looked(`role/${role.name}`) > 0 ? 'right' : 'open',
        note: looked(`role/${role.name}`) > 0 ? 'assigned' : 'Roles and administrators',
        lines: [
          `Open [[Roles and administrators]], search for [[${role.name}]] and open it.`,
          `Choose [[Add assignments]], search for ${view.app?.client_id ?? 'the whole client ID'}, and add it.`,
        ],
        values: view.app ? [{ label: 'Application (client) ID', value: view.app.client_id }] : [],
      }),
    ),
  ];
  return { steps, reader: memory.reader };
}

function apiStep(
  api: PlanView['apis'][number],
  app: string,
  looks: number,
  step: (one: Partial<PortalStepView> & Pick<PortalStepView, 'id' | 'title' | 'short' | 'place'>) => PortalStepView,
): PortalStepView {
  const needed = api.permissions.filter((permission) => permission.needed_by.length > 0);
  // The first look at Graph finds what people do wrong most often.
  const wrong = api.name === 'Microsoft Graph' && looks === 1 ? needed.find((one) => one.kind === 'Application') : undefined;
  const rows = needed.map((permission): PortalRow => ({
    name: permission.value,
    needed: permission.kind,
    found_as: looks === 0 ? '' : permission === wrong ? 'Delegated' : permission.kind,
    found: looks === 0 ? 'unknown' : permission === wrong ? 'missing' : 'present',
  }));
  const many = `${needed.length} permission${needed.length === 1 ? '' : 's'}`;
  return step({
    id: `api/${shortOf(api)}`,
    title: `Add ${many} of ${api.name}`,
    short: api.name,
    place: `entra.microsoft.com, App registrations, ${app}, API permissions`,
    state: looks === 0 ? 'open' : wrong ? 'wrong' : 'right',
    note: looks === 0 ? many : `${needed.length - (wrong ? 1 : 0)} of ${needed.length} right`,
    lines: wrong
      ? [
          `In the row [[${wrong.value}]] [[Delegated]], open [[…]] and choose [[Remove permission]], then [[Yes, remove]].`,
          `Choose [[Add a permission]], [[${api.name}]], [[Application permissions]].`,
          `Paste ${wrong.value} into [[Select permissions]], tick it, choose [[Add permissions]].`,
        ]
      : [
          `Choose [[Add a permission]], [[${api.listed_under}]], [[${api.name}]].`,
          'Choose [[Application permissions]], not [[Delegated permissions]].',
          `Under [[Select permissions]], search for each of these and tick it: ${needed.map((one) => one.value).join(', ')}.`,
          'Choose [[Add permissions]].',
        ],
    values: needed.map((one) => ({ label: one.value, value: one.value })),
    rows,
    problem: wrong ? DELEGATED(wrong.value) : null,
  });
}
