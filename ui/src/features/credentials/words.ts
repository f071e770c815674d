// How a credential is put into words: what is left of it, how it stands, by what it is known.
import type { CredentialRow, CredentialState } from '../../contract.gen';
import { count, counted } from '../../design/numbers';
import { DAY } from '../../design/times';

/** Within so many days of its end a credential needs a person's eye. */
export const ENDING_DAYS = 30;

export type Tone = 'good' | 'soon' | 'ended' | 'unknown';

type Ends = Pick<CredentialRow, 'expires' | 'days_left' | 'state'>;

/** Whole days until the end by this machine's clock, so that it counts on while nothing can be read. */
function daysLeft({ expires, days_left }: Ends, now: number): number | null {
  if (expires === null) return days_left;
  return Math.floor((expires - now) / DAY);
}

export function toneOf(row: Ends, now: number): Tone {
  const days = daysLeft(row, now);
  if (days === null) return 'unknown';
  if (days < 0) return 'ended';
  return days < ENDING_DAYS ? 'soon' : 'good';
}

/** `84 days`, `less than a day`, `ended 3 days ago`. */
export function leftText(row: Ends, now: number): string {
  const days = daysLeft(row, now);
  if (days === null) return 'end not known';
  if (days === 0) return 'less than a day';
  if (days > 0) return counted(days, 'day');
  // The day that has begun since its end is not a whole one.
  return days === -1 ? 'ended hours ago' : `ended ${counted(-days - 1, 'day')} ago`;
}

/** The same as the head of the detail pane says it. */
export function expiryText(row: Ends, now: number): string {
  const left = leftText(row, now);
  switch (toneOf(row, now)) {
    case 'unknown':
      return 'Its end is not known';
    case 'ended':
      return left.replace('ended', 'Ended');
    default:
      return `Expires in ${left}`;
  }
}

export const STATE_WORDS: Record<CredentialState, string> = {
  in_use: 'In use',
  ready: 'Ready, nothing uses it yet',
  waits_for_switch: 'Waits for the switch',
  replaced: 'Replaced, is removed later',
  retired: 'Retired',
};

const ORIGIN_WORDS = { made: 'made here', imported: 'imported', given: 'given' } as const;

export const kindOf = (row: Pick<CredentialRow, 'kind'>) => (row.kind === 'certificate' ? 'Certificate' : 'Client secret');

/** Below the name: the kind, and the one thing about it that says most. */
export function kindLine(row: CredentialRow): string {
  const more =
    row.state === 'in_use'
      ? row.automatic
        ? 'renews by itself'
        : ORIGIN_WORDS[row.origin]
      : STATE_WORDS[row.state].split(',')[0]?.toLowerCase();
  return `${kindOf(row)}, ${more ?? ''}`;
}

export const originOf = (row: CredentialRow) => ORIGIN_WORDS[row.origin];

/** The names of what uses it, each once. */
export function usersOf(row: CredentialRow): string {
  return [...new Set(row.used_by.map((user) => user.title))].join(', ');
}

/** `9F02 7C4E … 17E0 24B9`: enough of a thumbprint to tell it from another one. */
export function shortPrint(hex: string): string {
  return hex.length > 16 ? `${grouped(hex.slice(0, 8))} … ${grouped(hex.slice(-8))}` : grouped(hex);
}

export const grouped = (hex: string) => (hex.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');

type Sums = { certificates: number; secrets: number; registrations: number };

export function verdictOf(rows: ReadonlyArray<CredentialRow>, now: number): string {
  const used = rows.filter((row) => row.state === 'in_use');
  const of = (tone: Tone) => used.filter((row) => toneOf(row, now) === tone).length;
  const [ended, soon] = [of('ended'), of('soon')];
  const within = `within ${ENDING_DAYS} days`;
  if (ended > 0) return `${count(ended)} ${ended === 1 ? 'has' : 'have'} ended${soon > 0 ? `, ${count(soon)} more ${within}` : ''}`;
  if (soon > 0) return `${count(soon)} ${soon === 1 ? 'expires' : 'expire'} ${within}`;
  return `Nothing expires ${within}`;
}

export function sumsText({ certificates, secrets, registrations }: Sums): string {
  return `${counted(certificates, 'certificate')}, ${counted(secrets, 'secret')}, on ${counted(registrations, 'registration')}`;
}
