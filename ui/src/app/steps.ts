// Steps as they stream: each replaces what was known of it, a new one goes to the end.
import type { StepView } from '../contract.gen';

export function withStep(steps: ReadonlyArray<StepView>, step: StepView): ReadonlyArray<StepView> {
  const at = steps.findIndex((known) => known.id === step.id);
  return at < 0 ? [...steps, step] : steps.map((known, index) => (index === at ? step : known));
}
