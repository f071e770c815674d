// What stands in place of everything while the program could not open what it needs: one cause and its ways out.
import { useRemedy } from '../../app/remedies';
import type { ProblemView } from '../../contract.gen';
import { Cause } from '../../design/Cause';
import { Place } from '../frame/Place';
import styles from './Welcome.module.css';

export function StartProblem({ problem, onAgain }: { problem: ProblemView; onAgain: () => void }) {
  const remedy = useRemedy();
  return (
    <Place>
      <div className={styles.problem} data-pane="content">
        <h2 className={styles.headline}>Bartizan could not open its data</h2>
        <p className={styles.lead}>Nothing was changed. Collection starts as soon as the cause below is gone.</p>
        <Cause problem={problem} tone="high" urgent onRemedy={(one) => remedy(one, problem, { try_again: onAgain })} />
      </div>
    </Place>
  );
}
