// How much of Microsoft's limits is used now. Integrations of a tenant that share a limit are one line.
import type { Quota, TenantHealth } from '../../contract.gen';
import { Meter } from '../../design/Meter';
import { count, counted } from '../../design/numbers';
import styles from './Panels.module.css';

export function QuotaPanel({ tenants }: { tenants: ReadonlyArray<TenantHealth> }) {
  const lines = quotaLines(tenants);
  const waits = lines.reduce((sum, line) => sum + line.quota.waits_today, 0);
  if (lines.length === 0) return null;
  return (
    <section className={`${styles.panel} ${styles.quota}`} aria-label="Quota used now">
      <header>
        <h3>Quota used now</h3>
        <span className={styles.hint}>mark: highest today</span>
      </header>
      {lines.map(({ label, quota }) => (
        <div key={label} className={styles.limit}>
          <span className="bz-ellipsis">{label}</span>
          <span className={styles.used}>
            <b>{count(quota.used)}</b> of {count(quota.limit)} / min
          </span>
          <Meter used={quota.used} limit={quota.limit} highest={quota.highest_today} label={label} />
        </div>
      ))}
      <p>{waits === 0 ? 'Microsoft asked for no waits today.' : `${counted(waits, 'wait')} asked for by Microsoft today.`}</p>
    </section>
  );
}

export function quotaLines(tenants: ReadonlyArray<TenantHealth>): ReadonlyArray<{ label: string; quota: Quota }> {
  const lines = new Map<string, Quota>();
  for (const { tenant, integrations } of tenants) {
    for (const { quota } of integrations) {
      if (quota.limit > 0) lines.set(`${quota.title}, ${tenant.name}`, quota);
    }
  }
  return [...lines].map(([label, quota]) => ({ label, quota }));
}
