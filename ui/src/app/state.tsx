// What every place shares: the app's state and the measured overview, read once and again when they go stale.
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { AppState, HealthState, IntegrationHealth, Overview } from '../contract.gen';
import { useLive, type Live } from '../host/live';

type Shared = { app: Live<AppState>; overview: Live<Overview> };

const Current = createContext<Shared | null>(null);

const NOTHING = {};

export function StateProvider({ children }: { children: ReactNode }) {
  const app = useLive('app_state', NOTHING, ['app']);
  const connected = app.value !== null && app.value.problem === null && app.value.tenants.length > 0;
  const overview = useLive('overview', connected ? NOTHING : null, ['overview', 'app']);
  const shared = useMemo(() => ({ app, overview }), [app, overview]);
  return <Current.Provider value={shared}>{children}</Current.Provider>;
}

export function useShared(): Shared {
  const shared = useContext(Current);
  if (!shared) throw new Error('StateProvider is missing above this component');
  return shared;
}

/** What is counted and judged: all that is collected here, and of what vendors collect, what needs a person. */
export function integrationsOf(overview: Overview | null): ReadonlyArray<IntegrationHealth> {
  return overview ? overview.tenants.flatMap((tenant) => tenant.integrations.filter(counts)) : [];
}

const counts = (one: IntegrationHealth) => one.vendor === null || one.state !== 'working';

export function countStates(integrations: ReadonlyArray<IntegrationHealth>): Record<HealthState, number> {
  const counts: Record<HealthState, number> = { working: 0, attention: 0, failing: 0, paused: 0, starting: 0 };
  for (const integration of integrations) counts[integration.state] += 1;
  return counts;
}
