// One tenant with its integrations.
import type { IntegrationHealth, TenantHealth } from '../../contract.gen';
import { Foreign } from '../../design/Foreign';
import { count } from '../../design/numbers';
import { IntegrationRow } from './IntegrationRow';
import styles from './Overview.module.css';

type Props = {
  entry: TenantHealth;
  now: number;
  urgent: string | null;
  onlyCauseOf: string | null;
  onDetach: (integration: IntegrationHealth) => void;
};

export function TenantCard({ entry, now, urgent, onlyCauseOf, onDetach }: Props) {
  const { tenant, integrations } = entry;
  return (
    <section className={styles.card} aria-label={tenant.name} data-testid="tenant">
      <header className={styles.tenantHead}>
        <h3>
          <Foreign text={tenant.name} />
        </h3>
        {tenant.domain !== tenant.name && <span className="bz-mono-select">{tenant.domain}</span>}
        <span className={styles.chip}>{tenant.cloud}</span>
        <span className={styles.collected}>{count(integrations.length)} collected here</span>
      </header>
      {integrations.map((integration) => (
        <IntegrationRow
          key={integration.id}
          integration={integration}
          now={now}
          urgent={integration.id === urgent}
          withCause={onlyCauseOf === null || onlyCauseOf === integration.id}
          onDetach={() => onDetach(integration)}
        />
      ))}
      {integrations.length === 0 && <p className={styles.none}>Nothing is collected from this tenant.</p>}
    </section>
  );
}
