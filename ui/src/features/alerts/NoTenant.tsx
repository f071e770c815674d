// Alerts before any tenant is connected: what is missing and the one step that changes it.
import { Button } from '@fluentui/react-components';
import { usePlaces } from '../../app/places';
import styles from './Alerts.module.css';

export function NoTenant() {
  const { go } = usePlaces();
  return (
    <div className={styles.noTenant} data-pane="content">
      <h2>No tenant is connected yet</h2>
      <p>Alerts are searchable here, and without a network, as soon as the first ones have arrived.</p>
      <Button appearance="primary" onClick={() => go('setup')}>
        Connect a tenant
      </Button>
    </div>
  );
}
