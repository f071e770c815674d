// One alert beside the list: what it is at once from its row, everything else as soon as it is read.
import { Button, Tab, TabList } from '@fluentui/react-components';
import { useState } from 'react';
import type { AlertDetail, AlertRow } from '../../../contract.gen';
import { Cause } from '../../../design/Cause';
import { CopyButton } from '../../../design/CopyButton';
import { Foreign } from '../../../design/Foreign';
import { ArrowDown16Regular, ArrowUp16Regular, Dismiss16Regular } from '../../../design/icons';
import { Kbd } from '../../../design/Kbd';
import { counted } from '../../../design/numbers';
import { SeverityMark, severityClass } from '../../../design/SeverityMark';
import { sameDay, shortClock, moment } from '../../../design/times';
import type { Live } from '../../../host/live';
import { alertText } from './alertText';
import styles from './Detail.module.css';
import { EvidenceGroups } from './EvidenceGroups';
import { HistoryTab } from './HistoryTab';
import { RawTab } from './RawTab';
import { SummaryTab } from './SummaryTab';

export type TabName = 'summary' | 'evidence' | 'history' | 'raw';

type Props = {
  row: AlertRow;
  live: Live<AlertDetail>;
  onQuery: (query: string) => void;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
  now: number;
};

export function Detail({ row, live, onQuery, onStep, onClose, now }: Props) {
  const [tab, setTab] = useState<TabName>('summary');
  // While another alert is read, the answer at hand is about the one before.
  const detail = live.value && !live.waiting ? live.value : null;
  const head = detail?.row ?? row;
  const before = detail?.severity_before ?? null;
  return (
    <article className={styles.detail} aria-labelledby="detail-title">
      <header className={styles.head}>
        <div className={styles.top}>
          <SeverityMark grade={head.severity.grade} />
          <span className={styles[severityClass(head.severity.grade)]}>
            <Foreign text={head.severity.label} />
          </span>
          {before && (
            <span className={styles.before}>
              was {before.label} until {sameDay(before.until, now) ? shortClock(before.until) : moment(before.until, now)}
            </span>
          )}
          <span className={styles.steps}>
            <Button
              size="small"
              appearance="transparent"
              icon={<ArrowUp16Regular />}
              aria-label="Previous alert"
              title="Previous alert ([)"
              onClick={() => onStep(-1)}
            />
            <Button
              size="small"
              appearance="transparent"
              icon={<ArrowDown16Regular />}
              aria-label="Next alert"
              title="Next alert (])"
              onClick={() => onStep(1)}
            />
            <Button
              size="small"
              appearance="transparent"
              icon={<Dismiss16Regular />}
              aria-label="Back to the list"
              title="Back to the list (Esc)"
              onClick={onClose}
              data-testid="detail-close"
            />
          </span>
        </div>
        <h2 id="detail-title" className="bz-select" data-testid="detail-title">
          <Foreign text={head.title} />
        </h2>
        <div className={`${styles.id} bz-mono-select`}>{head.id}</div>
        <div className={styles.buttons}>
          <CopyButton name="Copy the alert" text={() => detail && alertText(detail)} />
        </div>
        <TabList
          size="small"
          selectedValue={tab}
          onTabSelect={(_, data) => setTab(data.value as TabName)}
          className={styles.tabs}
        >
          <Tab className={styles.tab} value="summary" data-testid="tab-summary">
            Summary
          </Tab>
          <Tab className={styles.tab} value="evidence" data-testid="tab-evidence">
            Evidence {detail?.evidence_count ?? ''}
          </Tab>
          <Tab className={styles.tab} value="history" data-testid="tab-history">
            History {detail?.history.length ?? ''}
          </Tab>
          <Tab className={styles.tab} value="raw" data-testid="tab-raw">
            Raw JSON
          </Tab>
        </TabList>
      </header>
      <div className={styles.body} role="tabpanel" aria-label={tab} tabIndex={-1} key={`${row.id}${tab}`}>
        {live.problem && !live.waiting && !detail && (
          <Cause problem={live.problem} tone="high" urgent={false} onRemedy={live.again} />
        )}
        {detail && tab === 'summary' && <SummaryTab detail={detail} onQuery={onQuery} now={now} />}
        {detail && tab === 'evidence' && (
          <>
            <p className={styles.lead}>
              {detail.evidence_count === 0
                ? 'Microsoft sent no evidence with this alert.'
                : `${counted(detail.evidence_count, 'item')} of ${counted(detail.evidence.length, 'kind')}. Choose one to see all of it.`}
            </p>
            <EvidenceGroups groups={detail.evidence} expandable onQuery={onQuery} now={now} />
          </>
        )}
        {detail && tab === 'history' && <HistoryTab history={detail.history} now={now} />}
        {tab === 'raw' && <RawTab seq={head.seq} now={now} />}
      </div>
      <KeyLine />
    </article>
  );
}

export function NoDetail() {
  return (
    <div className={styles.detail}>
      <div className={styles.empty}>
        <h2>Choose an alert</h2>
        <p>
          <Kbd>j</Kbd> <Kbd>k</Kbd> move, <Kbd>Enter</Kbd> opens, <Kbd>/</Kbd> searches, <Kbd>?</Kbd> shows all keys.
        </p>
      </div>
    </div>
  );
}

function KeyLine() {
  return (
    <footer className={styles.keys} aria-hidden="true">
      <Kbd>[</Kbd>
      <Kbd>]</Kbd> <span>previous, next</span>
      <Kbd>d</Kbd> <span>device</span>
      <Kbd>u</Kbd> <span>user</span>
      <Kbd>c</Kbd> <span>copy</span>
    </footer>
  );
}
