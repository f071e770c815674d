// Overview: the verdict, every integration as measured, what is complete, what is used of Microsoft's limits.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { countStates, integrationsOf, useShared } from '../../app/state';
import type { IntegrationHealth } from '../../contract.gen';
import { Pause16Regular, Play16Regular } from '../../design/icons';
import { useNow } from '../../design/now';
import { useHost } from '../../host/current';
import { Place } from '../frame/Place';
import { Welcome } from '../welcome/Welcome';
import { Completeness } from './Completeness';
import { Detach } from './Detach';
import { Offline, offlineSince } from './Offline';
import styles from './Overview.module.css';
import { QuotaPanel } from './QuotaPanel';
import { Scope } from './Scope';
import { Skeleton } from './Skeleton';
import { TenantCard } from './TenantCard';
import { Verdict } from './Verdict';

export function Overview() {
  const { app, overview } = useShared();
  const host = useHost();
  const now = useNow();
  const [scope, setScope] = useState<string | null>(null);
  // Kept from the moment it was asked for: its row is gone before the panel is.
  const [detaching, setDetaching] = useState<IntegrationHealth | null>(null);
  const state = app.value;
  const panel = detaching && <Detach key={detaching.id} integration={detaching} onClose={() => setDetaching(null)} />;
  if (!state) return <Place>{null}</Place>;
  if (state.tenants.length === 0) {
    return (
      <Place>
        <Welcome app={state} />
        {panel}
      </Place>
    );
  }
  const known = overview.value;
  const tenants = (known?.tenants ?? []).filter((entry) => scope === null || entry.tenant.id === scope);
  const all = integrationsOf(known);
  const allPaused = all.length > 0 && countStates(all).paused === all.length;
  const integrations = integrationsOf(known && { ...known, tenants });
  const urgent = integrations.find((one) => one.state === 'failing' && one.problem)?.id ?? null;
  // While nothing reaches Microsoft there is one cause, shown once.
  const offline = offlineSince(integrations);
  const pauseAll = () => void host.call('integrations_pause', { id: null, paused: !allPaused }).catch(() => undefined);

  return (
    <Place
      controls={
        <>
          {state.tenants.length > 1 && <Scope tenants={state.tenants} chosen={scope} onChoose={setScope} />}
          <Button
            size="small"
            appearance="transparent"
            icon={allPaused ? <Play16Regular /> : <Pause16Regular />}
            onClick={pauseAll}
            disabled={all.length === 0}
            data-testid="pause-all"
          >
            {allPaused ? 'Resume all' : 'Pause all'}
          </Button>
        </>
      }
    >
      <div className={styles.page} data-pane="content">
        <div className={styles.column}>
          {known ? (
            <>
              <Offline since={offline} integrations={integrations} now={now} />
              <Verdict overview={known} integrations={integrations} problem={overview.problem} now={now} />
              <div className={`${styles.columns} ${styles.head}`} aria-hidden="true">
                <span>State</span>
                <span>Integration</span>
                <span>Data up to</span>
                <span className={`${styles.right} ${styles.wide}`}>Poll lag</span>
                <span className={styles.right}>Next poll</span>
                <span className={styles.wide}>Items, last 24 h</span>
                <span className={`${styles.right} ${styles.narrow}`}>24 h</span>
                <span className={styles.right}>Credential</span>
              </div>
              {tenants.map((entry) => (
                <TenantCard
                  key={entry.tenant.id}
                  entry={entry}
                  now={now}
                  urgent={urgent}
                  onlyCauseOf={offline === null ? null : urgent}
                  onDetach={setDetaching}
                />
              ))}
              <div className={styles.panels}>
                <Completeness tenants={tenants} now={now} />
                <QuotaPanel tenants={tenants} />
              </div>
            </>
          ) : (
            <Skeleton problem={overview.problem} onAgain={overview.again} />
          )}
        </div>
      </div>
      {panel}
    </Place>
  );
}
