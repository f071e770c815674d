// How far the alerts reach, in the top bar: the mark that all sources keep, and by name each one that is behind its rhythm.
import { integrationsOf } from '../../app/state';
import type { IntegrationHealth, Millis, Overview } from '../../contract.gen';
import { visible } from '../../design/Foreign';
import { Moment } from '../../design/Moment';
import styles from './Alerts.module.css';

const MISSED_POLLS = 3;

function isBehind(integration: IntegrationHealth, now: number): boolean {
  const silence = now - (integration.last_success ?? integration.data_up_to ?? 0);
  return integration.state === 'failing' || silence > MISSED_POLLS * integration.every_seconds * 1000;
}

export function DataUpTo({ overview, fallback, now }: { overview: Overview | null; fallback: Millis | null; now: number }) {
  const marked = integrationsOf(overview).filter((one) => one.data_up_to !== null && one.state !== 'paused');
  const behind = marked.filter((one) => isBehind(one, now));
  const inTime = marked.filter((one) => !behind.includes(one)).map((one) => one.data_up_to ?? 0);
  const mark = inTime.length ? Math.min(...inTime) : behind.length ? null : fallback;
  if (mark === null && behind.length === 0) return null;
  return (
    <span className={`${styles.upTo} bz-number`}>
      {mark !== null && (
        <>
          Data up to <Moment at={mark} now={now} />
        </>
      )}
      {behind.map((one, index) => (
        <span key={one.id} className={styles.behind}>
          {index > 0 || mark !== null ? ', ' : 'Data of '}
          {visible(one.title)} {mark === null ? 'up ' : ''}to <Moment at={one.data_up_to ?? 0} now={now} />
        </span>
      ))}
    </span>
  );
}
