// Which span of the last days is in the store: stored, not fetched, paused. Before the first poll there is only the track.
import type { Coverage } from '../contract.gen';

const HEIGHT = 16;

export function CoverageStrip({
  coverage,
  from,
  to,
  sentence,
}: {
  coverage: Coverage;
  from: number;
  to: number;
  sentence: string;
}) {
  const x = (at: number) => `${Math.max(0, Math.min(100, ((at - from) / (to - from)) * 100))}%`;
  const width = (start: number, end: number) => `${Math.max(0, parseFloat(x(end)) - parseFloat(x(start)))}%`;
  const storedTo = coverage.up_to;
  const offFrom = coverage.paused_since === null ? null : Math.max(coverage.paused_since, storedTo ?? 0);
  return (
    <svg width="100%" height={HEIGHT} role="img" aria-label={sentence} overflow="visible">
      <defs>
        <pattern id="bz-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="4" height="4" fill="var(--bz-off2)" />
          <rect width="1.5" height="4" fill="var(--bz-off)" />
        </pattern>
      </defs>
      <rect x="0" y="3" width="100%" height="10" fill="var(--bz-off2)" />
      {coverage.from !== null && storedTo !== null && (
        <rect
          x={x(coverage.from)}
          y="3.5"
          width={width(coverage.from, storedTo)}
          height="9"
          fill="var(--bz-stored)"
          stroke="var(--bz-verified)"
        />
      )}
      {offFrom !== null && <rect x={x(offFrom)} y="3" width={width(offFrom, to)} height="10" fill="url(#bz-hatch)" />}
      {coverage.missing_since !== null && (
        <rect
          x={x(coverage.missing_since)}
          y="0.5"
          width={width(coverage.missing_since, to)}
          height="15"
          fill="var(--bz-missing)"
        />
      )}
    </svg>
  );
}
