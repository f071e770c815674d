// Hands the chosen host to the page, so that a test or the development page can put another one in its place.
import { createContext, useContext } from 'react';
import type { Host } from './host';

const Current = createContext<Host | null>(null);

export const HostProvider = Current.Provider;

export function useHost(): Host {
  const host = useContext(Current);
  if (!host) throw new Error('HostProvider is missing above this component');
  return host;
}
