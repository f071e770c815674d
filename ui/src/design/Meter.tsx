// How much of a limit is used now, with a mark at the highest of today.
import { count } from './numbers';

export function Meter({ used, limit, highest, label }: { used: number; limit: number; highest: number; label: string }) {
  const share = (value: number) => `${Math.min(100, (value / Math.max(1, limit)) * 100)}%`;
  return (
    <svg
      width="100%"
      height="10"
      role="img"
      aria-label={`${label}: ${count(used)} of ${count(limit)} a minute, highest today ${count(highest)}`}
    >
      <rect x="0" y="3" width="100%" height="4" rx="2" fill="var(--bz-off)" />
      {used > 0 && <rect x="0" y="3" width={share(used)} height="4" rx="2" fill="var(--bz-data)" />}
      {highest > 0 && (
        <rect
          x={share(highest)}
          y="1"
          width="1.5"
          height="8"
          transform="translate(-0.75 0)"
          fill="var(--colorNeutralForeground1)"
        />
      )}
    </svg>
  );
}
