// The facts of an alert, what it is about, what Microsoft recommends, and its evidence in short. Text from Microsoft is text.
import type { AlertDetail } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { counted } from '../../../design/numbers';
import styles from './Detail.module.css';
import { EvidenceGroups } from './EvidenceGroups';
import { Facts } from './Facts';

export function SummaryTab({ detail, onQuery, now }: { detail: AlertDetail; onQuery: (query: string) => void; now: number }) {
  return (
    <>
      <Facts facts={detail.facts} onQuery={onQuery} now={now} />
      {detail.description && (
        <p className={`${styles.description} bz-select`}>
          <Foreign text={detail.description} />
        </p>
      )}
      {detail.unknown_evidence > 0 && (
        <p className={styles.unknown}>
          {counted(detail.unknown_evidence, 'piece')} of evidence of a kind that Microsoft added since, shown field by field.
        </p>
      )}
      <EvidenceGroups groups={detail.evidence} expandable={false} onQuery={onQuery} now={now} />
      {detail.recommended_actions && (
        <section className={styles.group} aria-label="Recommended actions">
          <h4>Recommended actions</h4>
          <p className={`${styles.description} bz-select`}>
            <Foreign text={detail.recommended_actions} />
          </p>
        </section>
      )}
      {detail.further.length > 0 && (
        <section className={styles.group} aria-label="Further fields">
          <h4>
            Further fields <span>{detail.further.length}</span>
          </h4>
          <Facts facts={detail.further} onQuery={onQuery} now={now} small />
        </section>
      )}
    </>
  );
}
