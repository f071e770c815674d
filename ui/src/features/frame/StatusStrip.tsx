// The line at the foot of the window: states in words, last success, clock difference, store, zone, version.
import { LockClosed12Regular } from '../../design/icons';
import type { ReactNode } from 'react';
import { usePlaces } from '../../app/places';
import { useRun } from '../../app/run';
import { useSetups } from '../../app/setups';
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
  const settingUp = useSettingUp();
  const counts = countStates(integrationsOf(overview));
  const [worst, ...rest] = ORDER.filter((state) => counts[state] > 0);
  const connected = app !== null && app.tenants.length > 0;
  const left: ReactNode[] = [];
  const practising = run !== null && run.ended === null;
  if (practising) left.push('Setting up a simulated tenant');
  else if (settingUp !== null) left.push(`Setting up ${settingUp}`);
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
  } else if (app && !connected && !practising) {
    left.push(settingUp === null ? 'No tenant connected' : 'Nothing is collected yet');
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

/** The tenant of the setup that runs, or of the one on screen. */
function useSettingUp(): string | null {
  const { place } = usePlaces();
  const { opened, views, works } = useSetups();
  const running = Object.entries(works).find(([, work]) => work.ended === null)?.[0];
  const id = running ?? (place === 'setup' && typeof opened === 'object' ? opened.id : null);
  const view = id === null ? undefined : views[id];
  const ended = running === undefined && (view?.stage === 'done' || view?.stage === 'undone');
  return ended ? null : (view?.tenant?.name ?? null);
}

function clockText(difference: number | null): string {
  if (difference === null) return 'Clock not compared yet';
  const seconds = difference / 1000;
  const sign = seconds < 0 ? '−' : '+';
  return `Clock ${sign}${Math.abs(seconds).toFixed(1)} s to Microsoft`;
}
