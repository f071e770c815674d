// The notice when nothing reaches Microsoft: since when, and that everything stored stays usable. It is inferred from every
// integration failing with the same unreachable host, never guessed from the browser's own idea of a network.
import type { IntegrationHealth } from '../../contract.gen';
import { PlugDisconnected16Regular } from '../../design/icons';
import { Moment } from '../../design/Moment';
import styles from './Overview.module.css';

export function offlineSince(integrations: ReadonlyArray<IntegrationHealth>): number | null {
  const active = integrations.filter((one) => one.vendor === null && one.state !== 'paused' && one.state !== 'starting');
  const cut = active.filter((one) => one.problem?.problem.code === 'wire.unreachable');
  if (active.length === 0 || cut.length !== active.length) return null;
  return Math.min(...cut.map((one) => one.problem?.since ?? Infinity));
}

type Props = { since: number | null; integrations: ReadonlyArray<IntegrationHealth>; now: number };

export function Offline({ since, integrations, now }: Props) {
  if (since === null) return null;
  const marks = integrations
    .filter((one) => one.state !== 'paused')
    .map((one) => one.data_up_to)
    .filter((at) => at !== null);
  return (
    <div className={styles.offline} role="status" data-testid="offline">
      <PlugDisconnected16Regular />
      <span>
        Microsoft cannot be reached since <Moment at={since} now={now} />.{' '}
        {marks.length > 0 && (
          <>
            Everything up to <Moment at={Math.min(...marks)} now={now} /> is here and searchable.
          </>
        )}
      </span>
    </div>
  );
}
