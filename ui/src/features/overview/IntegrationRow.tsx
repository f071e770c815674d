// One integration as measured: state, how far its data reaches, lag, next poll, items, credential, and the cause of what is wrong.
import { useEffect, useRef, useState } from 'react';
import { useRemedy } from '../../app/remedies';
import type { CredentialHealth, IntegrationHealth, RemedyView } from '../../contract.gen';
import { Cause } from '../../design/Cause';
import { Foreign } from '../../design/Foreign';
import { Moment } from '../../design/Moment';
import { count } from '../../design/numbers';
import { Sparkline } from '../../design/Sparkline';
import { HEALTH_WORDS, HealthGlyph } from '../../design/StateGlyph';
import { ago, day, HOUR, MINUTE, moment, rhythm, sameDay, shortClock, span } from '../../design/times';
import { useHost } from '../../host/current';
import styles from './Overview.module.css';
import { RowMenu } from './RowMenu';

const SOON_DAYS = 30;
/** Up to here a poll is counted down, beyond it is named by its clock time. */
const SOON_MS = 3 * MINUTE;

type Props = {
  integration: IntegrationHealth;
  now: number;
  urgent: boolean;
  withCause: boolean;
  onDetach: () => void;
};

export function IntegrationRow({ integration, now, urgent, withCause, onDetach }: Props) {
  const host = useHost();
  const remedy = useRemedy();
  const [asking, setAsking] = useState(false);
  const { state, problem } = integration;
  const name = useRef<HTMLSpanElement>(null);
  const inCause = useRef(false);
  // A remedy that worked takes its cause away; whoever pressed it goes on at the row's name.
  useEffect(() => {
    if (problem || !inCause.current) return;
    inCause.current = false;
    name.current?.focus();
  }, [problem]);
  const lag = integration.lag_seconds === null ? '–' : span(integration.lag_seconds * 1000);

  const poll = () => {
    setAsking(true);
    // What comes of it is the row's next measurement, not an answer to this call.
    void host
      .call('integration_poll', { id: integration.id })
      .catch(() => undefined)
      .finally(() => setAsking(false));
  };
  const act = (one: RemedyView) => problem && remedy(one, problem.problem, { try_again: poll });
  const missing =
    integration.coverage.missing_since === null ? 0 : Math.min(24, Math.ceil((now - integration.coverage.missing_since) / HOUR));

  return (
    <div className={styles.row} data-testid="integration-row" data-state={state} data-id={integration.id}>
      <div className={styles.columns}>
        <div className={`${styles.state} ${styles[state]}`}>
          <HealthGlyph state={state} />
          {HEALTH_WORDS[state]}
        </div>
        <div className={styles.two}>
          <span
            ref={name}
            tabIndex={-1}
            className={`${styles.name} bz-ellipsis`}
            title={
              integration.vendor === null
                ? `Poll lag ${lag}, ${count(integration.items_24h)} items in the last 24 hours`
                : integration.title
            }
          >
            <Foreign text={integration.title} />
          </span>
          <small className="bz-ellipsis">{integration.subtitle}</small>
        </div>
        {integration.vendor === null ? (
          <>
            <DataUpTo integration={integration} now={now} />
            <div className={`${styles.right} ${styles.wide} bz-number`}>{lag}</div>
            <NextPoll integration={integration} now={now} />
            <div className={`${styles.items} ${styles.wide}`}>
              <Sparkline hours={integration.hours} missing={missing} paused={state === 'paused'} total={integration.items_24h} />
              <span className="bz-number">{count(integration.items_24h)}</span>
            </div>
            <div className={`${styles.right} ${styles.narrow} bz-number`}>{count(integration.items_24h)}</div>
          </>
        ) : (
          <Elsewhere vendor={integration.vendor} />
        )}
        <Credential credential={integration.credential} now={now} />
        <RowMenu integration={integration} onPoll={poll} onDetach={onDetach} />
      </div>
      {problem && withCause && (
        <div
          className={styles.cause}
          data-testid="cause"
          onFocus={() => {
            inCause.current = true;
          }}
          onBlur={(event) => {
            // Focus that leaves because the element is gone names no other; then the row still owes it a place.
            if (event.relatedTarget) inCause.current = false;
          }}
        >
          <Cause
            problem={problem.problem}
            tone={state === 'failing' ? 'high' : 'med'}
            consequence={problem.consequence ?? (state === 'failing' ? <Since at={problem.since} now={now} /> : null)}
            urgent={urgent}
            busy={asking || integration.polling}
            onRemedy={act}
          />
        </div>
      )}
    </div>
  );
}

/** The columns of what is measured here, of an integration that is collected elsewhere. */
function Elsewhere({ vendor }: { vendor: string }) {
  return (
    <>
      <div className={styles.two}>
        <span>–</span>
        <small className="bz-ellipsis">by {vendor}</small>
      </div>
      <div className={`${styles.right} ${styles.wide}`}>–</div>
      <div className={styles.right}>–</div>
      <div className={styles.wide} />
      <div className={`${styles.right} ${styles.narrow}`}>–</div>
    </>
  );
}

function Since({ at, now }: { at: number; now: number }) {
  return (
    <>
      Since <Moment at={at} now={now} />.
    </>
  );
}

function DataUpTo({ integration, now }: { integration: IntegrationHealth; now: number }) {
  const at = integration.data_up_to;
  if (at === null) {
    return (
      <div className={styles.two}>
        <span>–</span>
        <small>not polled yet</small>
      </div>
    );
  }
  const paused = integration.coverage.paused_since;
  return (
    <div className={`${styles.two} bz-number`}>
      <Moment at={at} now={now} className={integration.state === 'failing' ? styles.behind : undefined} />
      <small>{integration.state === 'paused' && paused !== null ? `paused ${day(paused, now)}` : ago(at, now)}</small>
    </div>
  );
}

function NextPoll({ integration, now }: { integration: IntegrationHealth; now: number }) {
  const { next_poll: next, polling } = integration;
  const every = rhythm(integration.every_seconds);
  let text = '–';
  let title: string | undefined;
  if (polling) text = 'now';
  else if (next !== null) {
    text =
      next <= now
        ? 'now'
        : next - now < SOON_MS
          ? `in ${span(next - now)}`
          : sameDay(next, now)
            ? shortClock(next)
            : moment(next, now);
    title = moment(next, now);
  }
  return (
    <div className={`${styles.two} ${styles.right} bz-number`} title={title}>
      <span>{text}</span>
      <small>{next === null && !polling ? 'paused' : polling ? 'polling' : every}</small>
    </div>
  );
}

function Credential({ credential, now }: { credential: CredentialHealth; now: number }) {
  const { days_left: days, expires } = credential;
  const text = days === null ? 'not known' : days < 0 ? 'expired' : `${count(days)} ${days === 1 ? 'day' : 'days'}`;
  const tone = days === null ? '' : days < 0 ? styles.late : days <= SOON_DAYS ? styles.soon : '';
  return (
    <div
      className={`${styles.two} ${styles.right} bz-number`}
      title={expires === null ? 'It is not known when it expires' : `Expires ${moment(expires, now)}`}
    >
      <span className={tone}>{text}</span>
      <small>{credential.kind === 'certificate' ? 'certificate' : 'secret'}</small>
    </div>
  );
}
