// Severity as a shape beside its word: three bars, filled by grade; three dashes for informational; one hollow bar for unknown.
import type { Grade } from '../contract.gen';

const FILLED: Record<Grade, number> = { high: 3, medium: 2, low: 1, informational: 0, unknown: 0 };
const FILL: Record<Grade, string> = {
  high: 'var(--bz-high)',
  medium: 'var(--bz-med)',
  low: 'var(--colorNeutralForeground3)',
  informational: 'var(--colorNeutralForeground3)',
  unknown: 'none',
};

export function SeverityMark({ grade }: { grade: Grade }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {grade === 'informational' &&
        [0, 4.5, 9].map((x) => <rect key={x} x={x} y="10" width="3" height="1.5" fill={FILL.informational} />)}
      {grade === 'unknown' && (
        <rect x="4.5" y="2.5" width="3" height="9" rx="0.5" fill="none" stroke="var(--colorNeutralForeground3)" />
      )}
      {grade !== 'informational' &&
        grade !== 'unknown' &&
        [0, 1, 2].map((bar) => (
          <rect
            key={bar}
            x={bar * 4.5}
            y={7.5 - bar * 3}
            width="3.2"
            height={4.5 + bar * 3}
            rx="0.7"
            fill={bar < FILLED[grade] ? FILL[grade] : 'var(--bz-barfaint)'}
          />
        ))}
    </svg>
  );
}

/** The word's look beside the mark. */
export function severityClass(grade: Grade): 'high' | 'med' | 'plain' {
  return grade === 'high' ? 'high' : grade === 'medium' ? 'med' : 'plain';
}
