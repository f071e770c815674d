// The shape of each group of evidence, and its word for screen readers.
import type { EvidenceGroupKind } from '../../contract.gen';
import {
  Apps16Regular,
  Box16Regular,
  Bug16Regular,
  Cloud16Regular,
  Code16Regular,
  Desktop16Regular,
  Document16Regular,
  Globe16Regular,
  Key16Regular,
  Link16Regular,
  Mail16Regular,
  MailInbox16Regular,
  Organization16Regular,
  Person16Regular,
  Question16Regular,
  TextBulletListTree16Regular,
  Window16Regular,
  type FluentIcon,
} from '../../design/icons';

const ICONS: Record<EvidenceGroupKind, FluentIcon> = {
  device: Desktop16Regular,
  user: Person16Regular,
  mailbox: MailInbox16Regular,
  message: Mail16Regular,
  process: Window16Regular,
  file: Document16Regular,
  registry: TextBulletListTree16Regular,
  network: Globe16Regular,
  url: Link16Regular,
  app: Apps16Regular,
  session: Key16Regular,
  cloud: Cloud16Regular,
  container: Box16Regular,
  malware: Bug16Regular,
  directory: Organization16Regular,
  code: Code16Regular,
  other: Question16Regular,
};

export const ENTITY_WORDS: Record<EvidenceGroupKind, string> = {
  device: 'device',
  user: 'user',
  mailbox: 'mailbox',
  message: 'message',
  process: 'process',
  file: 'file',
  registry: 'registry',
  network: 'address',
  url: 'URL',
  app: 'app',
  session: 'session',
  cloud: 'cloud resource',
  container: 'container',
  malware: 'malware',
  directory: 'directory',
  code: 'code',
  other: 'entity',
};

export function EntityIcon({ kind }: { kind: EvidenceGroupKind }) {
  // A kind that the program gained since this page was built still gets a shape.
  const Icon = ICONS[kind] ?? Question16Regular;
  return <Icon aria-hidden="true" />;
}
