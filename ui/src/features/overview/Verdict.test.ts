// The sentence that sums Overview up.
import { expect, it } from 'vitest';
import { integrationsOf } from '../../app/state';
import type { HealthState, IntegrationHealth } from '../../contract.gen';
import { integration } from '../../host/test/integrations';
import { coverageText } from './Completeness';
import { offlineSince } from './Offline';
import { verdictText } from './Verdict';

const NOW = Date.UTC(2026, 10, 20, 13, 32);
const of = (...states: HealthState[]) =>
  states.map((state, index) => integration(`i${index}`, 'One', 'API', NOW, { state, items: 1 }));

it('the verdict names what needs a person first', () => {
  expect(verdictText(of('failing', 'attention', 'working', 'working', 'working', 'paused'))).toEqual({
    verdict: '1 integration is failing, 1 needs attention',
    rest: '3 are working, 1 is paused.',
  });
  expect(verdictText(of('attention', 'attention')).verdict).toBe('2 integrations need attention');
});

it('the verdict is calm when nothing is wrong', () => {
  expect(verdictText(of('working')).verdict).toBe('1 integration is working');
  expect(verdictText(of('working', 'working')).verdict).toBe('All 2 integrations are working');
  expect(verdictText(of('working', 'working', 'paused'))).toEqual({
    verdict: '2 integrations are working',
    rest: '1 is paused.',
  });
  expect(verdictText([]).verdict).toBe('Nothing is collected yet');
});

it('what vendors collect is counted only when it needs a person', () => {
  const by = (state: HealthState) => ({ ...integration('v', 'Prelude M365', 'API', NOW, { state, items: 0 }), vendor: 'Prelude' });
  const tenant = { id: 't', name: 'Contoso', domain: 'contoso.onmicrosoft.com', cloud: 'Commercial', simulated: false };
  const counted = (...integrations: IntegrationHealth[]) =>
    integrationsOf({ measured: NOW, last_success: NOW, tenants: [{ tenant, integrations }] }).map((one) => one.state);
  expect(counted(...of('working'), by('working'))).toEqual(['working']);
  expect(counted(...of('working'), by('attention'))).toEqual(['working', 'attention']);
});

it('a strip ends in the words for its last interval', () => {
  const one = integration('i', 'One', 'API', NOW, { items: 1 });
  expect(coverageText(one, NOW).text).toMatch(/^complete since \d+ \w{3}$/);
  expect(coverageText({ ...one, coverage: { ...one.coverage, missing_since: NOW - 10_500_000 } }, NOW)).toEqual({
    text: '2 h 55 min missing',
    missing: true,
  });
});

it('offline is said only when everything that polls cannot reach Microsoft', () => {
  const unreachable = {
    code: 'wire.unreachable',
    title: '',
    message: '',
    remedies: [],
    retry: 'next_poll' as const,
    evidence: [],
  };
  const cut = integration('a', 'A', 'API', NOW, {
    state: 'failing',
    items: 0,
    problem: { problem: unreachable, since: NOW - 5000, consequence: null },
  });
  const paused = integration('b', 'B', 'API', NOW, { state: 'paused', items: 0 });
  expect(offlineSince([cut, paused])).toBe(NOW - 5000);
  expect(offlineSince([cut, integration('c', 'C', 'API', NOW, { items: 1 })])).toBeNull();
  expect(offlineSince([paused])).toBeNull();
});
