// What can go wrong in a setup, worded as the program words it.
import type { ProblemView } from '../../../contract.gen';
import { remedy } from '../integrations';

const AGAIN = remedy('try_again', 'Try again', 'Do the same again.');
const RESUME = remedy(
  'resume',
  'Resume',
  'Go on with the setup; what is done already is not done again.',
  'bartizan setup apply --resume',
);
const EDIT = remedy('edit_connection', 'Enter ids and secret again', 'Go to Set up and enter the tenant and the ids.');

export const SETUP_PROBLEMS = {
  unknownTenant: {
    code: 'setup.tenant_unknown',
    title: 'Tenant not found',
    message: 'Microsoft’s login host of Commercial knows no tenant nobody.onmicrosoft.com.',
    remedies: [
      EDIT,
      remedy('by_hand', 'Show how', 'In the Entra admin centre, open Overview and compare Tenant ID and Primary domain.'),
    ],
    retry: 'never',
    evidence: [{ label: 'Host', value: 'login.microsoftonline.com' }],
  },
  wrongCloud: {
    code: 'setup.wrong_cloud',
    title: 'Tenant lives in another cloud',
    message: 'fabrikamfed.us is a tenant of GCC High, not of Commercial.',
    remedies: [EDIT],
    retry: 'never',
    evidence: [{ label: 'Cloud of the tenant', value: 'GCC High' }],
  },
  stopped: {
    code: 'setup.stopped',
    title: 'Stopped as asked',
    message: 'The call that was under way was waited for. What was made is recorded.',
    remedies: [RESUME],
    retry: 'now',
    evidence: [],
  },
  replication: {
    code: 'setup.replication_timeout',
    title: 'Microsoft has not replicated yet',
    message: 'Office 365 Exchange Online does not know the new service principal after 10 attempts in 62 s.',
    remedies: [RESUME],
    retry: 'now',
    evidence: [
      { label: 'Endpoint', value: 'graph.microsoft.com/v1.0/servicePrincipals/{id}/appRoleAssignedTo' },
      { label: 'Request id', value: '90d3c7e2-6b14-4f8a-a5c9-e71f240db863' },
    ],
  },
  noRole: {
    code: 'setup.admin_role_missing',
    title: 'The account lacks a role for this plan',
    message:
      'bo.lind@contoso.com holds Security Reader. Granting takes Privileged Role Administrator or Global Administrator. Nothing was created.',
    remedies: [
      remedy('sign_in_again', 'Sign in with another account', 'Sign in with an account that holds the role that is named.'),
      remedy(
        'save_plan',
        'Save plan',
        'Save the plan as a file and give it to somebody who holds the role.',
        'bartizan setup plan --save FILE',
      ),
    ],
    retry: 'never',
    evidence: [{ label: 'Account', value: 'bo.lind@contoso.com' }],
  },
  role: {
    code: 'setup.directory_role_missing',
    title: 'The directory role is not assigned',
    message: 'Exchange Online answered 403: the app has Exchange.ManageAsApp, but not Security Reader.',
    remedies: [
      AGAIN,
      remedy('by_hand', 'Show how', 'In Roles and administrators, open Security Reader and choose Add assignments.'),
    ],
    retry: 'next_poll',
    evidence: [{ label: 'Status', value: '403 Forbidden' }],
  },
  tests: {
    code: 'setup.tests_failed',
    title: 'Not everything works yet',
    message: '1 of 9 tests failed.',
    remedies: [AGAIN],
    retry: 'never',
    evidence: [],
  },
  secretId: {
    code: 'credential.secret_id',
    title: 'The Secret ID was pasted instead of the Value',
    message: 'What was pasted is a GUID, as a Secret ID is. The Value stands in the column before it.',
    remedies: [remedy('by_hand', 'Show how', 'In Certificates & secrets, make a new client secret and copy its Value at once.')],
    retry: 'never',
    evidence: [],
  },
  unreadable: {
    code: 'setup.plan_unreadable',
    title: 'The plan file cannot be used',
    message: 'The file is not a plan of this program, or was changed after it was signed.',
    remedies: [AGAIN],
    retry: 'never',
    evidence: [],
  },
  unknown: {
    code: 'setup.not_found',
    title: 'No such setup',
    message: 'No setup of that id is in the local database.',
    remedies: [AGAIN],
    retry: 'never',
    evidence: [],
  },
} satisfies Record<string, ProblemView>;
