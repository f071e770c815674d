// The record of a setup's calls, oldest first. It follows the newest one while the end is in sight.
import { useLayoutEffect, useRef } from 'react';
import type { CallView } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import { Foreign } from '../../../design/Foreign';
import { clock, took, utc } from '../../../design/times';
import styles from './Run.module.css';

const AT_THE_END_PX = 24;
const REFUSED = 400;

export function RecordHead({ calls }: { calls: ReadonlyArray<CallView> }) {
  return (
    <div className={styles.recordHead}>
      <h3>Record of calls</h3>
      <CopyButton appearance="transparent" name="Copy the record" text={() => calls.map(callText).join('\n')} />
    </div>
  );
}

export function RecordList({ calls }: { calls: ReadonlyArray<CallView> }) {
  const scroll = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [calls.length]);
  return (
    <div
      ref={scroll}
      className={styles.record}
      // Reachable by keyboard, so that it can be scrolled.
      tabIndex={0}
      role="region"
      aria-label="Record of calls"
      data-pane="record"
      data-testid="setup-record"
      onScroll={({ currentTarget: element }) => {
        follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_THE_END_PX;
      }}
    >
      {calls.length === 0 && <p className={styles.none}>No call was made yet.</p>}
      <ol>
        {calls.map((call, index) => (
          <li key={index} data-testid="setup-record-row" data-status={call.status ?? ''}>
            <time className={styles.at} dateTime={new Date(call.at).toISOString()} title={utc(call.at)}>
              {clock(call.at)}
            </time>
            <span className="bz-select">
              <Foreign text={call.what} />
            </span>
            <span className={`${styles.status} ${(call.status ?? 0) >= REFUSED ? styles.refused : ''}`}>
              {call.status ?? 'asked'}
            </span>
            <span className={styles.took}>{call.took_ms === null ? '' : took(call.took_ms)}</span>
            <span className={`${styles.path} bz-select`} title={`As ${call.made_as}`}>
              <b>{call.method}</b> {call.path}
            </span>
            <span className={`${styles.request} bz-select`}>request-id {call.request_id}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function callText(call: CallView): string {
  return [
    utc(call.at),
    call.method,
    call.path,
    call.status ?? '-',
    `request-id ${call.request_id}`,
    `as ${call.made_as}`,
    call.what,
  ].join('  ');
}
