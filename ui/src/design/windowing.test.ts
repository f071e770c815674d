// The arithmetic of a list that is taller than WebKit can draw.
import { describe, expect, it } from 'vitest';
import { extentOf, placeFor, TALLEST_PX, toPlace, toScroll } from './windowing';

const ROW = 30;
const VIEWPORT = 600;

describe('a list taller than WebKit can draw', () => {
  const rows = 12_000_000;
  const extent = extentOf(rows, ROW, VIEWPORT);

  it('stays within the tallest element', () => {
    expect(extent.drawn).toBeLessThanOrEqual(TALLEST_PX);
    expect(extent.whole).toBe(rows * ROW);
  });

  it('maps both ends of the scroll bar to both ends of the list', () => {
    expect(toPlace(extent, 0)).toBe(0);
    expect(toPlace(extent, extent.drawn - VIEWPORT)).toBeCloseTo(extent.whole - VIEWPORT, 3);
  });

  it('finds the same place again after going to the scroll bar and back', () => {
    for (const place of [1, 999_999, 200_000_000]) expect(toPlace(extent, toScroll(extent, place))).toBeCloseTo(place, 3);
  });
});

it('a row is brought on screen with the least movement', () => {
  const extent = extentOf(1000, ROW, VIEWPORT);
  expect(placeFor(extent, 300, 15), 'on screen already').toBe(300);
  expect(placeFor(extent, 300, 2), 'above: to the top edge').toBe(60);
  expect(placeFor(extent, 0, 40), 'below: to the bottom edge').toBe(41 * ROW - VIEWPORT);
  expect(placeFor(extent, 0, 999), 'never beyond the end').toBe(1000 * ROW - VIEWPORT);
});
