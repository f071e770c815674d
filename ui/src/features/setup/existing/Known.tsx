// What is known of the app so far: its ids and which credentials are kept, never the credentials themselves.
import type { SetupApp } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { useNow } from '../../../design/now';
import { day } from '../../../design/times';
import parts from '../parts/Parts.module.css';
import styles from './Existing.module.css';

export function Known({ app }: { app: SetupApp | null }) {
  const now = useNow();
  return (
    <section className={`${parts.card} ${styles.known}`} aria-label="What is known of the app" data-testid="setup-known-app">
      <header className={parts.cardHead}>
        <h3>Known so far</h3>
      </header>
      <dl className={parts.pairs}>
        <dt>Name</dt>
        <dd className="bz-select">{app?.name ? <Foreign text={app.name} /> : '–'}</dd>
        <dt>Application (client) ID</dt>
        <dd className="bz-mono-select">{app?.client_id ?? '–'}</dd>
        <dt>Object ID</dt>
        <dd className="bz-mono-select">{app?.object_id ?? '–'}</dd>
        <dt>Client secret</dt>
        <dd>{app?.has_secret ? 'kept in the keyring' : '–'}</dd>
        <dt>Certificate</dt>
        <dd>
          {app?.thumbprint ? <span className="bz-mono-select">{app.thumbprint}</span> : '–'}
          {typeof app?.certificate_expires === 'number' && `, ends ${day(app.certificate_expires, now)}`}
        </dd>
      </dl>
    </section>
  );
}
