// Items of the last 24 hours as 24 bars. Hours that were not fetched are red, an empty paused row is a dashed line.
import { counted } from './numbers';

const WIDTH = 120;
const HEIGHT = 22;

export function Sparkline({
  hours,
  missing,
  paused,
  total,
}: {
  hours: ReadonlyArray<number>;
  missing: number;
  paused: boolean;
  total: number;
}) {
  const most = Math.max(1, ...hours);
  const pitch = WIDTH / Math.max(1, hours.length);
  const busiest = hours.indexOf(Math.max(...hours));
  const sentence =
    total === 0
      ? 'No items in the last 24 hours'
      : `${counted(total, 'item')} in the last 24 hours, most ${hours.length - busiest} hours ago${missing ? `, the last ${missing} hours not fetched` : ''}`;
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={sentence}>
      {paused && total === 0 ? (
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--bz-barfaint)" strokeDasharray="4 1" />
      ) : (
        hours.map((value, hour) => {
          const height = value === 0 ? 1.5 : Math.max(2, (value / most) * (HEIGHT - 1));
          const red = hour >= hours.length - missing;
          return (
            <rect
              key={hour}
              x={hour * pitch}
              y={HEIGHT - height}
              width={pitch - 1}
              height={height}
              rx="0.5"
              fill={red ? 'var(--bz-missing)' : 'var(--bz-data)'}
            />
          );
        })
      )}
    </svg>
  );
}
