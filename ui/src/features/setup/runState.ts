// How the run of a setup stands, from what this window saw of it and what the setup itself knows.
import type { Work } from '../../app/setups';
import type { ProblemView, SetupView, StepView } from '../../contract.gen';

export type RunState = 'ready' | 'running' | 'failed' | 'done' | 'undone';

export type RunNow = {
  state: RunState;
  /** Whether it takes back rather than makes. */
  undoing: boolean;
  steps: ReadonlyArray<StepView>;
  problem: ProblemView | null;
  stopping: boolean;
};

/** Attaching is a later step of the wizard; its steps are not those of a run. */
const ATTACHING = 'attach/';
/** What a test found is shown by the tests. */
const TESTS_FAILED = 'setup.tests_failed';

const changesTenant = (work: Work | undefined) => work?.asked.kind === 'run' || work?.asked.kind === 'undo';

export function runNow(view: SetupView, work: Work | undefined): RunNow {
  const own = changesTenant(work) ? work : undefined;
  const live = own !== undefined && own.ended === null;
  const declined = own?.problem?.code === 'confirm.declined';
  const ownProblem = declined ? null : (own?.problem ?? null);
  const other = work !== undefined && !own && work.ended === null;
  // What this window saw last, until the setup itself has the outcome.
  const kept = view.steps.filter((step) => !step.id.startsWith(ATTACHING));
  const steps = own && own.steps.length > 0 && (live || ownProblem) ? own.steps : kept;
  const standing = view.problem?.code === TESTS_FAILED ? null : view.problem;
  const problem = live ? null : (ownProblem ?? standing);
  return {
    state: live || (view.running && !other) ? 'running' : endOf(view, steps, problem),
    undoing: own?.asked.kind === 'undo' && (live || ownProblem !== null),
    steps,
    problem,
    stopping: own?.stopping === true,
  };
}

function endOf(view: SetupView, steps: ReadonlyArray<StepView>, problem: ProblemView | null): RunState {
  if (problem) return 'failed';
  if (steps.length > 0 && steps.every((step) => step.state === 'done')) return 'done';
  const undone = steps.some((step) => step.state === 'undone');
  if (view.stage === 'undone' || (undone && view.changes === 0)) return 'undone';
  if (steps.length === 0) return isRegistered(view) ? 'done' : 'ready';
  return 'failed';
}

/** By somebody else who carried the plan out, or before the steps of the run gave way to those of attaching. */
const isRegistered = (view: SetupView) =>
  view.app !== null && (view.app.ours || view.stage === 'collection' || view.stage === 'test' || view.stage === 'done');

/**
 * Whether the plan is somebody else's: then the proof by token, the last step of a run, is theirs, and so is what follows. What
 * was made goes back to them as a result.
 */
export const isOfOthers = (steps: ReadonlyArray<StepView>) =>
  steps.some((step) => step.id === 'forget') && !steps.some((step) => step.id === 'tokens');

export const isUnderWay = (step: StepView) => step.state === 'running' || step.state === 'waiting';

export const sumOfCalls = (steps: ReadonlyArray<StepView>) => steps.reduce((sum, step) => sum + step.calls, 0);
