// Times as they are shown.
import { expect, it } from 'vitest';
import { bytes, microseconds } from './numbers';
import { moment, rhythm, span, took, zone } from './times';

it('spans are told in their largest units', () => {
  expect([500, 38_000, 120_000, 10_500_000, 7_200_000, 90_000_000, 300_000_000].map(span)).toEqual([
    '1 s',
    '38 s',
    '2 min',
    '2 h 55 min',
    '2 h',
    '25 h',
    '3 days',
  ]);
  expect([60, 120, 900, 3600].map(rhythm)).toEqual(['every 60 s', 'every 2 min', 'every 15 min', 'every 1 h']);
  expect([84, 341, 9100, 18_000].map(took)).toEqual(['84 ms', '0.3 s', '9.1 s', '18 s']);
});

it('a moment carries its day when it is not today', () => {
  const now = new Date(2026, 10, 20, 14, 32, 8).getTime();
  expect(moment(new Date(2026, 10, 20, 11, 36, 48).getTime(), now)).toBe('11:36:48');
  expect(moment(new Date(2026, 10, 18, 16, 20).getTime(), now)).toBe('18 Nov 16:20');
  expect(moment(new Date(2025, 10, 18, 16, 20).getTime(), now)).toBe('18 Nov 2025 16:20');
  expect(zone(now)).toMatch(/UTC/);
});

it('sizes and search times are short and exact', () => {
  expect([999, 1_840_000_000, 64_200_000, 999_900].map(bytes)).toEqual(['999 bytes', '1.84 GB', '64.2 MB', '1.00 MB']);
  expect([420, 5800, 2_300_000].map(microseconds)).toEqual(['0.4 ms', '6 ms', '2.3 s']);
});
