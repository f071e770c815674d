// A moment on screen: the admin's zone as text, UTC for the pointer and for screen readers.
import { moment, utc } from './times';

export function Moment({ at, now, text, className }: { at: number; now: number; text?: string; className?: string | undefined }) {
  const shown = text ?? moment(at, now);
  return (
    <time dateTime={new Date(at).toISOString()} title={utc(at)} aria-label={`${shown}, ${utc(at)}`} className={className}>
      {shown}
    </time>
  );
}
