// The first moments after the very first start, before anything was measured; or the cause why nothing can be measured.
import { useRemedy } from '../../app/remedies';
import type { ProblemView } from '../../contract.gen';
import { Cause } from '../../design/Cause';
import styles from './Overview.module.css';

type Props = { problem: ProblemView | null; onAgain: () => void; reading?: string };

export function Skeleton({ problem, onAgain, reading = 'the last measurements' }: Props) {
  const remedy = useRemedy();
  if (problem)
    return <Cause problem={problem} tone="high" urgent onRemedy={(one) => remedy(one, problem, { try_again: onAgain })} />;
  return (
    <div aria-busy="true" aria-label={`Reading ${reading}`}>
      <div className={styles.verdictLine}>
        <i className={styles.bone} style={{ width: 300, height: 16 }} />
      </div>
      <div className={styles.card} style={{ marginTop: 28 }}>
        {[0, 1, 2].map((row) => (
          <div key={row} className={`${styles.row} ${styles.columns}`}>
            <i className={styles.bone} style={{ width: 72 }} />
            <i className={styles.bone} style={{ width: 180 }} />
            <i className={styles.bone} style={{ width: 64 }} />
          </div>
        ))}
      </div>
    </div>
  );
}
