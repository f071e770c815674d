// One invented alert in full: facts, evidence of several groups, versions, and the body it came from.
import type { AlertDetail, AlertRaw, EvidenceGroup, EvidenceItem, Fact } from '../../contract.gen';
import type { TestAlert } from './alerts';
import type { World } from './world';

const fact = (label: string, value: string, more: Partial<Fact> = {}): Fact => ({
  label,
  value,
  note: '',
  time: null,
  mono: false,
  pivot: null,
  ...more,
});
const item = (
  type_name: string,
  primary: string,
  secondary: string,
  verdict: string,
  more: Partial<EvidenceItem> = {},
): EvidenceItem => ({
  type_name,
  primary,
  secondary,
  mono: false,
  verdict: { value: verdict.toLowerCase(), label: verdict },
  fields: [],
  pivot: null,
  known: true,
  ...more,
});

function evidenceOf(alert: TestAlert): EvidenceGroup[] {
  const { device, user } = alert;
  return [
    {
      kind: 'device',
      title: 'Device',
      items: [
        item('deviceEvidence', `${device}.contoso.com`, 'Windows 11 23H2, risk high', 'Compromised', {
          pivot: { label: 'All alerts with this device', query: `device:${device}` },
          fields: [
            fact('OS', 'Windows 11 23H2, build 22631'),
            fact('Defender AV', 'Updated, real-time on'),
            fact('Onboarding', 'Onboarded'),
            fact('Remediation', 'None'),
            fact('Device id', '73e7e2de709dff64ef64b1d0c30e67fab63279db', { mono: true }),
            fact('First seen', '', { time: alert.created - 40 * 86_400_000 }),
          ],
        }),
      ],
    },
    {
      kind: 'user',
      title: 'User',
      items: [
        item('userEvidence', `${user}@contoso.com`, 'S-1-5-21-2104…-1187', 'Suspicious', {
          pivot: { label: 'All alerts with this user', query: `user:${user}` },
          fields: [fact('Account', user), fact('Domain', 'CONTOSO')],
        }),
      ],
    },
    {
      kind: 'process',
      title: 'Process',
      items: [
        item(
          'processEvidence',
          'rundll32.exe comsvcs.dll, MiniDump 712 C:\\Users\\Public\\lsass.dmp full',
          'PID 6120, parent powershell.exe (5884), 14:20:58',
          'Malicious',
          { mono: true, fields: [fact('PID', '6120', { mono: true })] },
        ),
        item(
          'processEvidence',
          'powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA',
          'PID 5884, parent winword.exe (4416), 14:18:41',
          'Suspicious',
          { mono: true, fields: [fact('PID', '5884', { mono: true })] },
        ),
      ],
    },
    {
      kind: 'file',
      title: 'File',
      items: [
        item('fileEvidence', 'C:\\Users\\Public\\lsass.dmp', 'SHA-256 5c1e…b07d, 58.2 MB', 'Malicious', {
          mono: true,
          fields: [fact('SHA-256', '5c1e0f0d8f6a4f6b9d2c7a1e3b5d7f901234567890abcdef1234567890abb07d', { mono: true })],
        }),
      ],
    },
    {
      kind: 'network',
      title: 'IP address',
      items: [item('ipEvidence', '203.0.113.87', 'Netherlands', 'Suspicious', { mono: true, fields: [fact('Country', 'NL')] })],
    },
    {
      kind: 'other',
      title: 'Other',
      items: [
        item('quantumLinkEvidence', 'quantumLinkEvidence', '', '', {
          known: false,
          fields: [fact('linkStrength', '0.73', { mono: true }), fact('label', '<img src=x onerror=alert(1)>')],
        }),
      ],
    },
  ];
}

export function alertDetail(world: World, seq: number): AlertDetail {
  const alert = world.alerts.find((one) => one.seq === seq);
  if (!alert) {
    throw {
      code: 'alert.not_found',
      title: 'No such alert here',
      message: `No alert has the handle ${seq}.`,
      remedies: [],
      retry: 'never',
      evidence: [],
    };
  }
  const evidence = evidenceOf(alert);
  const changed = alert.versions > 1;
  return {
    row: alert,
    facts: [
      fact('Status', `${alert.status.label}, not assigned`),
      fact('Service', `Microsoft Defender for ${alert.service.label}`, { pivot: `service:${alert.service.value}` }),
      fact('Category', alert.category),
      fact('Technique', alert.technique, { mono: true, note: 'Credential dumping', pivot: `technique:${alert.technique}` }),
      fact('Incident', '4127', { pivot: 'incident:4127' }),
      fact('Activity', '', { time: alert.created - 146_000, note: 'to 8 s before it was created' }),
      fact('Updated', '', { time: alert.updated, note: `version ${alert.versions}` }),
      fact('Seen here', '', { time: alert.created + 55_000, note: '55 s after it was created' }),
    ],
    description: 'Memory of the LSASS process was read by a process that does not usually do so, a way to obtain credentials.',
    recommended_actions:
      '1. Isolate the device.\n2. Reset the passwords of <a href="https://example.org">accounts</a> that were signed in.',
    evidence,
    evidence_count: 7,
    unknown_evidence: 1,
    history: changed
      ? [
          {
            seq,
            number: 3,
            updated: alert.updated,
            seen: alert.updated + 8000,
            changes: [
              { field: 'severity', before: 'medium', after: alert.severity.grade },
              { field: 'incidentId', before: '4124', after: '4127' },
              { field: 'evidence[3].verdict', before: 'suspicious', after: 'malicious' },
              {
                field: 'evidence[5]',
                before: null,
                after: 'ipEvidence 203.0.113.87\ncountryLetterCode "NL"\nverdict "suspicious"',
              },
            ],
          },
          {
            seq: seq * 1000 + 2,
            number: 2,
            updated: alert.updated - 300_000,
            seen: alert.updated - 290_000,
            changes: [{ field: 'status', before: 'unknown', after: 'new' }],
          },
          { seq: seq * 1000 + 1, number: 1, updated: alert.created, seen: alert.created + 55_000, changes: [] },
        ]
      : [{ seq, number: 1, updated: alert.created, seen: alert.created + 55_000, changes: [] }],
    severity_before: changed ? { label: 'Medium', until: alert.updated } : null,
    further: [],
  };
}

export function alertRaw(world: World, seq: number): AlertRaw {
  const alert = world.alerts.find((one) => one.seq === seq);
  const body = `{"id":"${alert?.id ?? ''}","providerAlertId":"${alert?.id ?? ''}","incidentId":"4127","status":"new","severity":"${alert?.severity.grade ?? ''}","classification":null,"serviceSource":"microsoftDefenderForEndpoint","detectionSource":"microsoftDefenderForEndpoint","title":${JSON.stringify(alert?.title)},"category":"CredentialAccess","createdDateTime":"2026-11-20T13:21:07.4266667Z","lastUpdateDateTime":"2026-11-20T13:29:53.1133333Z","mitreTechniques":["T1003.001"],"evidence":[{"@odata.type":"#microsoft.graph.security.deviceEvidence","deviceDnsName":"desktop-7q2k1.contoso.com","osBuild":22631,"riskScore":"high","rbacGroupId":75,"bigNumber":18446744073709551615,"roles":["compromised"]},{"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"accountName":"priya.nair"}},{"@odata.type":"#microsoft.graph.security.processEvidence","processId":6120},{"@odata.type":"#microsoft.graph.security.ipEvidence","ipAddress":"203.0.113.87"}]}`;
  return {
    json: body,
    origin: 'Microsoft Graph, GET /v1.0/security/alerts_v2',
    seen: Date.now() - 120_000,
    request_id: '4e1b7c90-2f5d-4b8a-a7e3-90c1d26f8b14',
  };
}
