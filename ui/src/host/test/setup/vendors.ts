// Prelude and Taegis, as the catalog offers them.
import type { Offered } from './offered';

export const VENDORS: ReadonlyArray<Offered> = [
  {
    id: 'prelude-m365',
    vendor: 'Prelude',
    title: 'Prelude M365',
    subtitle: 'Microsoft 365, partner M365',
    purpose: 'Lets Prelude Detect look at the mail protection of Exchange Online.',
    clouds: ['commercial'],
    credentials: [{ kind: 'secret', rule: 'The Value of a client secret, not its Secret ID' }],
    features: [],
    needs: [['exchange', 'Exchange.ManageAsApp', 'Prelude signs in to Exchange Online as an app.']],
    roles: [['Security Reader', 'Prelude may read the settings and the quarantine of Exchange Online, and change nothing.']],
    form: {
      place: 'Prelude Dashboard',
      fields: [
        [
          'Base URL',
          'base_url',
          'An address of Defender for Endpoint, here too. Regional ones begin with api-us, api-eu, api-uk or api-au.',
        ],
        ['Tenant ID', 'tenant_id', ''],
        ['APP ID', 'client_id', ''],
        ['App Secret', 'secret_value', ''],
      ],
      steps: [
        'Open the menu of your user name in the upper right corner and choose [[Integrations]].',
        'Choose [[Connect]] at [[Microsoft 365]].',
        'Fill in [[Base URL]] with {base_url}, [[Tenant ID]] with {tenant_id}, [[APP ID]] with {client_id} and [[App Secret]] with {secret_value}, then connect.',
      ],
      command: 'prelude partner attach --api {base_url} --user {tenant_id} --secret {client_id}/{secret_value} M365',
    },
    notes: [
      {
        title: 'One app for all of Prelude',
        text: "Prelude's Microsoft integrations may share one app, with the permissions of all of them.",
        value: null,
        link: 'https://support.preludesecurity.com/docs/microsoft-all',
      },
      {
        title: 'Find the app by its whole id',
        text: 'When the role is assigned, the search finds an app by a part of its name, but by its id only when all of it is entered.',
        value: '{client_id}',
        link: null,
      },
    ],
  },
  {
    id: 'prelude-defender',
    vendor: 'Prelude',
    title: 'Prelude Defender',
    subtitle: 'Microsoft Defender, partner DEFENDER',
    purpose: 'Lets Prelude Detect test Microsoft Defender, read what it saw, and add detections and indicators.',
    clouds: ['commercial'],
    acts: true,
    credentials: [{ kind: 'secret', rule: 'The Value of a client secret, not its Secret ID' }],
    features: [],
    needs: [
      ['graph', 'User.Read', 'Sign in and read the own profile; a new registration often has it already.', '', 'delegated'],
      ['graph', 'ThreatHunting.Read.All', 'Run hunting queries over what Defender recorded.'],
      ['graph', 'CustomDetection.ReadWrite.All', 'Read, add and change custom detection rules.'],
      ['graph', 'DeviceManagementConfiguration.Read.All', 'Read how Intune configures devices.'],
      ['defender', 'Alert.Read.All', 'Read Defender for Endpoint alerts.'],
      ['defender', 'Machine.Read.All', 'Read which devices are onboarded.'],
      ['defender', 'Ti.ReadWrite.All', 'Add, change and delete indicators, also those of others.'],
    ],
    prerequisites: [
      {
        title: 'Microsoft Defender for Endpoint',
        how: 'The tenant needs the licence; without it there is no WindowsDefenderATP to add a permission of.',
        link: null,
      },
    ],
    form: {
      place: 'Prelude Dashboard',
      fields: [
        ['Base URL', 'base_url', 'Regional ones begin with api-us, api-eu, api-uk or api-au.'],
        ['Tenant ID', 'tenant_id', ''],
        ['APP ID', 'client_id', ''],
        ['App Secret', 'secret_value', ''],
      ],
      steps: [
        'Open the menu of your user name in the upper right corner and choose [[Integrations]].',
        'Choose [[Connect]] at [[Microsoft Defender]].',
        'Fill in [[Base URL]] with {base_url}, [[Tenant ID]] with {tenant_id}, [[APP ID]] with {client_id} and [[App Secret]] with {secret_value}, then connect.',
      ],
      command: 'prelude partner attach --api {base_url} --user {tenant_id} --secret {client_id}/{secret_value} DEFENDER',
    },
    notes: [
      {
        title: 'One app for all of Prelude',
        text: "Prelude's Microsoft integrations may share one app, with the permissions of all of them.",
        value: null,
        link: 'https://support.preludesecurity.com/docs/microsoft-all',
      },
    ],
  },
  {
    id: 'taegis-o365-commercial',
    vendor: 'Secureworks Taegis',
    title: 'Taegis Office 365',
    subtitle: 'Office 365 Management API, Commercial',
    purpose: 'Lets Taegis XDR receive the audit log of Office 365 and Entra ID.',
    clouds: ['commercial'],
    vendor_registers: true,
    credentials: [],
    features: [],
    needs: [
      ['management', 'ActivityFeed.Read', 'Read the audit log of Entra ID, Exchange, SharePoint and the other workloads.'],
      ['management', 'ActivityFeed.ReadDlp', 'Read DLP events with the sensitive details in them.'],
      ['management', 'ServiceHealth.Read', 'Read the service health of the tenant that is watched.'],
    ],
    prerequisites: [
      {
        title: 'Audit logging is on',
        how: 'Taegis receives nothing while auditing is off, and the guide says that it is off by default. Turning it on takes up to an hour.',
        link: 'https://learn.microsoft.com/purview/audit-log-enable-disable',
      },
    ],
    form: {
      place: 'Taegis XDR',
      fields: [['Name', 'name', 'A name that no other integration in XDR has.']],
      steps: [
        'Open [[Integrations]] and choose [[Cloud APIs]].',
        'Choose [[Add API Integration]] and the card [[Office 365/Azure]].',
        'In the section [[Office 365 Management API]], choose [[Authorize]].',
        'Pick an account that may grant permissions to the XDR application.',
        'Compare the permissions that are asked for with the list here, then choose [[Accept]].',
        'Enter a name for the integration and choose [[Done]].',
      ],
    },
    notes: [
      {
        title: 'Link Secureworks as a partner',
        text: 'Optional, and nothing depends on it: it tells Microsoft whom Secureworks serves. In the Azure portal, open [[Link to a partner ID]], enter the value under [[Microsoft Partner ID]] and choose [[Link a partner ID]]. The account needs a role that Microsoft counts for partner credit.',
        value: '4834104',
        link: 'https://learn.microsoft.com/azure/cost-management-billing/manage/link-partner-id',
      },
    ],
  },
  {
    id: 'taegis-o365-gcc',
    vendor: 'Secureworks Taegis',
    title: 'Taegis Office 365 GCC',
    subtitle: 'Office 365 Management API, GCC',
    purpose: 'Lets Taegis XDR receive the audit log of Office 365 and Entra ID from a GCC tenant.',
    clouds: ['gcc'],
    credentials: [
      {
        kind: 'certificate',
        rule: 'PEM as in RFC 7468 only, the key unencrypted; self-signed is accepted, a client secret is not',
      },
    ],
    features: [],
    needs: [
      ['management', 'ActivityFeed.Read', 'Read the audit log of Entra ID, Exchange, SharePoint and the other workloads.'],
      ['management', 'ActivityFeed.ReadDlp', 'Read DLP events with the sensitive details in them.'],
      ['management', 'ServiceHealth.Read', 'Read the service health of the tenant that is watched.'],
    ],
    prerequisites: [
      {
        title: 'Audit logging is on',
        how: 'Taegis receives nothing while auditing is off, and the guide says that it is off by default. Turning it on takes up to an hour.',
        link: 'https://learn.microsoft.com/purview/audit-log-enable-disable',
      },
    ],
    form: {
      place: 'Taegis XDR',
      fields: [
        ['Name', 'name', 'Any text.'],
        ['Tenant ID', 'tenant_id', ''],
        ['Application Client ID', 'client_id', ''],
        ['Certificate', 'certificate_pem', 'The same certificate that was uploaded to the app, in PEM.'],
        ['Private key', 'key_pem', "The certificate's own key, in PEM and unencrypted."],
      ],
      steps: [
        'Open [[Integrations]], [[Cloud APIs]], [[Add API Integration]].',
        'Choose the card [[O365 / Azure]].',
        'Choose [[Authorize]] under [[Office 365 Government Community Cloud (GCC)]].',
        'Enter a name, {tenant_id} as [[Tenant ID]] and {client_id} as [[Application Client ID]].',
        'Upload the certificate and its private key, then choose [[Done]].',
      ],
    },
    notes: [
      {
        title: 'The certificate expires on both sides',
        text: 'Before its last day it has to be replaced at Microsoft and in XDR; until both have the new one, nothing is received.',
        value: null,
        link: null,
      },
      {
        title: 'A certificate made elsewhere',
        text: 'Any tool that writes PEM will do, such as the command below, which makes RSA with 2048 bits for 365 days. Where only a PFX file is at hand, certificate and key have to be taken out of it into two PEM files.',
        value: 'openssl req -newkey rsa:2048 -nodes -keyout key.pem -x509 -days 365 -out certificate.pem',
        link: null,
      },
    ],
  },
  {
    id: 'taegis-o365-gcc-high',
    vendor: 'Secureworks Taegis',
    title: 'Taegis Office 365 GCC High',
    subtitle: 'Office 365 Management API, GCC High',
    purpose: 'Lets Taegis XDR receive the audit log of Office 365 and Entra ID from a GCC High tenant.',
    clouds: ['gcchigh'],
    credentials: [
      {
        kind: 'certificate',
        rule: 'PEM as in RFC 7468 only, the key unencrypted; self-signed is accepted, a client secret is not',
      },
    ],
    features: [],
    needs: [
      ['management', 'ActivityFeed.Read', 'Read the audit log of Entra ID, Exchange, SharePoint and the other workloads.'],
      ['management', 'ActivityFeed.ReadDlp', 'Read DLP events with the sensitive details in them.'],
      ['management', 'ServiceHealth.Read', 'Read the service health of the tenant that is watched.'],
    ],
    prerequisites: [
      {
        title: 'Audit logging is on',
        how: 'Taegis receives nothing while auditing is off, and the guide says that it is off by default. Turning it on takes up to an hour.',
        link: 'https://learn.microsoft.com/purview/audit-log-enable-disable',
      },
    ],
    form: {
      place: 'Taegis XDR',
      fields: [
        ['Name', 'name', 'Any text.'],
        ['Tenant ID', 'tenant_id', ''],
        ['Application Client ID', 'client_id', ''],
        ['Certificate', 'certificate_pem', 'The same certificate that was uploaded to the app, in PEM.'],
        ['Private key', 'key_pem', "The certificate's own key, in PEM and unencrypted."],
      ],
      steps: [
        'Open [[Integrations]], [[Cloud APIs]], [[Add API Integration]].',
        'Choose the card [[O365 / Azure]].',
        'Choose [[Authorize]] under [[Office 365 Government Community Cloud (GCC High)]].',
        'Enter a name, {tenant_id} as [[Tenant ID]] and {client_id} as [[Application Client ID]].',
        'Upload the certificate and its private key, then choose [[Done]].',
      ],
    },
    notes: [
      {
        title: 'The certificate expires on both sides',
        text: 'Before its last day it has to be replaced at Microsoft and in XDR; until both have the new one, nothing is received.',
        value: null,
        link: null,
      },
      {
        title: 'A certificate made elsewhere',
        text: 'Any tool that writes PEM will do, such as the command below, which makes RSA with 2048 bits for 365 days. Where only a PFX file is at hand, certificate and key have to be taken out of it into two PEM files.',
        value: 'openssl req -newkey rsa:2048 -nodes -keyout key.pem -x509 -days 365 -out certificate.pem',
        link: null,
      },
    ],
  },
];
