// The checklist of a setup: read when setups go stale, looked at on request, and by itself while somebody looks at the page.
import { useEffect, useRef } from 'react';
import type { PortalView, ProblemView } from '../../../contract.gen';
import { useLive } from '../../../host/live';
import { useAsk } from '../ask';
import { useWizard } from '../current';
import { useOffline } from '../useOffline';

const LOOK_EVERY_MS = 10_000;
const BUSY = 'setup.busy';

export type Checking = {
  portal: PortalView | null;
  problem: ProblemView | null;
  busy: boolean;
  /** Why nothing can be looked at now. */
  offline: string | null;
  check: (step: string) => void;
  again: () => void;
};

export function usePortal(): Checking {
  const { view, portal, setPortal } = useWizard();
  const offline = useOffline(view.tenant?.cloud);
  const live = useLive('setup_portal', { id: view.id }, ['setup']);
  const { ask, asking, problem } = useAsk();
  const read = live.value;
  useEffect(() => {
    if (read) setPortal(read);
  }, [read, setPortal]);
  const check = (step: string) => {
    if (asking === null) void ask('setup_check', { id: view.id, step }).then((after) => after && setPortal(after));
  };
  return {
    portal: portal ?? read,
    // Something else is under way in this setup; the next look comes by itself.
    problem: problem && problem.code !== BUSY ? problem : read ? null : live.problem,
    busy: asking !== null,
    offline,
    check,
    again: live.again,
  };
}

/** Calls back every ten seconds while the page is seen and it makes sense to look. */
export function useLooking(makesSense: boolean, look: () => void): void {
  const current = useRef(look);
  useEffect(() => {
    current.current = look;
  });
  useEffect(() => {
    if (!makesSense) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') current.current();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [makesSense]);
}
