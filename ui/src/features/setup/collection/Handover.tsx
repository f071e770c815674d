// One vendor's integration: where its form is, its fields in its order and words, what a person does there, its own command.
import type { AfterView, NoteView } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import { CopyValue } from '../../../design/CopyValue';
import { bytes } from '../../../design/numbers';
import { LockClosed16Regular } from '../../../design/icons';
import { PortalText } from '../../../design/PortalText';
import parts from '../parts/Parts.module.css';
import styles from './Collection.module.css';

export function Handover({ after }: { after: AfterView }) {
  return (
    <section className={parts.card} aria-label={after.title} data-testid="setup-after" data-id={after.integration}>
      <header className={parts.cardHead}>
        <h3>{after.title}</h3>
        {after.place !== null && <span className={parts.aside}>{after.place}</span>}
        {after.link !== null && (
          <CopyButton label="Copy link" name={`Copy the link to ${after.title}`} text={() => after.link} className={parts.end} />
        )}
      </header>
      <div className={styles.handover}>
        {after.steps.length > 0 && (
          <ol className={styles.steps}>
            {after.steps.map((step, index) => (
              <li key={step}>
                <span>{index + 1}</span>
                <span className="bz-select">
                  <PortalText text={step} />
                </span>
              </li>
            ))}
          </ol>
        )}
        {after.fields.length > 0 && (
          <dl className={styles.fields}>
            {after.fields.map((field) => (
              <div key={field.label} data-testid="setup-handover-field" data-id={field.label}>
                <dt>{field.label}</dt>
                <dd>
                  {field.secret ? (
                    <span className={styles.secret}>
                      <LockClosed16Regular /> Handed out in Credentials, after the system asked
                    </span>
                  ) : field.value?.includes('\n') ? (
                    <span className={styles.file}>
                      PEM, {bytes(field.value.length)}
                      <CopyButton name={`Copy ${field.label}`} text={() => field.value} />
                    </span>
                  ) : field.value !== null ? (
                    <CopyValue value={field.value} name={`Copy ${field.label}`} />
                  ) : (
                    <span className={parts.aside}>You choose it there.</span>
                  )}
                  {field.hint && <small>{field.hint}</small>}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {after.command !== null && (
          <div className={styles.command}>
            <span className={parts.aside}>Or with the vendor’s command; the secret’s place is left open</span>
            <CopyValue value={after.command} name={`Copy the command for ${after.title}`} />
          </div>
        )}
        {after.notes.map((note) => (
          <Note key={note.title} note={note} />
        ))}
      </div>
    </section>
  );
}

function Note({ note }: { note: NoteView }) {
  return (
    <div className={styles.note}>
      <span className="bz-select">
        <strong>{note.title}</strong> <PortalText text={note.text} values={note.value === null ? [] : [note.value]} />
      </span>
      <span className={styles.noteActs}>
        {note.value !== null && !note.text.includes(note.value) && <CopyValue value={note.value} name={`Copy ${note.title}`} />}
        {note.link !== null && <CopyButton label="Copy link" name={`Copy the link for ${note.title}`} text={() => note.link} />}
      </span>
    </div>
  );
}
