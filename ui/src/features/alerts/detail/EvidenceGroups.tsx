// Evidence by group. In the summary each piece is two lines; in its own tab it opens to every field it has.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { EvidenceGroup, EvidenceItem } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import { Foreign, visible } from '../../../design/Foreign';
import { count } from '../../../design/numbers';
import { EntityIcon } from '../EntityIcon';
import styles from './Detail.module.css';
import { Facts } from './Facts';

type Props = { groups: ReadonlyArray<EvidenceGroup>; expandable: boolean; onQuery: (query: string) => void; now: number };

const WORST = new Set(['malicious', 'compromised', 'confirmedcompromised']);

export function EvidenceGroups({ groups, expandable, onQuery, now }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(['0/0']));
  const toggle = (key: string) =>
    setOpen((last) => {
      const next = new Set(last);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <>
      {groups.map((group, index) => (
        <section
          key={`${group.kind}${index}`}
          className={styles.group}
          aria-label={group.title}
          data-testid="evidence-group"
          data-kind={group.kind}
        >
          <h4>
            {group.title} <span className="bz-number">{count(group.items.length)}</span>
          </h4>
          {group.items.map((item, place) => {
            const key = `${index}/${place}`;
            return (
              <Piece
                key={key}
                kind={group.kind}
                item={item}
                opened={expandable ? open.has(key) : null}
                onToggle={() => toggle(key)}
                onQuery={onQuery}
                now={now}
              />
            );
          })}
        </section>
      ))}
    </>
  );
}

type PieceProps = {
  kind: EvidenceGroup['kind'];
  item: EvidenceItem;
  /** Null where pieces do not open. */
  opened: boolean | null;
  onToggle: () => void;
  onQuery: (query: string) => void;
  now: number;
};

function Piece({ kind, item, opened, onToggle, onQuery, now }: PieceProps) {
  const { pivot } = item;
  const head = (
    <>
      <EntityIcon kind={kind} />
      <span className={`${styles.primary} ${item.mono ? 'bz-mono' : ''}`}>
        <Foreign text={item.primary} />
      </span>
      {item.verdict.label && (
        <span
          className={
            WORST.has(item.verdict.value.toLowerCase())
              ? styles.bad
              : item.verdict.value.toLowerCase() === 'suspicious'
                ? styles.doubtful
                : styles.verdict
          }
        >
          {item.verdict.label}
        </span>
      )}
      <span className={styles.secondary}>
        <Foreign text={item.secondary || (item.known ? '' : item.type_name)} />
      </span>
    </>
  );
  if (opened === null) return <div className={styles.piece}>{head}</div>;
  return (
    <>
      <button
        type="button"
        className={`${styles.piece} ${styles.opens}`}
        aria-expanded={opened}
        title={visible(item.primary)}
        onClick={onToggle}
        data-testid="evidence-item"
      >
        {head}
      </button>
      {opened && (
        <div className={styles.fields}>
          <Facts facts={item.fields} onQuery={onQuery} now={now} small />
          <div className={styles.acts}>
            {pivot && (
              <Button size="small" onClick={() => onQuery(pivot.query)} data-testid="pivot">
                {pivot.label}
              </Button>
            )}
            <CopyButton appearance="transparent" name={`Copy ${visible(item.primary)}`} text={() => copied(item)} />
          </div>
        </div>
      )}
    </>
  );
}

function copied(item: EvidenceItem): string {
  return [
    item.primary,
    ...item.fields.map((fact) => `${fact.label}: ${fact.time === null ? fact.value : new Date(fact.time).toISOString()}`),
  ].join('\n');
}
