// Step 3: everything that would be granted, in one list, with the reason of each line and who needs it; below it the exact calls.
import { useMoving, useWizard } from '../current';
import { Callout } from '../parts/Callout';
import { Footer, Page } from '../parts/Page';
import { ProblemHere } from '../parts/ProblemHere';
import { neighbour, STEPS, placeOf, titleOf, registersNothing } from '../stages';
import { Calls } from './Calls';
import { Credentials, Prerequisites } from './Below';
import { PermissionTable } from './PermissionTable';
import { SavedPlan, SavePlan } from './SavePlan';
import { useSavePlan } from './useSavePlan';
import { counted } from '../../../design/numbers';

export function Review() {
  const { view } = useWizard();
  const { go } = useMoving();
  const saving = useSavePlan(view.id);
  const { plan } = view;
  const next = neighbour(view, 'review', 1);
  const footer = (
    <Footer
      back={{ label: titleOf('tenant'), onPress: () => go('tenant') }}
      note={plan?.who_may}
      next={
        next && {
          label: `Next: ${STEPS[placeOf(next)]?.short ?? ''}`,
          onPress: () => go(next),
          disabled: plan === null,
        }
      }
    />
  );
  if (!plan) {
    return (
      <Page
        testId="setup-review"
        title="There is no plan yet"
        lead="It is made from what was chosen and the tenant."
        footer={footer}
      >
        <ProblemHere problem={view.problem} />
      </Page>
    );
  }
  const compared = plan.compared;
  const lead = [
    plan.merged_from > 0 ? `${counted(plan.merged_from, 'request')} merged.` : '',
    compared
      ? `“${compared.name}” has ${compared.present}, ${compared.missing} ${compared.missing === 1 ? 'is' : 'are'} missing, ${compared.surplus} ${compared.surplus === 1 ? 'is' : 'are'} surplus.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <Page
      testId="setup-review"
      title={plan.verdict}
      lead={lead}
      controls={<SavePlan saving={saving} />}
      footer={footer}
      sheet={plan.calls.length > 0 && <Calls plan={plan} />}
    >
      <SavedPlan saving={saving} />
      {plan.warnings.map((warning) => (
        <Callout key={warning} tone="warn" testId="setup-warning">
          {warning}
        </Callout>
      ))}
      {registersNothing(plan) ? (
        <Callout testId="setup-nothing">The vendors register their own apps, so nothing is registered here.</Callout>
      ) : (
        <PermissionTable plan={plan} />
      )}
      <Credentials plan={plan} />
      <Prerequisites plan={plan} />
    </Page>
  );
}
