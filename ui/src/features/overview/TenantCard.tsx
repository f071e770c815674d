// One tenant with its integrations.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
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
  const [unfolded, setUnfolded] = useState(false);
  const byVendors = integrations.filter((one) => one.vendor !== null);
  const here = integrations.length - byVendors.length;
  // What vendors collect needs no row while nothing is wrong with it.
  const folds = byVendors.length > 0 && byVendors.every((one) => one.state === 'working');
  const shown = integrations.filter((one) => one.vendor === null || !folds || unfolded);
  return (
    <section className={styles.card} aria-label={tenant.name} data-testid="tenant">
      <header className={styles.tenantHead}>
        <h3>
          <Foreign text={tenant.name} />
        </h3>
        {tenant.domain !== tenant.name && <span className="bz-mono-select">{tenant.domain}</span>}
        <span className={styles.chip}>{tenant.cloud}</span>
        <span className={styles.collected}>
          {count(here)} collected here
          {byVendors.length > 0 && !folds && `, ${count(byVendors.length)} by vendors`}
          {folds && (
            <Button
              size="small"
              appearance="transparent"
              className={styles.fold}
              aria-expanded={unfolded}
              onClick={() => setUnfolded(!unfolded)}
              data-testid="by-vendors"
            >
              {count(byVendors.length)} by vendors
            </Button>
          )}
        </span>
      </header>
      {shown.map((integration) => (
        <IntegrationRow
          key={integration.id}
          integration={integration}
          now={now}
          urgent={integration.id === urgent}
          withCause={onlyCauseOf === null || onlyCauseOf === integration.id}
          onDetach={() => onDetach(integration)}
        />
      ))}
      {shown.length === 0 && here === 0 && <p className={styles.none}>Nothing is collected here from this tenant.</p>}
    </section>
  );
}
