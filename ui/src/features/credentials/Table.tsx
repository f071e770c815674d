// Every credential in a row of its own, those that end first at the top.
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { CredentialRow } from '../../contract.gen';
import { CopyButton } from '../../design/CopyButton';
import { ExpiryLine, ExpiryMonths, scaleAt, type Scale } from '../../design/ExpiryLine';
import { Foreign, visible } from '../../design/Foreign';
import { Certificate16Regular, Key16Regular } from '../../design/icons';
import { Moment } from '../../design/Moment';
import { day } from '../../design/times';
import styles from './Credentials.module.css';
import { ExpiryMark } from './ExpiryMark';
import { expiryText, kindLine, leftText, shortPrint, STATE_WORDS, toneOf, usersOf } from './words';

type Props = {
  rows: ReadonlyArray<CredentialRow>;
  chosen: string | null;
  now: number;
  onChoose: (id: string) => void;
  onStep: (by: 1 | -1) => void;
};

export function Table({ rows, chosen, now, onChoose, onStep }: Props) {
  const scale = scaleAt(now);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    onStep(event.key === 'ArrowDown' ? 1 : -1);
  };
  return (
    <>
      <div className={styles.card} role="table" aria-label="Credentials" aria-rowcount={rows.length + 1} onKeyDown={press}>
        <div role="row" className={`${styles.columns} ${styles.head}`}>
          <span role="columnheader">Credential</span>
          <span role="columnheader">Registered on, used by</span>
          <span role="columnheader" className={styles.print}>
            Thumbprint
          </span>
          <span role="columnheader" className={styles.life} aria-label="Validity">
            <ExpiryMonths scale={scale} now={now} />
          </span>
          <span role="columnheader" className={styles.right}>
            Left
          </span>
        </div>
        {rows.map((row) => (
          <Row key={row.id} row={row} chosen={row.id === chosen} now={now} scale={scale} onChoose={() => onChoose(row.id)} />
        ))}
      </div>
      <div className={styles.legend} aria-hidden="true">
        <span>○ certificate ends</span>
        <span>□ secret ends</span>
        <span>┃ renews by itself</span>
        <span>│ today</span>
      </div>
    </>
  );
}

type RowProps = { row: CredentialRow; chosen: boolean; now: number; scale: Scale; onChoose: () => void };

function Row({ row, chosen, now, scale, onChoose }: RowProps) {
  const name = useRef<HTMLButtonElement>(null);
  const tone = row.state === 'retired' ? 'unknown' : toneOf(row, now);
  const users = usersOf(row);
  const { certificate } = row;
  // With arrows the choice moves on; focus that stands in the table moves with it.
  useEffect(() => {
    const within = document.activeElement?.closest('[data-credential-name]');
    if (chosen && within) name.current?.focus();
  }, [chosen]);
  return (
    <div
      role="row"
      className={`${styles.columns} ${styles.row} ${chosen ? styles.chosen : ''} ${row.state === 'retired' ? styles.retired : ''}`}
      onClick={onChoose}
      data-testid="credential-row"
      data-id={row.id}
      data-state={row.state}
      data-expiry={toneOf(row, now)}
    >
      <span role="cell" className={styles.named}>
        {row.kind === 'certificate' ? <Certificate16Regular aria-hidden="true" /> : <Key16Regular aria-hidden="true" />}
        <span className={styles.two}>
          <button
            ref={name}
            type="button"
            data-credential-name=""
            aria-current={chosen ? 'true' : undefined}
            aria-label={`${visible(row.name)}, ${kindLine(row)}, ${expiryText(row, now)}`}
            title={STATE_WORDS[row.state]}
            className={`${styles.name} bz-ellipsis`}
          >
            <Foreign text={row.name} />
          </button>
          <small className="bz-ellipsis">{kindLine(row)}</small>
        </span>
      </span>
      <span role="cell" className={styles.two}>
        <span className="bz-ellipsis">{row.registration ? <Foreign text={row.registration.app} /> : '–'}</span>
        <small className="bz-ellipsis" title={users}>
          {users || 'Used by nothing'}
        </small>
      </span>
      <span role="cell" className={styles.print}>
        {certificate ? (
          <>
            <span className="bz-mono">{shortPrint(certificate.sha1).split(' … ')[0]} …</span>
            <span onClick={(event) => event.stopPropagation()}>
              <CopyButton
                label=""
                appearance="transparent"
                name={`Copy the thumbprint of ${visible(row.name)}`}
                text={() => certificate.sha1.toUpperCase()}
              />
            </span>
          </>
        ) : (
          '–'
        )}
      </span>
      <span role="cell" className={styles.life}>
        <ExpiryLine
          scale={scale}
          now={now}
          begins={certificate?.begins ?? row.added}
          ends={row.expires}
          renews={row.renews}
          square={row.kind === 'secret'}
          tone={tone}
          label={lifeText(row, now)}
        />
      </span>
      <span role="cell" className={`${styles.two} ${styles.right}`}>
        <span className={`${styles.left} ${styles[tone]}`} data-testid="credential-left">
          {row.state !== 'retired' && tone !== 'good' && <ExpiryMark tone={tone} />}
          {leftText(row, now)}
        </span>
        {row.expires !== null && (
          <small>
            <Moment at={row.expires} now={now} text={day(row.expires, now)} />
          </small>
        )}
      </span>
    </div>
  );
}

function lifeText(row: CredentialRow, now: number): string {
  const begun = `Since ${day(row.certificate?.begins ?? row.added, now)}`;
  const ends = row.expires === null ? 'its end is not known' : `until ${day(row.expires, now)}`;
  return `${begun}, ${ends}${row.renews === null ? '' : `, renews by itself on ${day(row.renews, now)}`}`;
}
