// Where a very long list stands. An element may be some 33.5 million pixels high in WebKit; a longer list is
// drawn in an element of the largest height, and its scroll positions are scaled. Pure: the list keeps the state.
export const TALLEST_PX = 33_000_000;
/** Rows drawn beyond each edge. */
export const OVERSCAN = 8;

export type Extent = {
  rowHeight: number;
  viewport: number;
  /** The height that all rows together have. */
  whole: number;
  /** The height of the element that scrolls. */
  drawn: number;
};

export function extentOf(rows: number, rowHeight: number, viewport: number): Extent {
  const whole = rows * rowHeight;
  return { rowHeight, viewport, whole, drawn: Math.min(whole, TALLEST_PX) };
}

function scaleOf({ whole, drawn, viewport }: Extent): number {
  return whole <= drawn || drawn <= viewport ? 1 : (whole - viewport) / (drawn - viewport);
}

/** From the element's scroll position to the place in the list. */
export function toPlace(extent: Extent, scrollTop: number): number {
  return clampPlace(extent, scrollTop * scaleOf(extent));
}

/** From a place in the list to the element's scroll position. */
export function toScroll(extent: Extent, place: number): number {
  return clampPlace(extent, place) / scaleOf(extent);
}

export function clampPlace({ whole, viewport }: Extent, place: number): number {
  return Math.max(0, Math.min(place, Math.max(0, whole - viewport)));
}

/** The place at which a row is wholly on screen, moving as little as possible. */
export function placeFor(extent: Extent, place: number, row: number): number {
  const top = row * extent.rowHeight;
  if (top < place) return clampPlace(extent, top);
  const bottom = top + extent.rowHeight - extent.viewport;
  return bottom > place ? clampPlace(extent, bottom) : place;
}
