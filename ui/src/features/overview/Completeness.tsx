// Which span of the last seven days is in the store, a strip per integration, with the sum in words at its end.
import type { IntegrationHealth, TenantHealth } from '../../contract.gen';
import { CoverageStrip } from '../../design/CoverageStrip';
import { DAY, day, span, startOfDay, weekday } from '../../design/times';
import styles from './Panels.module.css';

const DAYS = 7;
const ROOM_FOR_LABEL = 0.1;

export function coverageText(integration: IntegrationHealth, now: number): { text: string; missing: boolean } {
  const { from, missing_since: missing, paused_since: paused } = integration.coverage;
  if (missing !== null) return { text: `${span(now - missing)} missing`, missing: true };
  if (paused !== null) return { text: `paused since ${day(paused, now)}`, missing: false };
  if (from !== null) return { text: `complete since ${day(from, now)}`, missing: false };
  return { text: 'nothing listed yet', missing: false };
}

export function Completeness({ tenants: all, now }: { tenants: ReadonlyArray<TenantHealth>; now: number }) {
  // What vendors collect is not listed here, so nothing can be said of it.
  const here = all.map((entry) => ({ ...entry, integrations: entry.integrations.filter((one) => one.vendor === null) }));
  const tenants = here.filter((entry) => entry.integrations.length > 0);
  const from = now - DAYS * DAY;
  const midnights = Array.from({ length: DAYS }, (_, index) => startOfDay(now - (DAYS - 1 - index) * DAY)).filter(
    // A label that has no room before the end would be cut.
    (at) => (now - at) / (DAYS * DAY) > ROOM_FOR_LABEL,
  );
  const coverages = tenants.flatMap((entry) => entry.integrations.map((one) => one.coverage));
  return (
    <section className={`${styles.panel} ${styles.completeness}`} aria-label="Completeness, last 7 days">
      <header>
        <h3>Completeness, last 7 days</h3>
        <span className={styles.legend}>
          <Swatch kind="stored" />
          {coverages.some((one) => one.missing_since !== null) && <Swatch kind="not fetched" />}
          {coverages.some((one) => one.paused_since !== null) && <Swatch kind="paused" />}
        </span>
      </header>
      <div className={styles.grid}>
        <span className={styles.axis} aria-hidden="true">
          {midnights.map((at) => (
            <span key={at} style={{ left: `${((at - from) / (DAYS * DAY)) * 100}%` }}>
              {weekday(at)} {new Date(at).getDate()}
            </span>
          ))}
        </span>
        {tenants.map((entry) =>
          entry.integrations.map((integration, index) => {
            const { text, missing } = coverageText(integration, now);
            return (
              <div key={integration.id} className={styles.strip}>
                <span className={`${styles.tenant} bz-ellipsis`} title={entry.tenant.name}>
                  {index === 0 ? entry.tenant.name : ''}
                </span>
                <span className="bz-ellipsis" title={integration.title}>
                  {integration.title}
                </span>
                <CoverageStrip coverage={integration.coverage} from={from} to={now} sentence={`${integration.title}: ${text}`} />
                <span className={missing ? styles.missing : styles.sum}>{text}</span>
              </div>
            );
          }),
        )}
      </div>
    </section>
  );
}

function Swatch({ kind }: { kind: 'stored' | 'not fetched' | 'paused' }) {
  const look = { stored: styles.stored, 'not fetched': styles.notFetched, paused: styles.paused }[kind];
  return (
    <span>
      <i className={look} /> {kind}
    </span>
  );
}
