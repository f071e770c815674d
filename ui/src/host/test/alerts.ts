// Invented alerts, the same ones each time: titles as Microsoft writes them, and some as an attacker would.
import type { AlertRow, EvidenceGroupKind, Grade } from '../../contract.gen';

export type TestAlert = AlertRow & { technique: string; user: string; device: string };

/** Deterministic numbers in 0 to 1. */
export function random(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const TITLES: ReadonlyArray<readonly [title: string, grade: Grade, service: string, category: string, kind: EvidenceGroupKind]> =
  [
    ['Suspicious access to LSASS service', 'high', 'endpoint', 'Credential access', 'device'],
    ['Suspicious PowerShell command line', 'medium', 'endpoint', 'Execution', 'device'],
    ['Email reported by user as malware or phish', 'low', 'office', 'Initial access', 'user'],
    ['Unfamiliar sign-in properties', 'medium', 'identity', 'Initial access', 'user'],
    ['Admin triggered manual investigation of email', 'informational', 'office', 'Initial access', 'user'],
    ['Suspicious inbox manipulation rule', 'medium', 'cloudapps', 'Defense evasion', 'user'],
    ["'Wacatac' malware was prevented", 'low', 'endpoint', 'Malware', 'device'],
    ['Email messages containing malicious URL removed after delivery', 'low', 'office', 'Initial access', 'mailbox'],
    ['Hands-on-keyboard attack was launched from a compromised account', 'high', 'endpoint', 'Suspicious activity', 'user'],
    ['Suspicious OAuth app file download activities', 'medium', 'cloudapps', 'Exfiltration', 'app'],
    ['Connection to adversary-in-the-middle phishing site', 'low', 'endpoint', 'Credential access', 'device'],
    ['Anomalous token', 'medium', 'identity', 'Credential access', 'user'],
    ['Atypical travel', 'low', 'identity', 'Initial access', 'user'],
    ['Suspicious scheduled task', 'medium', 'endpoint', 'Persistence', 'device'],
    ['Mass download by a single user', 'low', 'cloudapps', 'Exfiltration', 'user'],
    ["'EICAR_Test_File' malware was prevented", 'informational', 'endpoint', 'Malware', 'device'],
    ['User and IP address reconnaissance (SMB)', 'medium', 'identity', 'Discovery', 'device'],
    ['Phish delivered due to an ETR override', 'low', 'office', 'Initial access', 'mailbox'],
    ['DLP policy matched for a document <b>Payroll</b>', 'informational', 'purview', 'Exfiltration', 'file'],
    ['Invoice \u202egnp.exe opened by a macro', 'low', 'endpoint', 'Execution', 'file'],
  ];
const USERS = ['priya.nair', 'oliver.hahn', 'mia.torres', 'helpdesk', 'svc-backup', 'j.okafor', 'sara.lindqvist', 't.berg'];
const DEVICES = ['DESKTOP-7Q2K1', 'LAPTOP-HR-014', 'SRV-DC-01', 'SRV-FILE-02', 'LAPTOP-MKT-031', 'DESKTOP-LAB-3'];
const TECHNIQUES = ['T1566', 'T1078', 'T1059', 'T1003', 'T1021', 'T1110'];
const SERVICES: Record<string, string> = {
  endpoint: 'Endpoint',
  office: 'Office 365',
  identity: 'Identity',
  cloudapps: 'Cloud Apps',
  purview: 'Purview',
};
const GRADES: Record<Grade, string> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Informational',
  unknown: 'veryHigh',
};

const pick = <T>(list: ReadonlyArray<T>, at: number): T => list[Math.floor(at * list.length) % list.length] as T;

/** Newest last, as they arrived; half of them within six hours. */
export function makeAlerts(number: number, now: number): TestAlert[] {
  const next = random(7);
  const ages = Array.from({ length: number }, () => (next() < 0.6 ? next() * 6 : 6 + next() * 18) * 3_600_000).sort(
    (a, b) => b - a,
  );
  return ages.map((age, index) => {
    const [title, grade, service, category, kind] =
      index % 4 === 0 ? pick(TITLES, next()) : (TITLES[(number - 1 - index) % TITLES.length] ?? pick(TITLES, next()));
    const user = pick(USERS, next());
    const device = pick(DEVICES, next());
    const status = next() > 0.3 ? 'new' : next() > 0.45 ? 'resolved' : 'inProgress';
    const created = Math.round(now - 60_000 - age);
    const known = index === 2 ? 'unknown' : grade;
    return {
      seq: index + 1,
      id: `da63${Math.floor(next() * 1e15)}_-1${Math.floor(next() * 1e9)}`,
      severity: { grade: known, label: GRADES[known] },
      status: { value: status, label: status === 'inProgress' ? 'In progress' : status === 'new' ? 'New' : 'Resolved' },
      title,
      entity: {
        kind,
        text:
          kind === 'device'
            ? device
            : kind === 'mailbox'
              ? 'sales@contoso.com'
              : kind === 'file'
                ? 'invoice.docm'
                : kind === 'app'
                  ? 'Mail Archiver'
                  : user,
      },
      service: { value: service, label: SERVICES[service] ?? service },
      category,
      created,
      updated: Math.min(created + 500_000, now - 8000),
      versions: index % 3 === 0 ? 3 : 1,
      tenant: index % 5 === 0 ? 'Fabrikam Federal' : 'Contoso',
      technique: pick(TECHNIQUES, next() * next()),
      user,
      device,
    };
  });
}
