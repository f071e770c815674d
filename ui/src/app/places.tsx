// Where the person is, and what has to survive leaving a place: the query, its order, the chosen alert.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Place, SortBy } from '../contract.gen';
import { usePreferences } from './preferences';

export type AlertsMemory = {
  query: string;
  sort: SortBy;
  descending: boolean;
  /** The chosen alert: its handle, Microsoft's id, and where it stood in the list. */
  chosen: { seq: number; id: string; index: number } | null;
};

/** Where the window can be. Credentials is not yet among the places that the host remembers. */
export type PlaceName = Place | 'credentials';

type Places = {
  place: PlaceName;
  go: (place: PlaceName) => void;
  alerts: AlertsMemory;
  setAlerts: (change: Partial<AlertsMemory>) => void;
  /** Goes to Alerts with that query. */
  openAlerts: (query: string) => void;
};

const Current = createContext<Places | null>(null);

export const PLACES: ReadonlyArray<{ place: PlaceName; title: string; key: string }> = [
  { place: 'overview', title: 'Overview', key: 'o' },
  { place: 'setup', title: 'Set up', key: 's' },
  { place: 'alerts', title: 'Alerts', key: 'a' },
  { place: 'credentials', title: 'Credentials', key: 'c' },
  { place: 'settings', title: 'Settings', key: ',' },
];

export function PlacesProvider({ children }: { children: ReactNode }) {
  const { preferences, prefer } = usePreferences();
  const [place, setPlace] = useState<PlaceName>(preferences.last_place);
  const [alerts, change] = useState<AlertsMemory>({ query: '', sort: 'created', descending: true, chosen: null });

  const go = useCallback(
    (to: PlaceName) => {
      setPlace(to);
      if (to !== 'credentials') prefer({ last_place: to });
    },
    [prefer],
  );
  const setAlerts = useCallback((some: Partial<AlertsMemory>) => change((last) => ({ ...last, ...some })), []);
  const openAlerts = useCallback(
    (query: string) => {
      change((last) => ({ ...last, query, chosen: null }));
      go('alerts');
    },
    [go],
  );
  const places = useMemo(() => ({ place, go, alerts, setAlerts, openAlerts }), [place, go, alerts, setAlerts, openAlerts]);
  return <Current.Provider value={places}>{children}</Current.Provider>;
}

export function usePlaces(): Places {
  const places = useContext(Current);
  if (!places) throw new Error('PlacesProvider is missing above this component');
  return places;
}
