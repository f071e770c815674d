// What one vendor's form wants of a credential: its fields in its words, files to save, and the word that it has the new one.
import { Button } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { CredentialRow, CredentialUser, HandOutField } from '../../contract.gen';
import { CopyButton } from '../../design/CopyButton';
import { CopyValue } from '../../design/CopyValue';
import { Foreign } from '../../design/Foreign';
import {
  Certificate16Regular,
  ChevronDown12Regular,
  ChevronRight12Regular,
  Copy16Regular,
  LockClosed16Regular,
  Save16Regular,
} from '../../design/icons';
import { bytes } from '../../design/numbers';
import { PortalText } from '../../design/PortalText';
import { useLive } from '../../host/live';
import { useAsk } from '../setup/ask';
import { Callout } from '../setup/parts/Callout';
import { ProblemHere } from '../setup/parts/ProblemHere';
import styles from './Detail.module.css';
import { SavedPaths } from './SavedPaths';
import type { Renewals } from './useRenewal';

type Props = { row: CredentialRow; user: CredentialUser; waits: boolean; renewals: Renewals };

export function HandOut({ row, user, waits, renewals }: Props) {
  const [toggled, setToggled] = useState<boolean | null>(null);
  // What a renewal waits for opens by itself.
  const open = toggled ?? waits;
  const body = useId();
  return (
    <section className={styles.handOut} aria-label={`Hand out to ${user.title}`} data-testid="hand-out" data-id={user.catalog}>
      <button
        type="button"
        className={styles.handHead}
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setToggled(!open)}
        data-testid="credential-hand-out"
        data-id={user.catalog}
      >
        {open ? <ChevronDown12Regular /> : <ChevronRight12Regular />}
        <strong>Hand out to {user.title}</strong>
        {waits && <span className={styles.waits}>waits for you</span>}
      </button>
      <div id={body} hidden={!open}>
        {open && <Form row={row} user={user} waits={waits} renewals={renewals} />}
      </div>
    </section>
  );
}

function Form({ row, user, waits, renewals }: Props) {
  // A vendor that waits gets the new one, whichever of the two is on screen.
  const given = waits && row.renewal ? row.renewal.new : row.id;
  const request = { id: given, integration: user.catalog };
  const live = useLive('credential_hand_out', request, ['credentials']);
  const { ask, asking, problem } = useAsk();
  const [paths, setPaths] = useState<ReadonlyArray<string> | null>(null);
  const [copied, setCopied] = useState(false);
  const busy = asking !== null;
  const save = () => void ask('credential_hand_out_save', request).then((answer) => answer && setPaths(answer.paths));
  const saveKey = () =>
    void ask('credential_hand_out_save_private', request).then((answer) => answer && setPaths(answer.paths));
  const copySecret = () => void ask('credential_secret_copy', request).then((answer) => setCopied(answer !== null));
  const view = live.value;
  if (!view) {
    return live.problem ? (
      <ProblemHere problem={live.problem} ways={{ try_again: live.again }} />
    ) : (
      <p className={styles.quiet} aria-busy="true">
        Reading what the form wants
      </p>
    );
  }
  const files = view.fields.some((field) => field.kind === 'file');
  const value = (field: HandOutField) => {
    switch (field.kind) {
      case 'text':
        return <CopyValue value={field.value} name={`Copy ${field.label}`} />;
      case 'file':
        return (
          <FileLine field={field} note={field.bytes === null ? 'Public part' : `Public part, ${bytes(field.bytes)}`}>
            <Button size="small" icon={<Save16Regular />} onClick={save} disabledFocusable={busy}>
              Save
            </Button>
          </FileLine>
        );
      case 'private_file':
        return (
          <FileLine field={field} secret note="Private key. Your system asks first.">
            <Button size="small" onClick={saveKey} disabledFocusable={busy} data-testid="credential-save-key">
              Save key…
            </Button>
          </FileLine>
        );
      case 'private_text':
        return (
          <span className={styles.line}>
            <span className={styles.what}>
              <LockClosed16Regular aria-hidden="true" /> Your system asks first.
            </span>
            <Button
              size="small"
              icon={<Copy16Regular />}
              onClick={copySecret}
              disabledFocusable={busy}
              data-testid="credential-hand-out-copy"
            >
              Copy secret…
            </Button>
          </span>
        );
      case 'by_person':
        return <span className={styles.quiet}>You choose it there.</span>;
    }
  };
  return (
    <div className={styles.form}>
      <p className={styles.line}>
        <span className={styles.quiet}>
          {view.place}. From “<Foreign text={view.credential_name} />”.
        </span>
        {view.link !== null && <CopyButton label="Copy link" name={`Copy the link to ${view.title}`} text={() => view.link} />}
      </p>
      {view.steps.length > 0 && (
        <ol className={styles.todo}>
          {view.steps.map((step) => (
            <li key={step} className="bz-select">
              <PortalText text={step} />
            </li>
          ))}
        </ol>
      )}
      <dl className={styles.fields}>
        {view.fields.map((field) => (
          <div key={field.label} data-testid="hand-out-field" data-id={field.label} data-kind={field.kind}>
            <dt>{field.label}</dt>
            <dd>
              {value(field)}
              {field.hint && <small>{field.hint}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {files && (
        <Button size="small" icon={<Save16Regular />} onClick={save} disabledFocusable={busy} data-testid="credential-save">
          Save to folder
        </Button>
      )}
      <ProblemHere problem={problem} busy={busy} />
      {paths && (
        <SavedPaths paths={paths} onClose={() => setPaths(null)}>
          Saved into the folder for downloads. Nothing was overwritten.
        </SavedPaths>
      )}
      {copied && (
        <Callout live tone="good" testId="credential-secret-copied">
          The client secret is on the clipboard. It is cleared after a minute.
        </Callout>
      )}
      {waits && (
        <>
          <Button
            appearance="primary"
            onClick={() => renewals.handedOver({ id: row.id, integration: user.integration })}
            disabledFocusable={renewals.work?.running === true}
            data-testid="credential-handed-over"
          >
            {view.title} has the new one, switch now
          </Button>
          <p className={styles.quiet}>The new certificate is proven with one token before anything depends on it.</p>
        </>
      )}
    </div>
  );
}

type FileProps = { field: HandOutField; note: string; secret?: boolean; children: React.ReactNode };

function FileLine({ field, note, secret = false, children }: FileProps) {
  return (
    <span className={styles.line}>
      <span className={`${styles.what} ${secret ? styles.secret : ''}`}>
        {secret ? <LockClosed16Regular aria-hidden="true" /> : <Certificate16Regular aria-hidden="true" />}
        <span>
          <span className="bz-mono-select">
            <Foreign text={field.value} />
          </span>
          <small>{note}</small>
        </span>
      </span>
      {children}
    </span>
  );
}
