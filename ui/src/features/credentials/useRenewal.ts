// A renewal while this window carries it on: its steps as they come, and why it got no further. How far each renewal is, the host
// keeps; it is read again after every step.
import { useCallback, useRef, useState } from 'react';
import type { HandedOver, ProblemView, RenewRequest, StepView } from '../../contract.gen';
import { withStep } from '../../app/steps';
import { useHost } from '../../host/current';
import { asProblem } from '../../host/problem';
import { DECLINED } from '../setup/ask';

export type RenewalWork = {
  credential: string;
  running: boolean;
  steps: ReadonlyArray<StepView>;
  problem: ProblemView | null;
  /** Begins the same again, with a sign-in where that is what was missing. */
  again: () => void;
  signIn: () => void;
};

const PLAIN: Omit<RenewRequest, 'id'> = {
  object_id: null,
  certificate_id: null,
  bits: null,
  days: null,
  finish: false,
  sign_in: null,
};

export type Renewals = {
  work: RenewalWork | null;
  renew: (id: string, change?: Partial<Omit<RenewRequest, 'id'>>) => void;
  handedOver: (request: HandedOver) => void;
};

export function useRenewal(): Renewals {
  const host = useHost();
  const [work, setWork] = useState<RenewalWork | null>(null);
  const busy = useRef(false);

  const carry = useCallback(
    (
      credential: string,
      what: 'credential_renew' | 'credential_handed_over',
      begin: (onStep: (step: StepView) => void) => Promise<unknown>,
      ways: Pick<RenewalWork, 'again' | 'signIn'>,
    ) => {
      if (busy.current) return;
      busy.current = true;
      setWork({ credential, running: true, steps: [], problem: null, ...ways });
      const change = (some: (last: RenewalWork) => Partial<RenewalWork>) =>
        setWork((last) => last && { ...last, ...some(last) });
      begin((step) => change((last) => ({ steps: withStep(last.steps, step) })))
        .then(
          () => change(() => ({ running: false })),
          (reason: unknown) => {
            const found = asProblem(reason, what);
            change(() => ({ running: false, problem: found.code === DECLINED ? null : found }));
          },
        )
        .finally(() => {
          busy.current = false;
        });
    },
    [],
  );

  const renew = useCallback(
    function renew(id: string, change: Partial<Omit<RenewRequest, 'id'>> = {}) {
      const again = () => renew(id, change);
      const signIn = () => renew(id, { ...change, sign_in: 'browser' });
      carry(id, 'credential_renew', (onStep) => host.call('credential_renew', { id, ...PLAIN, ...change }, onStep), {
        again,
        signIn,
      });
    },
    [carry, host],
  );
  const handedOver = useCallback(
    function handedOver(request: HandedOver) {
      const again = () => handedOver(request);
      const signIn = () => renew(request.id, { sign_in: 'browser' });
      carry(request.id, 'credential_handed_over', (onStep) => host.call('credential_handed_over', request, onStep), {
        again,
        signIn,
      });
    },
    [carry, host, renew],
  );
  return { work, renew, handedOver };
}
