// The line at the foot of the window: states in words, last success, clock difference, store, zone, version.
import { LockClosed12Regular } from '../../design/icons';
import type { ReactNode } from 'react';
import { useRun } from '../../app/run';
import { countStates, integrationsOf } from '../../app/state';
import type { AppState, HealthState, Overview } from '../../contract.gen';
import { Moment } from '../../design/Moment';
import { bytes, counted } from '../../design/numbers';
import { useNow } from '../../design/now';
import { HealthGlyph } from '../../design/StateGlyph';
import { zone } from '../../design/times';
import styles from './StatusStrip.module.css';

const ORDER: ReadonlyArray<HealthState> = ['failing', 'attention', 'working', 'paused', 'starting'];

export function StatusStrip({ app, overview }: { app: AppState | null; overview: Overview | null }) {
  const now = useNow();
  const { run } = useRun();
  const counts = countStates(integrationsOf(overview));
  const [worst, ...rest] = ORDER.filter((state) => counts[state] > 0);
  const connected = app !== null && app.tenants.length > 0;
  const left: ReactNode[] = [];
  if (run && run.ended === null) left.push(run.kind === 'practise' ? 'Setting up a simulated tenant' : 'Connecting a tenant');
  if (worst) {
    left.push(
      <span className={styles.states}>
        <HealthGlyph state={worst} />
        <strong>
          {counts[worst]} {worst}
        </strong>
        {rest.map((state) => (
          <span key={state}>
            {counts[state]} {state}
          </span>
        ))}
      </span>,
    );
  } else if (app && !connected && !(run && run.ended === null)) {
    left.push('No tenant connected');
  }
  if (overview && overview.last_success !== null) {
    left.push(
      <span>
        Last success <Moment at={overview.last_success} now={now} />
      </span>,
    );
  }
  if (app) left.push(clockText(app.clock_difference_ms));
  return (
    <footer className={styles.strip} aria-label="Status">
      <div className={styles.side}>
        {left.map((part, index) => (
          <span key={index}>{part}</span>
        ))}
      </div>
      {app && (
        <div className={styles.side}>
          {connected ? (
            <span className={styles.store} title={app.data_folder}>
              <LockClosed12Regular /> {counted(app.alerts, 'alert')}, {bytes(app.store_bytes)}, encrypted
            </span>
          ) : (
            app.key_place && <span>Database key in {app.key_place}</span>
          )}
          <span className={styles.wide}>{zone(now)}</span>
          <span className={styles.wide}>Bartizan {app.version}</span>
        </div>
      )}
    </footer>
  );
}

function clockText(difference: number | null): string {
  if (difference === null) return 'Clock not compared yet';
  const seconds = difference / 1000;
  const sign = seconds < 0 ? '−' : '+';
  return `Clock ${sign}${Math.abs(seconds).toFixed(1)} s to Microsoft`;
}
