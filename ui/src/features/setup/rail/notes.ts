// One line below each step of the rail: what was decided there, or how it stands.
import type { Work } from '../../../app/setups';
import type { PlanView, PortalView, SetupView } from '../../../contract.gen';
import { counted } from '../../../design/numbers';
import { isUnderWay, runNow } from '../runState';
import { registersNothing, type Step } from '../stages';

export function noteOf(step: Step, view: SetupView, work: Work | undefined, portal: PortalView | null): string {
  const { plan } = view;
  switch (step) {
    case 'choose':
      return counted(view.choices.length, 'integration');
    case 'tenant':
      return view.tenant ? `${view.tenant.name}, ${view.tenant.cloud_title}` : '';
    case 'review':
      return plan ? planNote(plan) : '';
    case 'method':
      return methodNote(view);
    case 'credential':
      return plan ? credentialNote(plan) : '';
    case 'register':
      return registerNote(view, work, portal);
    case 'collection': {
      const here = view.after.filter((one) => one.collected_here).length;
      const vendors = view.after.length - here;
      return [here > 0 ? `${here} here` : '', vendors > 0 ? `${vendors} by vendors` : ''].filter(Boolean).join(', ');
    }
    case 'test': {
      if (view.stage === 'done') return 'attached';
      const passed = view.tests.filter((test) => test.outcome === 'passed').length;
      return view.tests.length > 0 ? `${passed} of ${view.tests.length} passed` : '';
    }
  }
}

export const permissionsOf = (plan: PlanView) =>
  plan.apis.flatMap((api) => api.permissions).filter((permission) => permission.needed_by.length > 0);

export const rolesOf = (plan: PlanView) => plan.roles.filter((role) => role.needed_by.length > 0);

function planNote(plan: PlanView): string {
  if (registersNothing(plan)) return 'nothing to register';
  const permissions = permissionsOf(plan).length;
  const roles = rolesOf(plan).length;
  return roles > 0 ? `${counted(permissions, 'permission')} and ${counted(roles, 'role')}` : counted(permissions, 'permission');
}

function methodNote(view: SetupView): string {
  if (view.method === 'portal') return 'Guide me through the portal';
  if (view.method === 'existing') return 'I already have an app';
  return view.app && !view.app.ours ? 'Do it for me, app that exists' : 'Do it for me';
}

function credentialNote(plan: PlanView): string {
  const kinds = new Set(plan.credentials.map((credential) => credential.kind));
  if (kinds.size === 2) return 'Certificate and secret';
  return kinds.has('certificate') ? 'Certificate' : 'Client secret';
}

function registerNote(view: SetupView, work: Work | undefined, portal: PortalView | null): string {
  if (view.method === 'portal') {
    const right = portal?.steps.filter((step) => step.state === 'right').length ?? 0;
    return portal ? `${right} of ${portal.steps.length} in the portal` : '';
  }
  if (view.method === 'existing') return view.app?.name ?? '';
  const now = runNow(view, work);
  const current = now.steps.find(isUnderWay);
  switch (now.state) {
    case 'ready':
      return '';
    case 'running':
      return current?.title ?? 'running';
    case 'failed':
      return 'stopped';
    case 'done':
      return view.app?.name ?? 'registered';
    case 'undone':
      return 'undone';
  }
}
