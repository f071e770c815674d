// Bars over the time of creation, High at their foot, and a brush with two handles that chooses a span. The handles are sliders:
// arrows move by a bar, with Shift by ten. What the span means for the query is the caller's affair.
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Histogram as Bars } from '../contract.gen';
import styles from './Histogram.module.css';
import { count, counted } from './numbers';
import { barWidth, ticks } from './ticks';
import { longMoment } from './times';

const HEIGHT = 42;

export type TimeSpan = { from: number; to: number };
type Props = { bars: Bars; chosen: TimeSpan | null; onChoose: (span: TimeSpan) => void; dimmed: boolean; now: number };
type Drag = { fixed: number; moving: number };

export function Histogram({ bars, chosen, onChoose, dimmed, now }: Props) {
  const plot = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const number = Math.max(1, bars.all.length);
  const end = bars.from + number * bars.step;
  const toBar = (at: number) => Math.max(0, Math.min(number, Math.round((at - bars.from) / bars.step)));
  const toTime = (bar: number) => bars.from + bar * bars.step;

  const first = drag ? Math.min(drag.fixed, drag.moving) : chosen ? toBar(chosen.from) : 0;
  const last = drag ? Math.max(drag.fixed, drag.moving) : chosen ? toBar(chosen.to) : number;
  const brushed = drag !== null || chosen !== null;

  const choose = (from: number, to: number) => {
    if (from !== to) onChoose({ from: toTime(Math.min(from, to)), to: toTime(Math.max(from, to)) });
  };
  const barAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    return Math.max(0, Math.min(number, Math.round(((event.clientX - box.left) / box.width) * number)));
  };
  const press = (event: PointerEvent, fixed?: number) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    plot.current?.setPointerCapture(event.pointerId);
    const at = barAt(event);
    setDrag({ fixed: fixed ?? at, moving: at });
  };
  const release = (event: PointerEvent) => {
    if (!drag) return;
    choose(drag.fixed, barAt(event));
    setDrag(null);
  };
  const step = (event: KeyboardEvent, handle: 'first' | 'last') => {
    const by = (event.shiftKey ? 10 : 1) * ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key] ?? 0);
    const jump = event.key === 'Home' ? 0 : event.key === 'End' ? number : null;
    if (by === 0 && jump === null) return;
    event.preventDefault();
    if (handle === 'first') choose(Math.max(0, Math.min(last - 1, jump ?? first + by)), last);
    else choose(first, Math.max(first + 1, Math.min(number, jump ?? last + by)));
  };

  const total = bars.all.reduce((sum, value) => sum + value, 0);
  const high = bars.high.reduce((sum, value) => sum + value, 0);
  const most = Math.max(1, ...bars.all);
  const percent = (bar: number) => `${(bar / number) * 100}%`;
  const handle = (which: 'first' | 'last', bar: number) => (
    <div
      role="slider"
      tabIndex={0}
      aria-label={which === 'first' ? 'Created from' : 'Created to'}
      aria-valuemin={0}
      aria-valuemax={number}
      aria-valuenow={bar}
      aria-valuetext={longMoment(toTime(bar), now)}
      className={`${styles.handle} ${brushed ? styles.set : ''}`}
      style={{ left: percent(bar) }}
      onKeyDown={(event) => step(event, which)}
      onPointerDown={(event) => press(event, which === 'first' ? last : first)}
      data-testid={`brush-${which}`}
    />
  );

  return (
    <div className={`${styles.histogram} ${dimmed ? styles.dimmed : ''}`}>
      <div className={styles.caption}>
        <span>
          {longMoment(bars.from, now)} to {longMoment(end, now)}, {barWidth(bars.step)} a bar
        </span>
        <span className={styles.legend} aria-hidden="true">
          <i className={styles.high} /> High <i className={styles.other} /> other
        </span>
      </div>
      <div
        ref={plot}
        className={styles.plot}
        onPointerDown={(event) => press(event)}
        onPointerMove={(event) => drag && setDrag({ ...drag, moving: barAt(event) })}
        onPointerUp={release}
        onPointerCancel={() => setDrag(null)}
      >
        {brushed && <div className={styles.brush} style={{ left: percent(first), width: percent(last - first) }} />}
        <svg
          width="100%"
          height={HEIGHT}
          viewBox={`0 0 ${number} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${counted(total, 'alert')} from ${longMoment(bars.from, now)} to ${longMoment(end, now)}, ${count(high)} of them High`}
        >
          {bars.all.map((value, bar) => {
            if (value === 0) return null;
            const tall = Math.max(2, (value / most) * (HEIGHT - 5));
            const red = Math.min(
              tall,
              value === 0 ? 0 : (bars.high[bar] ?? 0) === 0 ? 0 : Math.max(4, ((bars.high[bar] ?? 0) / most) * (HEIGHT - 5)),
            );
            const outside = brushed && (bar < first || bar >= last);
            return (
              <g key={bar} opacity={outside ? 0.5 : 1}>
                <rect x={bar + 0.07} y={HEIGHT - tall} width={0.86} height={tall} fill="var(--bz-data)" />
                {red > 0 && <rect x={bar + 0.07} y={HEIGHT - red} width={0.86} height={red} fill="var(--bz-data-high)" />}
              </g>
            );
          })}
        </svg>
        {handle('first', first)}
        {handle('last', last)}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {ticks(bars.from, end)
          .filter((tick) => isInside((tick.at - bars.from) / (end - bars.from)))
          .map((tick) => (
            <span key={tick.at} style={{ left: `${((tick.at - bars.from) / (end - bars.from)) * 100}%` }}>
              {tick.label}
            </span>
          ))}
      </div>
    </div>
  );
}

/** A label is centred below its moment; near the edges it would be cut. */
function isInside(share: number): boolean {
  return share > 0.035 && share < 0.965;
}
