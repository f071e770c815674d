// The eight steps of the wizard: their order, their names, which of them apply, and how far a setup has come.
import type { PlanView, SetupStage, SetupView } from '../../contract.gen';

export type Step = Exclude<SetupStage, 'done' | 'undone'>;

export const STEPS: ReadonlyArray<{ step: Step; title: string; short: string }> = [
  { step: 'choose', title: 'Choose', short: 'choose' },
  { step: 'tenant', title: 'Cloud and tenant', short: 'cloud and tenant' },
  { step: 'review', title: 'Review permissions', short: 'review permissions' },
  { step: 'method', title: 'How to register', short: 'how to register' },
  { step: 'credential', title: 'Credential', short: 'credential' },
  { step: 'register', title: 'Register', short: 'register' },
  { step: 'collection', title: 'Collection', short: 'collection' },
  { step: 'test', title: 'Test and save', short: 'test and save' },
];

/** What has no meaning where the vendors register everything themselves. */
const ONLY_WITH_APP: ReadonlyArray<Step> = ['method', 'credential', 'register'];

export const placeOf = (step: Step) => STEPS.findIndex((row) => row.step === step);

export const titleOf = (step: Step) => STEPS[placeOf(step)]?.title ?? '';

/** The page that shows a stage: what is done is shown where it ended. */
export function stepOf(stage: SetupStage): Step {
  if (stage === 'done') return 'test';
  if (stage === 'undone') return 'register';
  return stage;
}

export function registersNothing(plan: PlanView | null): boolean {
  return (
    plan !== null && plan.apis.every((api) => api.permissions.length === 0) && plan.roles.length + plan.credentials.length === 0
  );
}

export function applies(view: SetupView | null, step: Step): boolean {
  return !(ONLY_WITH_APP.includes(step) && registersNothing(view?.plan ?? null));
}

export function neighbour(view: SetupView, step: Step, direction: 1 | -1): Step | null {
  for (let at = placeOf(step) + direction; at >= 0 && at < STEPS.length; at += direction) {
    const found = STEPS[at]?.step;
    if (found && applies(view, found)) return found;
  }
  return null;
}

/** The last step that can be gone to, from what the setup itself knows. */
export function reached(view: SetupView): Step {
  if (view.choices.length === 0) return 'choose';
  if (!view.tenant) return 'tenant';
  const known: Step[] = ['review', stepOf(view.stage)];
  if (view.steps.length > 0 || view.app) known.push('register');
  if (view.tests.length > 0 || view.after.some((one) => one.attached !== null)) known.push('test');
  return known.reduce((last, step) => (placeOf(step) > placeOf(last) ? step : last));
}

/** `At step 6 of 8, Register`; for the list. */
export function stageWords(stage: SetupStage): string {
  if (stage === 'done') return 'Done, everything is attached';
  if (stage === 'undone') return 'Undone, what was made has been taken back';
  const place = placeOf(stage);
  return `At step ${place + 1} of ${STEPS.length}, ${STEPS[place]?.title ?? ''}`;
}
