// What stands below the list of permissions: the credentials of the registration, and what must be so in the tenant.
import type { PlanView } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import { Certificate16Regular, Key16Regular } from '../../../design/icons';
import { PortalText } from '../../../design/PortalText';
import { Callout } from '../parts/Callout';
import parts from '../parts/Parts.module.css';
import styles from './Below.module.css';

export function Credentials({ plan }: { plan: PlanView }) {
  if (plan.credentials.length === 0) return null;
  return (
    <>
      <section className={parts.card} aria-label="Credentials">
        <header className={parts.cardHead}>
          <h3>Credentials</h3>
          <span className={parts.aside}>of “{plan.app_name}”</span>
        </header>
        {plan.credentials.map((credential) => (
          <div key={credential.kind} className={styles.row} data-testid="setup-plan-credential" data-kind={credential.kind}>
            {credential.kind === 'certificate' ? <Certificate16Regular /> : <Key16Regular />}
            <strong>{credential.kind === 'certificate' ? 'Certificate' : 'Client secret'}</strong>
            <span>
              for {credential.serves.join(', ')}
              {credential.rule && <small>{credential.rule}</small>}
            </span>
          </div>
        ))}
      </section>
      {plan.credential_note && <Callout testId="setup-credential-note">{plan.credential_note}</Callout>}
    </>
  );
}

export function Prerequisites({ plan }: { plan: PlanView }) {
  if (plan.prerequisites.length === 0) return null;
  return (
    <section className={parts.card} aria-label="What must be so in the tenant">
      <header className={parts.cardHead}>
        <h3>What must be so in the tenant</h3>
      </header>
      {plan.prerequisites.map((one) => (
        <div key={`${one.title}${one.how}`} className={styles.prerequisite} data-testid="setup-prerequisite">
          <strong>{one.title}</strong>
          <div>
            <span className="bz-select">
              <PortalText text={one.how} />
            </span>
            <small>for {one.needed_by.join(', ')}</small>
          </div>
          {one.link !== null && <CopyButton label="Copy link" name={`Copy the link for ${one.title}`} text={() => one.link} />}
        </div>
      ))}
    </section>
  );
}
