// The life of a credential on a line of months: what has passed, what is left, its end as a circle (certificate) or a square
// (secret), and where it renews by itself. One scale for a whole table.
import { day } from './times';
import styles from './ExpiryLine.module.css';

export type Scale = { from: number; to: number };

const MONTHS_BEFORE = 2;
const MONTHS_SHOWN = 16;
const LABEL_EVERY = 4;

/** Sixteen months, the first of them two months ago. */
export function scaleAt(now: number): Scale {
  return { from: monthAt(now, -MONTHS_BEFORE), to: monthAt(now, MONTHS_SHOWN - MONTHS_BEFORE) };
}

function monthAt(now: number, by: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth() + by, 1).getTime();
}

const share = (at: number, { from, to }: Scale) => Math.min(1, Math.max(0, (at - from) / (to - from)));
const percent = (at: number, scale: Scale) => `${(share(at, scale) * 100).toFixed(2)}%`;

/** The names of some months, above the lines. */
export function ExpiryMonths({ scale, now }: { scale: Scale; now: number }) {
  const labels = Array.from({ length: Math.ceil((MONTHS_SHOWN - MONTHS_BEFORE) / LABEL_EVERY) }, (_, index) =>
    monthAt(now, index * LABEL_EVERY),
  );
  return (
    <span className={styles.months} aria-hidden="true">
      {labels.map((at) => (
        <span key={at} style={{ left: percent(at, scale) }}>
          {day(at, at).split(' ')[1]}
        </span>
      ))}
    </span>
  );
}

type Props = {
  scale: Scale;
  now: number;
  begins: number;
  ends: number | null;
  renews: number | null;
  square: boolean;
  tone: 'good' | 'soon' | 'ended' | 'unknown';
  label: string;
};

export function ExpiryLine({ scale, now, begins, ends, renews, square, tone, label }: Props) {
  const today = percent(now, scale);
  const beyond = ends !== null && ends > scale.to;
  const end = ends === null ? null : percent(ends, scale);
  return (
    <svg className={`${styles.line} ${styles[tone]}`} role="img" aria-label={label}>
      <line className={styles.past} x1={percent(begins, scale)} x2={end && ends !== null && ends < now ? end : today} y1="50%" y2="50%" />
      {end && ends !== null && ends > now && <line className={styles.left} x1={today} x2={end} y1="50%" y2="50%" />}
      {renews !== null && renews < scale.to && (
        <line className={styles.renews} x1={percent(renews, scale)} x2={percent(renews, scale)} y1="30%" y2="70%" />
      )}
      <line className={styles.today} x1={today} x2={today} y1="0" y2="100%" />
      {end &&
        !beyond &&
        (square ? (
          <svg x={end} y="50%" overflow="visible">
            <rect className={styles.end} x="-4" y="-4" width="8" height="8" rx="1" />
          </svg>
        ) : (
          <circle className={styles.end} cx={end} cy="50%" r="4.5" />
        ))}
    </svg>
  );
}
