// The app beside the plan: what it has, lacks and has beyond; and the ways to what it lacks.
import { Button } from '@fluentui/react-components';
import { useMoving, useWizard } from '../current';
import { Callout } from '../parts/Callout';
import { ProblemHere } from '../parts/ProblemHere';
import { PermissionTable } from '../review/PermissionTable';
import { SavedPlan } from '../review/SavePlan';
import { useSavePlan } from '../review/useSavePlan';
import styles from './Existing.module.css';

export function Compared() {
  const { view } = useWizard();
  const { save, moving, problem } = useMoving();
  const saving = useSavePlan(view.id);
  const { plan } = view;
  const compared = plan?.compared;
  if (!plan || !compared) return null;
  const addForMe = () => void save({ method: 'automatic', adopt: compared.client_id }, 'register');
  return (
    <>
      {compared.missing === 0 ? (
        <Callout live tone="good" testId="setup-complete">
          It has all that is needed{compared.surplus > 0 ? `, and ${compared.surplus} beyond, which stay as they are` : ''}.
        </Callout>
      ) : (
        <Callout
          live
          tone="warn"
          testId="setup-lacks"
          action={
            <span className={styles.acts}>
              <Button size="small" onClick={addForMe} disabledFocusable={moving} data-testid="setup-add-missing">
                Add them for me
              </Button>
              <Button
                size="small"
                onClick={() => void save({ method: 'portal' }, 'register')}
                disabledFocusable={moving}
                data-testid="setup-show-portal"
              >
                Show the portal steps
              </Button>
              <Button
                size="small"
                onClick={() => saving.save('pack')}
                disabledFocusable={saving.busy}
                data-testid="setup-hand-over"
              >
                Save signed plan
              </Button>
            </span>
          }
        >
          {compared.missing} of what was chosen {compared.missing === 1 ? 'is' : 'are'} missing. Whoever may grant{' '}
          {compared.missing === 1 ? 'it' : 'them'} can do it here, in the portal, or with a signed plan.
        </Callout>
      )}
      <SavedPlan saving={saving} />
      <ProblemHere problem={problem} />
      <PermissionTable plan={plan} />
    </>
  );
}
