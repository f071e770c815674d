// How many bars the histogram has room for: one each seven pixels of the list's column.
import { useEffect, useState, type RefObject } from 'react';

const PITCH = 7;
const MARGINS = 24;
const MOST = 400;

export function useBars(column: RefObject<HTMLElement | null>): number {
  const [bars, setBars] = useState(88);
  useEffect(() => {
    const element = column.current;
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const measure = () => {
      const fit = Math.max(1, Math.min(MOST, Math.floor((element.clientWidth - MARGINS) / PITCH)));
      // A few pixels more or less are no reason to search again.
      setBars((last) => (Math.abs(last - fit) < 4 ? last : fit));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [column]);
  return bars;
}
