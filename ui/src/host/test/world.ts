// The invented installation that the test host tells about: two tenants, six integrations, some hundred alerts. Each name of a
// world is a state that a person may meet.
import type { AppState, IntegrationHealth, Overview, Preferences, SetupTenant } from '../../contract.gen';
import { makeAlerts, type TestAlert } from './alerts';
import { integration, PROBLEMS } from './integrations';

export type World = {
  app: AppState;
  overview: Overview;
  alerts: TestAlert[];
  /** Milliseconds that each step takes. */
  pace: number;
  /** Connects the simulated tenant. */
  connect: () => void;
  /** A setup attached what it set up. */
  attached: (tenant: SetupTenant) => void;
};

export const FIRST_TEST_PREFERENCES: Preferences = {
  theme: 'system',
  last_place: 'overview',
  columns: ['severity', 'status', 'title', 'entity', 'created'],
  detail_width: 384,
  letter_keys: true,
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CONTOSO = { id: 't1', name: 'Contoso', domain: 'contoso.onmicrosoft.com', cloud: 'Commercial', simulated: false };
const FABRIKAM = { id: 't2', name: 'Fabrikam Federal', domain: 'fabrikamfed.onmicrosoft.com', cloud: 'GCC', simulated: false };
const SIMULATED = {
  id: 't3',
  name: 'Northwind Rehearsal',
  domain: 'northwind.onmicrosoft.com',
  cloud: 'Simulated',
  simulated: true,
};

export function makeWorld(name: string, now = Date.now()): World {
  const overview = { measured: now, last_success: now - 4 * SECOND, tenants: [] } as Overview;
  const world: World = {
    app: {
      version: '0.1.0',
      tenants: [],
      key_place: 'Secret Service (GNOME Keyring)',
      key_made: now - 5 * HOUR,
      data_folder: '/home/ann/.local/share/bartizan',
      alerts: 0,
      store_bytes: 1_840_000_000,
      clock_difference_ms: name === 'first' || name === 'practise' ? null : 412,
      clouds: [
        { id: 'commercial', title: 'Commercial' },
        { id: 'gcc', title: 'GCC' },
        { id: 'gcchigh', title: 'GCC High' },
        { id: 'dod', title: 'DoD' },
        { id: 'china', title: 'China (21Vianet)' },
      ],
      start_practising: name === 'practise',
      problem: name === 'locked' ? PROBLEMS.locked : null,
    },
    overview,
    alerts: [],
    pace: 700,
    connect: () => {
      world.app.tenants = [SIMULATED];
      world.app.clock_difference_ms = 3;
      world.overview.tenants = [
        {
          tenant: SIMULATED,
          integrations: [integration('sim-xdr', 'Defender XDR alerts', 'Microsoft Graph, alerts_v2', now, { items: 64 })],
        },
      ];
      world.alerts = makeAlerts(64, now).map((alert) => ({ ...alert, tenant: SIMULATED.name }));
    },
    attached: (tenant) => {
      const view = { id: 't9', name: tenant.name, domain: tenant.domain, cloud: tenant.cloud_title, simulated: false };
      world.app.tenants = [...world.app.tenants.filter((one) => one.name !== tenant.name), view];
      world.overview.tenants = [
        ...world.overview.tenants.filter((entry) => entry.tenant.name !== tenant.name),
        {
          tenant: view,
          integrations: [integration('t9-defender-xdr', 'Defender XDR alerts', 'Microsoft Graph, alerts_v2', now, { items: 64 })],
        },
      ];
      world.alerts = world.alerts.length > 0 ? world.alerts : makeAlerts(64, now);
    },
  };
  if (name === 'first' || name === 'practise' || name === 'locked' || name.startsWith('setup')) return world;
  world.app.tenants = [CONTOSO, FABRIKAM];
  world.alerts = name === 'empty' ? [] : makeAlerts(412, now);
  overview.tenants = [
    { tenant: CONTOSO, integrations: contoso(now) },
    { tenant: FABRIKAM, integrations: fabrikam(now) },
  ];
  const all = overview.tenants.flatMap((entry) => entry.integrations);
  if (name === 'calm') for (const one of all) Object.assign(one, { state: 'working', problem: null });
  if (name === 'offline') {
    const since = now - 40 * MINUTE;
    for (const one of all.filter((one) => one.state !== 'paused')) {
      Object.assign(one, { state: 'failing', problem: { problem: PROBLEMS.unreachable, since, consequence: null } });
      one.coverage.missing_since = since;
    }
  }
  if (name === 'starting')
    for (const one of all)
      Object.assign(one, {
        state: 'starting',
        problem: null,
        data_up_to: null,
        lag_seconds: null,
        polling: true,
        items_24h: 0,
        hours: [],
      });
  return world;
}

function contoso(now: number): IntegrationHealth[] {
  const cut = now - 2 * HOUR - 55 * MINUTE;
  return [
    integration('c-mcas', 'Defender for Cloud Apps', 'Cloud Apps API, alerts', now, {
      state: 'failing',
      data_up_to: cut,
      lag_seconds: null,
      last_success: cut,
      next_poll: now + 5 * MINUTE,
      every_seconds: 900,
      shape: 'quiet',
      items: 31,
      problem: {
        problem: PROBLEMS.consent,
        since: cut + 15 * MINUTE,
        consequence: '11 polls were refused with 403. Alerts since then are still at Microsoft and will be fetched.',
      },
      coverage: { from: now - 100 * DAY, up_to: cut, missing_since: cut, paused_since: null },
      quota: { title: 'Cloud Apps', used: 0, limit: 30, highest_today: 9, waits_today: 0 },
    }),
    integration('c-xdr', 'Defender XDR alerts', 'Microsoft Graph, alerts_v2', now, {
      lag_seconds: 38,
      shape: 'day',
      items: 1284,
      quota: { title: 'Graph security', used: 11, limit: 150, highest_today: 38, waits_today: 0 },
    }),
    integration('c-mde', 'Defender for Endpoint', 'WindowsDefenderATP, alerts', now, {
      data_up_to: now - 2 * MINUTE,
      lag_seconds: 41,
      every_seconds: 120,
      next_poll: now + 48 * SECOND,
      shape: 'even',
      items: 402,
      quota: { title: 'Endpoint API', used: 4, limit: 100, highest_today: 17, waits_today: 0 },
    }),
    integration('c-quarantine', 'Exchange quarantine', 'Exchange Online, quarantine', now, {
      state: 'paused',
      data_up_to: now - 2 * DAY,
      lag_seconds: null,
      next_poll: null,
      every_seconds: 900,
      shape: 'none',
      items: 0,
      coverage: { from: now - 100 * DAY, up_to: now - 2 * DAY, missing_since: null, paused_since: now - 2 * DAY },
      quota: { title: 'Exchange', used: 0, limit: 0, highest_today: 0, waits_today: 0 },
    }),
  ];
}

function fabrikam(now: number): IntegrationHealth[] {
  return [
    integration('f-audit', 'Office 365 audit log', 'Office 365 Management APIs, 5 content types', now, {
      state: 'attention',
      data_up_to: now - 6 * MINUTE,
      lag_seconds: 52,
      next_poll: now + MINUTE,
      every_seconds: 300,
      shape: 'even',
      items: 96412,
      credential: { kind: 'secret', days_left: 12, expires: now + 12 * DAY },
      problem: { problem: PROBLEMS.expiring, since: now - 2 * DAY, consequence: null },
      coverage: { from: now - 17 * DAY, up_to: now - 6 * MINUTE, missing_since: null, paused_since: null },
      quota: { title: 'Management API', used: 212, limit: 2000, highest_today: 940, waits_today: 3 },
    }),
    integration('f-xdr', 'Defender XDR incidents', 'Microsoft Graph, incidents', now, {
      data_up_to: now - 2 * MINUTE,
      lag_seconds: 44,
      shape: 'bursts',
      items: 57,
      credential: { kind: 'certificate', days_left: 348, expires: now + 348 * DAY },
      coverage: { from: now - 3 * DAY, up_to: now - 2 * MINUTE, missing_since: null, paused_since: null },
      quota: { title: 'Graph security', used: 6, limit: 150, highest_today: 22, waits_today: 0 },
    }),
  ];
}
