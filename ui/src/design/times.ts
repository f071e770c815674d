// Moments and spans as the page writes them: the admin's zone, 24 hours, seconds where they matter; UTC for the tooltip.
const two = (value: number) => String(value).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function clock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function shortClock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

export function startOfDay(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** `20 Nov`, with the year where it is not this one. */
export function day(at: number, now: number): string {
  const date = new Date(at);
  const year = date.getFullYear() === new Date(now).getFullYear() ? '' : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}${year}`;
}

export function weekday(at: number): string {
  return DAYS[new Date(at).getDay()] ?? '';
}

/** `14:21:07` today, `18 Nov 16:20` on another day. */
export function moment(at: number, now: number): string {
  return sameDay(at, now) ? clock(at) : `${day(at, now)} ${shortClock(at)}`;
}

/** `Thu 19 Nov 14:30`. */
export function longMoment(at: number, now: number): string {
  return `${weekday(at)} ${day(at, now)} ${shortClock(at)}`;
}

export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A span in its two largest units: `38 s`, `2 min`, `2 h 55 min`, `3 days`. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 || hours >= 24 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

export function ago(at: number, now: number): string {
  return now - at < 1000 ? 'now' : `${span(now - at)} ago`;
}

/** A rhythm: `every 60 s`, `every 5 min`. */
export function rhythm(seconds: number): string {
  if (seconds <= 90) return `every ${seconds} s`;
  return seconds % 3600 === 0 ? `every ${seconds / 3600} h` : `every ${Math.round(seconds / 60)} min`;
}

/** How long a step took: `9.1 s` under ten, `18 s` above, `84 ms` where it was quick. */
export function took(milliseconds: number): string {
  if (milliseconds < 100) return `${milliseconds} ms`;
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return span(milliseconds);
}

/** `CET (UTC+1)`, or the difference alone where the zone has no short name. */
export function zone(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const sign = minutes < 0 ? '−' : '+';
  const rest = Math.abs(minutes) % 60;
  const difference = minutes === 0 ? 'UTC' : `UTC${sign}${Math.floor(Math.abs(minutes) / 60)}${rest ? `:${two(rest)}` : ''}`;
  for (const language of ['en-GB', 'en-US']) {
    const parts = new Intl.DateTimeFormat(language, { timeZoneName: 'short' }).formatToParts(at);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{2,5}$/.test(name) && name !== 'UTC' && name !== 'GMT') return `${name} (${difference})`;
  }
  return difference;
}
