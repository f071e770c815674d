// What is collected here, as the catalog offers it.
import type { Offered } from './offered';

export const OWN: ReadonlyArray<Offered> = [
  {
    id: 'defender-xdr',
    vendor: null,
    title: 'Defender XDR alerts',
    subtitle: 'Microsoft Graph, alerts_v2',
    purpose: 'Collects every alert of the Microsoft Defender products into the local database.',
    clouds: ['commercial', 'gcc', 'gcchigh', 'dod'],
    credentials: [
      { kind: 'certificate', rule: '' },
      { kind: 'secret', rule: '' },
    ],
    features: [
      { id: 'incidents', title: 'Incidents', adds: 'The incidents that Defender XDR makes of related alerts.', usual: false },
    ],
    needs: [
      ['graph', 'SecurityAlert.Read.All', 'Read alerts of all Defender products; nothing can be changed with it.'],
      ['graph', 'SecurityIncident.Read.All', 'Read incidents; nothing can be changed with it.', 'incidents'],
    ],
    prerequisites: [
      {
        title: 'A Microsoft Defender product',
        how: 'The tenant needs a licence of at least one Defender product; without one Graph has no alerts to give.',
        link: 'https://learn.microsoft.com/defender-xdr/prerequisites',
      },
    ],
  },
  {
    id: 'defender-endpoint',
    vendor: null,
    title: 'Defender for Endpoint alerts',
    subtitle: 'WindowsDefenderATP, alerts',
    purpose: 'Collects the alerts of Microsoft Defender for Endpoint with the fields that only its own API has.',
    clouds: ['commercial', 'gcc', 'gcchigh', 'dod'],
    credentials: [
      { kind: 'certificate', rule: '' },
      { kind: 'secret', rule: '' },
    ],
    features: [],
    needs: [['defender', 'Alert.Read.All', 'Read all Defender for Endpoint alerts; nothing can be changed with it.']],
    prerequisites: [
      {
        title: 'Microsoft Defender for Endpoint',
        how: 'The tenant needs the licence; without it there is no WindowsDefenderATP to add a permission of.',
        link: 'https://learn.microsoft.com/defender-endpoint/minimum-requirements',
      },
    ],
    notes: [
      {
        title: 'The same alerts come with Defender XDR',
        text: 'Microsoft Graph lists these alerts too, in another form and under an id of its own. Attach both only when you need both forms.',
        value: null,
        link: null,
      },
    ],
  },
  {
    id: 'o365-audit',
    vendor: null,
    title: 'Office 365 audit log',
    subtitle: 'Office 365 Management APIs, activity feed',
    purpose: 'Collects what people, administrators and apps did in Microsoft 365, as the unified audit log records it.',
    clouds: ['commercial', 'gcc', 'gcchigh', 'dod', 'china'],
    credentials: [
      { kind: 'certificate', rule: '' },
      { kind: 'secret', rule: '' },
    ],
    features: [
      {
        id: 'dlp',
        title: 'DLP events',
        adds: 'Events of data loss prevention, with the sensitive text that a rule matched.',
        usual: false,
      },
    ],
    needs: [
      ['management', 'ActivityFeed.Read', 'Read the audit log of Entra ID, Exchange, SharePoint and the other workloads.'],
      ['management', 'ActivityFeed.ReadDlp', 'Read DLP events with the sensitive details in them.', 'dlp'],
    ],
    prerequisites: [
      {
        title: 'Audit logging is on',
        how: 'Turn on auditing in the Audit page of the portal. It takes up to an hour; until then the API answers that the tenant does not exist.',
        link: 'https://learn.microsoft.com/purview/audit-log-enable-disable',
      },
    ],
    notes: [
      {
        title: 'Seven days back, no further',
        text: 'An app can ask for the last seven days. The first content can take twelve hours after the subscription starts.',
        value: null,
        link: null,
      },
    ],
  },
  {
    id: 'cloud-apps',
    vendor: null,
    title: 'Cloud Apps alerts',
    subtitle: 'Microsoft Cloud App Security, alerts',
    purpose: 'Collects the alerts of Microsoft Defender for Cloud Apps with the fields that only its own API has.',
    clouds: ['commercial', 'gcc', 'gcchigh', 'dod'],
    credentials: [
      { kind: 'certificate', rule: '' },
      { kind: 'secret', rule: '' },
    ],
    features: [],
    needs: [
      [
        'cloud_apps',
        'investigation.read',
        'Read alerts and the entities in them; an alert can be marked as read with it, and nothing else changed.',
      ],
    ],
    prerequisites: [
      {
        title: 'Microsoft Defender for Cloud Apps',
        how: 'The tenant needs the licence; without it there is no Microsoft Cloud App Security to add a permission of.',
        link: 'https://learn.microsoft.com/defender-cloud-apps/get-started',
      },
    ],
    notes: [
      {
        title: 'The old name',
        text: 'The portal lists this API as Microsoft Cloud App Security, and only after its name is typed into the search box.',
        value: null,
        link: null,
      },
      {
        title: "The tenant's own address",
        text: 'The Defender portal shows an API URL of the tenant. The general address works too, only slower.',
        value: null,
        link: null,
      },
    ],
  },
  {
    id: 'email-submissions',
    vendor: null,
    title: 'Email submissions',
    subtitle: 'Microsoft Graph beta, emailThreats',
    purpose:
      "Collects the messages that people and administrators reported as phishing, spam or clean, with Microsoft's verdict.",
    clouds: ['commercial', 'gcc'],
    credentials: [
      { kind: 'certificate', rule: '' },
      { kind: 'secret', rule: '' },
    ],
    features: [],
    needs: [
      ['graph', 'ThreatSubmission.Read.All', 'Read what was submitted in the whole tenant; nothing can be submitted with it.'],
    ],
    prerequisites: [
      {
        title: 'Exchange Online',
        how: 'Submissions are made of messages in mailboxes of Exchange Online; a tenant without such mailboxes has none.',
        link: null,
      },
    ],
    notes: [
      {
        title: "A beta of Microsoft's",
        text: 'Graph offers this list under beta only. Microsoft may change it without notice.',
        value: null,
        link: null,
      },
    ],
  },
  {
    id: 'quarantine',
    vendor: null,
    title: 'Quarantine',
    subtitle: 'Office 365 Exchange Online, quarantined messages',
    purpose: 'Collects which messages Exchange Online holds in quarantine, why, and until when.',
    clouds: ['commercial', 'gcc', 'gcchigh', 'dod'],
    credentials: [
      { kind: 'certificate', rule: '' },
      { kind: 'secret', rule: '' },
    ],
    features: [],
    needs: [
      ['exchange', 'Exchange.ManageAsApp', 'Sign in to the admin API as an app; what may be done there is up to the role.'],
    ],
    roles: [['Security Reader', 'The least role that may list quarantined messages.']],
    prerequisites: [
      { title: 'Exchange Online', how: 'The tenant needs mailboxes in Exchange Online; quarantine is a part of it.', link: null },
    ],
    notes: [
      {
        title: 'Permission and role are both needed',
        text: 'With the permission alone Exchange answers 403. A new role is not known to Exchange at once, so the first answers can be 403 as well.',
        value: null,
        link: null,
      },
      {
        title: 'How far back',
        text: 'Exchange lists sixteen days unless more is asked for, and thirty days at most.',
        value: null,
        link: null,
      },
    ],
  },
];
