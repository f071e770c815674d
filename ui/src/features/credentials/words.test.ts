// What is left of a credential, in words.
import { describe, expect, it } from 'vitest';
import { DAY } from '../../design/times';
import { credentialRow } from '../../host/test/credentials/rows';
import { expiryText, kindLine, leftText, shortPrint, toneOf, verdictOf } from './words';

const NOW = Date.UTC(2026, 10, 20, 14, 0);
const ending = (days: number | null) => credentialRow('x', NOW, { days });

describe('what is left', () => {
  it.each([
    [265, '265 days', 'Expires in 265 days', 'good'],
    [30, '30 days', 'Expires in 30 days', 'good'],
    [12, '12 days', 'Expires in 12 days', 'soon'],
    [1.5, '1 day', 'Expires in 1 day', 'soon'],
    [0.2, 'less than a day', 'Expires in less than a day', 'soon'],
    [-0.2, 'ended hours ago', 'Ended hours ago', 'ended'],
    [-3.5, 'ended 3 days ago', 'Ended 3 days ago', 'ended'],
    [null, 'end not known', 'Its end is not known', 'unknown'],
  ])('%s days', (days, left, said, tone) => {
    expect(leftText(ending(days), NOW)).toBe(left);
    expect(expiryText(ending(days), NOW)).toBe(said);
    expect(toneOf(ending(days), NOW)).toBe(tone);
  });

  it('counts on by the clock while nothing new can be read', () => {
    expect(leftText(ending(12), NOW + 2 * DAY)).toBe('10 days');
  });
});

it('the verdict counts what is in use only, and what has ended first', () => {
  expect(verdictOf([ending(200)], NOW)).toBe('Nothing expires within 30 days');
  expect(verdictOf([ending(12), ending(200)], NOW)).toBe('1 expires within 30 days');
  expect(verdictOf([ending(-2), ending(12), ending(3)], NOW)).toBe('1 has ended, 2 more within 30 days');
  expect(verdictOf([{ ...ending(-2), state: 'retired' }], NOW), 'what retired is no cause').toBe('Nothing expires within 30 days');
});

it('a row says its kind and what matters most of it', () => {
  expect(kindLine(credentialRow('x', NOW, { days: 9, automatic: true }))).toBe('Certificate, renews by itself');
  expect(kindLine(credentialRow('x', NOW, { days: 9, origin: 'imported' }))).toBe('Certificate, imported');
  expect(kindLine(credentialRow('x', NOW, { days: 9, state: 'waits_for_switch' }))).toBe('Certificate, waits for the switch');
});

it('a thumbprint is shortened in its middle', () => {
  expect(shortPrint('9f027c4e1b86d35a0e9162f7a8c45d3b17e024b9')).toBe('9F02 7C4E … 17E0 24B9');
});
