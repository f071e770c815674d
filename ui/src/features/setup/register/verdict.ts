// The one sentence over a run.
import type { SetupView, StepView } from '../../../contract.gen';
import { counted } from '../../../design/numbers';
import { isUnderWay, sumOfCalls, type RunNow } from '../runState';

export function verdictOf(view: SetupView, run: RunNow): string {
  const { steps } = run;
  switch (run.state) {
    case 'ready':
      return 'Nothing was changed yet';
    case 'running':
      return underWay(steps) ?? (run.undoing ? 'Beginning to undo' : 'Beginning');
    case 'failed': {
      const undone = run.problem ? -1 : steps.findIndex((step) => step.state === 'undone');
      return undone < 0 ? stopped(steps, run.undoing) : `Undone from step ${undone + 1} on`;
    }
    case 'done':
      return view.app?.name ? `“${view.app.name}” is registered` : 'The app is registered';
    case 'undone':
      return view.changes > 0 ? 'Partly undone' : 'What was made has been taken back';
  }
}

/** `Grant admin consent, step 6 of 9`. */
export function underWay(steps: ReadonlyArray<StepView>): string | null {
  const at = steps.findIndex(isUnderWay);
  const step = steps[at];
  return step ? `${step.title}, step ${at + 1} of ${steps.length}` : null;
}

/** `Stopped at step 6 after 18 calls`. */
function stopped(steps: ReadonlyArray<StepView>, undoing: boolean): string {
  const what = undoing ? 'Undoing stopped' : 'Stopped';
  const at = steps.findIndex((step) => step.state !== 'done' && step.state !== 'undone');
  const calls = sumOfCalls(steps);
  if (steps.length === 0) return `${what} before the first call`;
  if (at < 0) return `${what} after ${counted(calls, 'call')}`;
  return calls === 0 && at === 0 ? `${what} before the first call` : `${what} at step ${at + 1} after ${counted(calls, 'call')}`;
}
