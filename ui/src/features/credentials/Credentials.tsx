// Credentials: what was made or given, when it ends, what uses it, its renewal, and how it is handed out.
import { Button, DrawerBody, OverlayDrawer, useRestoreFocusSource } from '@fluentui/react-components';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useShared } from '../../app/state';
import type { CertificateImported, CredentialRevoked, CredentialRow, CredentialsView } from '../../contract.gen';
import { Foreign } from '../../design/Foreign';
import { Add16Regular, ArrowImport16Regular, CalendarLtr16Regular, Dismiss16Regular } from '../../design/icons';
import { Moment } from '../../design/Moment';
import { useNow } from '../../design/now';
import { useNarrowerThan } from '../../design/theme';
import { useLive } from '../../host/live';
import { useKeys } from '../frame/keys';
import { Place } from '../frame/Place';
import { Scope } from '../overview/Scope';
import { Skeleton } from '../overview/Skeleton';
import { useAsk } from '../setup/ask';
import { Callout } from '../setup/parts/Callout';
import { ProblemHere } from '../setup/parts/ProblemHere';
import styles from './Credentials.module.css';
import { Detail } from './Detail';
import { ImportSheet } from './ImportSheet';
import { MakeSheet } from './MakeSheet';
import { RecoveryOffer } from './RecoveryOffer';
import { Renewal } from './Renewal';
import { SavedPaths } from './SavedPaths';
import { Table } from './Table';
import { Uses } from './Uses';
import { useRenewal } from './useRenewal';
import { sumsText, verdictOf } from './words';

const NOTHING = {};

export function Credentials() {
  const { app } = useShared();
  const live = useLive('credentials', NOTHING, ['credentials', 'app']);
  const [sheet, setSheet] = useState<'none' | 'make' | 'import'>('none');
  const [chosen, choose] = useState<string | null>(null);
  const [imported, setImported] = useState<CertificateImported | null>(null);
  const [scope, setScope] = useState<string | null>(null);
  const view = live.value;
  const tenants = app.value?.tenants ?? [];
  const close = () => setSheet('none');
  const slim = useNarrowerThan(820);
  /** In a very narrow window its icon has to do. */
  const opener = (what: 'make' | 'import', label: string, icon: ReactElement) => (
    <Button
      size="small"
      icon={icon}
      onClick={() => setSheet(what)}
      data-testid={`credential-${what}`}
      {...(slim ? { 'aria-label': label, title: label } : {})}
    >
      {slim ? null : label}
    </Button>
  );
  const arrived = (row: CredentialRow) => {
    close();
    setScope(null);
    choose(row.id);
  };
  const shown = (view?.credentials ?? []).filter((row) => scope === null || row.registration?.tenant === scope);
  const said = imported && <Imported imported={imported} onClose={() => setImported(null)} />;
  return (
    <Place
      controls={
        <>
          {tenants.length > 1 && <Scope tenants={tenants} chosen={scope} onChoose={setScope} />}
          {opener('import', 'Import', <ArrowImport16Regular />)}
          {opener('make', 'Make certificate', <Add16Regular />)}
        </>
      }
    >
      {!view ? (
        <div className={styles.page} data-pane="content" data-testid="credentials" data-state={live.problem ? 'failed' : 'reading'}>
          <Skeleton problem={live.problem} onAgain={live.again} reading="the credentials" />
        </div>
      ) : (
        <Known view={view} rows={shown} chosen={chosen} onChoose={choose} problem={live.problem} onAgain={live.again}>
          {said}
        </Known>
      )}
      {sheet === 'make' && <MakeSheet place={view?.place ?? ''} onClose={close} onMade={arrived} />}
      {sheet === 'import' && (
        <ImportSheet
          onClose={close}
          onImported={(answer) => {
            setImported(answer);
            arrived(answer.credential);
          }}
        />
      )}
    </Place>
  );
}

type Props = {
  view: CredentialsView;
  rows: ReadonlyArray<CredentialRow>;
  chosen: string | null;
  onChoose: (id: string | null) => void;
  problem: Parameters<typeof ProblemHere>[0]['problem'];
  onAgain: () => void;
  children: ReactNode;
};

function Known({ view, rows, chosen, onChoose, problem, onAgain, children }: Props) {
  const now = useNow();
  const narrow = useNarrowerThan(1100);
  const restore = useRestoreFocusSource();
  const renewals = useRenewal();
  const { ask, asking, problem: unsaved } = useAsk();
  // Its row is gone before this is read.
  const [revoked, setRevoked] = useState<CredentialRevoked | null>(null);
  const [calendar, setCalendar] = useState<ReadonlyArray<string> | null>(null);
  // Beside the table there is always one; over it only what was asked for.
  const row = rows.find((one) => one.id === chosen) ?? (narrow ? undefined : rows[0]);
  const step = (by: 1 | -1) => {
    const at = rows.findIndex((one) => one.id === row?.id);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) onChoose(next.id);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  const verdict = useMemo(() => verdictOf(rows, now), [rows, now]);
  const save = () => void ask('credential_calendar', {}).then((answer) => answer && setCalendar(answer.paths));
  const detail = row && <Detail key={row.id} row={row} place={view.place} renewals={renewals} onRevoked={setRevoked} now={now} />;
  const empty = view.credentials.length === 0;
  return (
    <div
      className={`${styles.place} ${narrow || !detail ? styles.alone : ''}`}
      data-testid="credentials"
      data-state={problem ? 'stale' : empty ? 'empty' : 'known'}
    >
      <div className={styles.page} data-pane="content">
        <div className={styles.column}>
          <ProblemHere problem={problem} ways={{ try_again: onAgain }} />
          <RecoveryOffer />
          {children}
          {revoked && <Revoked revoked={revoked} onClose={() => setRevoked(null)} />}
          {empty ? (
            <Empty />
          ) : (
            <>
              <div className={styles.verdictLine}>
                <h2 data-testid="credentials-verdict">{verdict}</h2>
                <span className={styles.rest}>
                  {sumsText(view)}
                  {problem && (
                    <>
                      . Not read since <Moment at={view.at} now={now} />
                    </>
                  )}
                </span>
                <span className={styles.acts}>
                  <Button
                    size="small"
                    appearance="transparent"
                    icon={<CalendarLtr16Regular />}
                    onClick={save}
                    disabledFocusable={asking !== null}
                    data-testid="credential-calendar"
                  >
                    Export to calendar
                  </Button>
                </span>
              </div>
              <ProblemHere problem={unsaved} ways={{ try_again: save }} />
              {calendar && (
                <SavedPaths paths={calendar} onClose={() => setCalendar(null)}>
                  The ends of all credentials were saved as a calendar.
                </SavedPaths>
              )}
              <Table rows={rows} chosen={row?.id ?? null} now={now} onChoose={onChoose} onStep={step} />
              {row && <Renewal row={row} rows={view.credentials} renewals={renewals} now={now} />}
            </>
          )}
          <Uses view={view} chosen={row?.id ?? null} now={now} />
        </div>
      </div>
      {!narrow && detail}
      {narrow && (
        <OverlayDrawer
          {...restore}
          open={detail !== undefined}
          position="end"
          onOpenChange={(_, { open }) => !open && onChoose(null)}
          className={styles.drawer}
          aria-labelledby="credential-title"
        >
          <DrawerBody className={styles.drawerBody}>
            <Button
              size="small"
              appearance="transparent"
              icon={<Dismiss16Regular />}
              onClick={() => onChoose(null)}
              className={styles.close}
              data-testid="credential-close"
            >
              Close
            </Button>
            {detail}
          </DrawerBody>
        </OverlayDrawer>
      )}
    </div>
  );
}

function Revoked({ revoked, onClose }: { revoked: CredentialRevoked; onClose: () => void }) {
  const { name, off_the_app: off, left } = revoked;
  return (
    <>
      <Callout
        live
        tone={left ? 'warn' : 'good'}
        testId="credential-revoked"
        action={
          <Button size="small" appearance="transparent" onClick={onClose}>
            Close
          </Button>
        }
      >
        “<Foreign text={name} />” was thrown away on this machine
        {off ? ' and taken off its app.' : left ? '. It still stands on its app.' : '.'}
      </Callout>
      <ProblemHere problem={left} tone="med" />
    </>
  );
}

function Empty() {
  return (
    <div className={styles.empty} data-testid="credentials-empty">
      <h2>No credentials yet</h2>
      <p>
        A setup makes the certificate that it registers. One can also be made beforehand with Make certificate, or taken from files
        with Import.
      </p>
    </div>
  );
}

function Imported({ imported, onClose }: { imported: CertificateImported; onClose: () => void }) {
  return (
    <Callout
      live
      tone="good"
      testId="credential-imported"
      action={
        <Button size="small" appearance="transparent" onClick={onClose}>
          Close
        </Button>
      }
    >
      <p>{imported.known ? 'This certificate was here already.' : 'The certificate and its key were imported.'}</p>
      {imported.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </Callout>
  );
}
