// The line between list and detail: dragged or moved with the arrows, within the widths that a person may choose.
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './Alerts.module.css';

export const NARROWEST = 320;
export const WIDEST = 720;
const STEP = 16;

export const allowed = (width: number) => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));

export function Separator({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const [grabbed, setGrabbed] = useState<{ x: number; width: number } | null>(null);
  const press = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setGrabbed({ x: event.clientX, width });
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP, Home: WIDEST, End: -WIDEST }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onWidth(allowed(width + by));
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the alert"
      aria-orientation="vertical"
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={width}
      className={styles.separator}
      onPointerDown={press}
      onPointerMove={(event) => grabbed && onWidth(allowed(grabbed.width + grabbed.x - event.clientX))}
      onPointerUp={() => setGrabbed(null)}
      onPointerCancel={() => setGrabbed(null)}
      onKeyDown={step}
      data-testid="separator"
    />
  );
}
