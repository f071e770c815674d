// What the person chose for the window. Loaded before anything is drawn, saved a moment after the last change.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Preferences } from '../contract.gen';
import { useHost } from '../host/current';

const SAVE_AFTER_MS = 400;

/** What holds until the saved ones are read, and where they cannot be. */
export const FIRST_PREFERENCES: Preferences = {
  theme: 'system',
  last_place: 'overview',
  columns: ['severity', 'status', 'title', 'entity', 'created'],
  detail_width: 384,
  letter_keys: true,
};

type Choices = { preferences: Preferences; prefer: (change: Partial<Preferences>) => void };

const Current = createContext<Choices>({ preferences: FIRST_PREFERENCES, prefer: () => undefined });

export const usePreferences = () => useContext(Current);

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const host = useHost();
  const [preferences, setPreferences] = useState<Preferences | null>(null);
  const saved = useRef<Preferences | null>(null);

  useEffect(() => {
    let gone = false;
    const take = (loaded: Preferences) => {
      if (gone) return;
      saved.current = loaded;
      setPreferences(loaded);
    };
    host.call('preferences_load', {}).then(take, () => take(FIRST_PREFERENCES));
    return () => {
      gone = true;
    };
  }, [host]);

  useEffect(() => {
    if (preferences === null || preferences === saved.current) return undefined;
    const timer = setTimeout(() => {
      saved.current = preferences;
      // A preference that cannot be saved still holds for this window; the write problem itself is shown by the store.
      void host.call('preferences_save', preferences).catch(() => undefined);
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [host, preferences]);

  const prefer = useCallback((change: Partial<Preferences>) => setPreferences((last) => last && { ...last, ...change }), []);
  const choices = useMemo(() => (preferences ? { preferences, prefer } : null), [preferences, prefer]);
  return choices ? <Current.Provider value={choices}>{children}</Current.Provider> : null;
}
