// How a step of the portal stands for the person: what cannot be told is not what was only not done yet.
import type { PortalState, PortalStepView } from '../../../contract.gen';

/** A step that was looked at without a finding is open, unless the program says why it cannot tell. */
export const standingOf = (step: PortalStepView): PortalState =>
  step.state === 'unsure' && step.unsure === null ? 'open' : step.state;

/** Right, or looked at and beyond what can be seen from here; a value that is still to be pasted is neither. */
export const mayGoOn = (step: PortalStepView): boolean =>
  step.state === 'right' || (step.state === 'unsure' && step.wants.length === 0);
