// A list of any length inside one element: TanStack Virtual says which rows to draw; the exact place is kept here, because the
// scroll position of a list that is taller than WebKit can draw is scaled and rounded.
import { observeElementRect, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { clampPlace, extentOf, OVERSCAN, placeFor, toPlace, toScroll, type Extent } from './windowing';

export type LongList = {
  /** The element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  extent: Extent;
  /** The rows to draw; `last` is the row after the last. */
  span: { first: number; last: number };
  /** Where the first drawn row stands inside the scrolling element. */
  offset: number;
  reveal: (row: number) => void;
  toTop: () => void;
  /** Whole rows on one screen. */
  perPage: number;
};

type Tell = (place: number, scrolling: boolean) => void;

export function useLongList(rows: number, rowHeight: number, headHeight: number): LongList {
  const scroller = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(600);
  const extent = useMemo(() => extentOf(rows, rowHeight, viewport), [rows, rowHeight, viewport]);
  const exact = useRef(0);
  const current = useRef(extent);
  const tell = useRef<Tell>(() => undefined);

  useLayoutEffect(() => {
    current.current = extent;
  }, [extent]);

  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    initialRect: { width: 800, height: 600 },
    observeElementRect: (instance, measured) =>
      observeElementRect(instance, (rect) => {
        const height = Math.max(rowHeight, rect.height - headHeight);
        setViewport(height);
        measured({ width: rect.width, height });
      }),
    observeElementOffset: (_instance, moved) => {
      tell.current = moved;
      moved(exact.current, false);
      return () => {
        tell.current = () => undefined;
      };
    },
    // Only this hook moves the list.
    scrollToFn: () => undefined,
  });

  const moveTo = useCallback((next: number) => {
    const element = scroller.current;
    exact.current = clampPlace(current.current, next);
    if (element) element.scrollTop = toScroll(current.current, exact.current);
    tell.current(exact.current, false);
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const scrolled = () => {
      // A scroll that we made ourselves comes back rounded; the exact place is the one that counts.
      if (Math.abs(element.scrollTop - toScroll(current.current, exact.current)) < 1) return;
      exact.current = toPlace(current.current, element.scrollTop);
      tell.current(exact.current, true);
    };
    const wheeled = (event: WheelEvent) => {
      if (current.current.whole <= current.current.drawn || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? current.current.viewport : 1;
      moveTo(exact.current + event.deltaY * unit);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', wheeled, { passive: false });
    return () => {
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheeled);
    };
  }, [rowHeight, moveTo]);

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = (items.at(-1)?.index ?? -1) + 1;
  const here = clampPlace(extent, virtualizer.scrollOffset ?? 0);
  // Rows keep their pixel distance to the place, whatever the scale of the scroll position.
  const offset = toScroll(extent, here) + first * rowHeight - here;
  const reveal = useCallback((row: number) => moveTo(placeFor(current.current, exact.current, row)), [moveTo]);
  const toTop = useCallback(() => moveTo(0), [moveTo]);
  const span = { first, last };
  return { scroller, extent, span, offset, reveal, toTop, perPage: Math.max(1, Math.floor(viewport / rowHeight) - 1) };
}
