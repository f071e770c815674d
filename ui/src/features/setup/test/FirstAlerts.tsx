// The newest alerts of a tenant, as they arrive: severity, title, what it is about, when.
import { useMemo } from 'react';
import { Foreign } from '../../../design/Foreign';
import { SeverityMark } from '../../../design/SeverityMark';
import { clock, utc } from '../../../design/times';
import { useLive } from '../../../host/live';
import { quoted } from '../../alerts/query/terms';
import styles from './FirstAlerts.module.css';

const SHOWN = 14;

export function FirstAlerts({ tenant }: { tenant: string }) {
  const request = useMemo(
    () => ({
      query: `tenant:${quoted(tenant)}`,
      up_to: null,
      sort: 'created' as const,
      descending: true,
      offset: 0,
      limit: SHOWN,
    }),
    [tenant],
  );
  const rows = useLive('alerts_rows', request, ['alerts']).value?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Newest alerts">
      {rows.map((row) => (
        <li key={row.id} data-testid="setup-first-alert">
          <SeverityMark grade={row.severity.grade} />
          <span className="bz-hidden">{row.severity.label}</span>
          <span className={`${styles.title} bz-ellipsis`} title={row.title}>
            <Foreign text={row.title} />
          </span>
          <span className={`${styles.entity} bz-ellipsis`}>{row.entity && <Foreign text={row.entity.text} />}</span>
          <time dateTime={new Date(row.created).toISOString()} title={utc(row.created)}>
            {clock(row.created)}
          </time>
        </li>
      ))}
    </ul>
  );
}
