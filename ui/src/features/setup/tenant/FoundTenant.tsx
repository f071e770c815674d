// The tenant that Microsoft named: what an administrator recognises it by.
import type { SetupTenant } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import { Foreign } from '../../../design/Foreign';
import { CheckmarkCircle16Filled } from '../../../design/icons';
import parts from '../parts/Parts.module.css';
import styles from './Tenant.module.css';

export function FoundTenant({ tenant }: { tenant: SetupTenant }) {
  return (
    <section className={`${parts.card} ${styles.found}`} aria-label="The tenant" role="status" data-testid="setup-found-tenant">
      <header className={parts.cardHead}>
        <CheckmarkCircle16Filled className={styles.ok} />
        <h3>
          <Foreign text={tenant.name} />
        </h3>
        <span className={parts.chip}>{tenant.cloud_title}</span>
      </header>
      <dl className={`${parts.pairs} ${styles.pairs}`}>
        <dt>Domain</dt>
        <dd className="bz-mono-select">{tenant.domain}</dd>
        <dt>Directory (tenant) ID</dt>
        <dd className={styles.id}>
          <span className="bz-mono-select" data-testid="setup-tenant-id">
            {tenant.id}
          </span>
          <CopyButton name="Copy the Directory (tenant) ID" text={() => tenant.id} />
        </dd>
      </dl>
    </section>
  );
}
