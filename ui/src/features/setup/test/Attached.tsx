// What is attached now, how many alerts each brought, and the newest of them as they arrive.
import type { AfterView } from '../../../contract.gen';
import { counted } from '../../../design/numbers';
import { CheckmarkCircle16Filled, Circle16Regular } from '../../../design/icons';
import { rhythm } from '../../../design/times';
import parts from '../parts/Parts.module.css';
import { RecoveryOffer } from '../../credentials/RecoveryOffer';
import { FirstAlerts } from './FirstAlerts';
import styles from './Test.module.css';

export function Attached({ after, tenant }: { after: ReadonlyArray<AfterView>; tenant: string }) {
  const items = after.reduce((sum, one) => sum + (one.items ?? 0), 0);
  const own = after.some((one) => one.collected_here);
  return (
    <div className={styles.attached}>
      <section className={parts.card} aria-label="Attached">
        <header className={parts.cardHead}>
          <h3>Attached</h3>
        </header>
        {after.map((one) => (
          <div key={one.integration} className={styles.one} data-testid="setup-attached" data-id={one.integration}>
            {one.attached === null ? <Circle16Regular /> : <CheckmarkCircle16Filled className={styles.ok} />}
            <span>{one.title}</span>
            <small className="bz-number">
              {one.attached === null
                ? 'not attached'
                : one.collected_here
                  ? [
                      one.items === null ? '' : counted(one.items, 'item'),
                      one.every_seconds === null ? '' : rhythm(one.every_seconds),
                    ]
                      .filter(Boolean)
                      .join(', ')
                  : 'by its vendor'}
            </small>
          </div>
        ))}
      </section>
      <RecoveryOffer />
      {own && (
        <section aria-label="First alerts">
          <p className={styles.first} role="status" data-testid="first-alerts">
            <strong>{counted(items, 'first item')}</strong> from {tenant}. New ones follow by themselves.
          </p>
          <FirstAlerts tenant={tenant} />
        </section>
      )}
    </div>
  );
}
