// Whether nothing reaches Microsoft now, and since when, as a sentence. It is what the Overview infers from collection; a first
// setup, before anything is collected, learns it from the call that fails.
import { integrationsOf, useShared } from '../../app/state';
import { useNow } from '../../design/now';
import { moment } from '../../design/times';
import { offlineSince } from '../overview/Offline';

/** A simulated tenant is on this machine and needs no network. */
const LOCAL = 'simulated';

export function useOffline(cloud: string | undefined): string | null {
  const { overview } = useShared();
  const now = useNow();
  const since = cloud === LOCAL ? null : offlineSince(integrationsOf(overview.value));
  return since === null ? null : `Microsoft cannot be reached since ${moment(since, now)}.`;
}
