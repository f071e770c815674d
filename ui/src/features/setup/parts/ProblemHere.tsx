// A problem where it arose, with what its remedies mean at this place.
import { useRemedy, type Ways } from '../../../app/remedies';
import type { ProblemView } from '../../../contract.gen';
import { Cause } from '../../../design/Cause';
import styles from './Parts.module.css';

type Props = { problem: ProblemView | null; ways?: Ways; tone?: 'high' | 'med'; urgent?: boolean; busy?: boolean };

export function ProblemHere({ problem, ways = {}, tone = 'high', urgent = false, busy = false }: Props) {
  const remedy = useRemedy();
  if (!problem) return null;
  return (
    <div className={styles.problem} role="alert">
      <Cause problem={problem} tone={tone} urgent={urgent} busy={busy} onRemedy={(one) => remedy(one, problem, ways)} />
    </div>
  );
}
