// One credential beside the table: its end first, then what is known of it, what can be done with it, and who has a copy.
import type { CredentialRevoked, CredentialRow, CredentialUser } from '../../contract.gen';
import { CopyButton } from '../../design/CopyButton';
import { Foreign } from '../../design/Foreign';
import { Moment } from '../../design/Moment';
import { moment } from '../../design/times';
import { Actions } from './Actions';
import styles from './Detail.module.css';
import { ExpiryMark } from './ExpiryMark';
import page from './Credentials.module.css';
import { HandOut } from './HandOut';
import { Rule } from './Rule';
import type { Renewals } from './useRenewal';
import { expiryText, grouped, kindOf, originOf, STATE_WORDS, toneOf, usersOf } from './words';

type Props = {
  row: CredentialRow;
  place: string;
  renewals: Renewals;
  onRevoked: (revoked: CredentialRevoked) => void;
  now: number;
};

export function Detail({ row, place, renewals, onRevoked, now }: Props) {
  const tone = toneOf(row, now);
  const retired = row.state === 'retired';
  const { certificate, registration, renewal } = row;
  const waiting = renewal?.goes_on ? renewal.waits_for : [];
  const users = usersOf(row);
  return (
    <article className={page.pane} aria-labelledby="credential-title" data-pane="detail" data-testid="credential-detail" data-id={row.id}>
      <p className={`${styles.expiry} ${retired ? page.unknown : page[tone]}`} data-testid="credential-expiry">
        {!retired && <ExpiryMark tone={tone} />}
        {retired ? 'Retired' : expiryText(row, now)}
      </p>
      <h2 id="credential-title" className={`${styles.title} bz-select`}>
        <Foreign text={row.name} />
      </h2>
      <dl className={styles.facts}>
        <dt>Kind</dt>
        <dd>
          {kindOf(row)}, {originOf(row)}
          {certificate && `, ${certificate.key}, ${certificate.hash}`}
        </dd>
        <dt>State</dt>
        <dd>{STATE_WORDS[row.state]}</dd>
        {certificate && (
          <>
            <dt>Subject</dt>
            <dd className="bz-select">
              <Foreign text={certificate.subject} />
            </dd>
            <dt>Valid</dt>
            <dd>
              <Moment at={certificate.begins} now={now} />
              {row.expires !== null && (
                <>
                  {' '}
                  to <Moment at={row.expires} now={now} />
                </>
              )}
            </dd>
            <Print name="SHA-1" hex={certificate.sha1} />
            <Print name="SHA-256" hex={certificate.sha256} />
          </>
        )}
        <dt>{row.origin === 'made' ? 'Made' : 'Added'}</dt>
        <dd>
          <Moment at={row.added} now={now} />
        </dd>
        {!certificate && row.expires !== null && (
          <>
            <dt>Ends</dt>
            <dd>
              <Moment at={row.expires} now={now} />
            </dd>
          </>
        )}
        <dt>Kept in</dt>
        <dd>{place || 'this machine'}</dd>
        <dt>Registered on</dt>
        <dd className="bz-select">
          {registration ? (
            <>
              <Foreign text={registration.app} />, <Foreign text={registration.tenant_name} />
              {registration.checked !== null && `, checked ${moment(registration.checked, now)}`}
            </>
          ) : (
            'No app yet'
          )}
        </dd>
        <dt>Used by</dt>
        <dd>{users || 'Nothing'}</dd>
      </dl>
      <Actions row={row} renewals={renewals} onRevoked={onRevoked} />
      {row.kind === 'certificate' && !retired && <Rule key={row.days_before} row={row} now={now} />}
      {row.kind === 'secret' && !retired && (
        <p className={styles.quiet}>
          A client secret does not renew by itself. Make a new one in the portal under Certificates & secrets, and enter its Value in
          Set up.
        </p>
      )}
      {vendorsOf(row.used_by, waiting).map((user) => (
        <HandOut
          key={`${row.id}${user.catalog}`}
          row={row}
          user={user}
          waits={waiting.some((one) => one.integration === user.integration)}
          renewals={renewals}
        />
      ))}
    </article>
  );
}

/** Every vendor that holds a copy or waits for one, each once; those that wait first. */
function vendorsOf(used: ReadonlyArray<CredentialUser>, waiting: ReadonlyArray<CredentialUser>): ReadonlyArray<CredentialUser> {
  const all = [...waiting, ...used.filter((user) => user.outside)];
  return all.filter((user, index) => all.findIndex((one) => one.catalog === user.catalog) === index);
}

function Print({ name, hex }: { name: string; hex: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.line}>
        <span className="bz-mono-select">{grouped(hex)}</span>
        <CopyButton label="" appearance="transparent" name={`Copy the ${name} thumbprint`} text={() => hex.toUpperCase()} />
      </dd>
    </>
  );
}
