// Where a time axis is labelled: at round hours or days of the admin's zone, six times at most.
import { DAY, HOUR, MINUTE, shortClock, startOfDay, weekday } from './times';

const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type Tick = { at: number; label: string };

export function ticks(from: number, to: number, most = 6): ReadonlyArray<Tick> {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? 5 * 365 * DAY;
  const found: Tick[] = [];
  // Days differ in length where clocks change, so each label is set from the day it stands in.
  for (
    let start = startOfDay(from);
    start < to && found.length < 4 * most;
    start = startOfDay(start + Math.max(step, DAY) + 12 * HOUR)
  ) {
    for (let at = start; at < start + DAY && at < to; at += Math.min(step, DAY)) {
      if (at >= from) found.push({ at, label: label(at, step) });
    }
  }
  return found;
}

function label(at: number, step: number): string {
  const date = new Date(at);
  const month = MONTHS[date.getMonth()] ?? '';
  if (step >= 90 * DAY) return `${month} ${date.getFullYear()}`;
  if (step >= DAY) return `${date.getDate()} ${month}`;
  return startOfDay(at) === at ? `${weekday(at)} 00:00` : shortClock(at);
}

/** The width of a bar in words: `15 min`, `2 h`, `1 day`. */
export function barWidth(step: number): string {
  if (step < MINUTE) return `${Math.max(1, Math.round(step / 1000))} s`;
  if (step < HOUR) return `${Math.round(step / MINUTE)} min`;
  if (step < DAY) return `${round(step / HOUR)} h`;
  return step < 1.5 * DAY ? '1 day' : `${round(step / DAY)} days`;
}

const round = (value: number) => (Number.isInteger(value) ? value : value.toFixed(1));
