// A certificate and its key from files. What is in them the program judges; the page reads the bytes and keeps nothing.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { CertificateImported, ProblemView } from '../../contract.gen';
import { Foreign } from '../../design/Foreign';
import { counted } from '../../design/numbers';
import { Sheet } from '../../design/Sheet';
import { asProblem } from '../../host/problem';
import { useAsk } from '../setup/ask';
import { ProblemHere } from '../setup/parts/ProblemHere';
import styles from './Detail.module.css';

/** Larger ones hold no certificate. */
const LARGEST = 1_000_000;

type Props = { onImported: (imported: CertificateImported) => void; onClose: () => void };

export function ImportSheet({ onImported, onClose }: Props) {
  const { ask, asking, problem } = useAsk();
  const [files, setFiles] = useState<ReadonlyArray<File>>([]);
  const [password, setPassword] = useState('');
  const [name, setName] = useState('');
  const [unread, setUnread] = useState<ProblemView | null>(null);
  const busy = asking !== null;
  const tooLarge = files.find((file) => file.size > LARGEST);
  const begin = async () => {
    setUnread(null);
    let contents: string[];
    try {
      contents = await Promise.all(files.map(base64));
    } catch (reason) {
      setUnread(asProblem(reason, 'credential_import'));
      return;
    }
    const request = { files: contents, password: password || null, name: name.trim() || null };
    const imported = await ask('credential_import', request);
    if (imported) onImported(imported);
  };
  return (
    <Sheet
      title="Import a certificate"
      busy={busy}
      onClose={onClose}
      testId="credential-import-sheet"
      action={busy ? 'Importing' : 'Import'}
      actionId="credential-import-confirm"
      onAction={() => void begin()}
      incomplete={files.length === 0 || tooLarge !== undefined}
    >
      <p>Certificate and private key as PEM, DER or PFX: in one file, or in two in any order.</p>
      <ProblemHere problem={unread ?? problem} ways={{ try_again: () => void begin() }} />
      <Field
        label="Files"
        {...(tooLarge ? { validationMessage: `${tooLarge.name} is too large to be a certificate.` } : {})}
        hint={files.length > 0 ? `${counted(files.length, 'file')} chosen.` : 'Choose both at once where they are apart.'}
      >
        {/* The field is the browser's own: it opens the system's chooser and works by keyboard. */}
        <input
          type="file"
          multiple
          className={styles.file}
          onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
          data-testid="field-files"
        />
      </Field>
      {files.length > 0 && (
        <ul className={styles.files}>
          {files.map((file) => (
            <li key={file.name}>
              <Foreign text={file.name} />
            </li>
          ))}
        </ul>
      )}
      <Field label="Password" hint="Of a PFX file or an encrypted key; else leave it empty.">
        <Input
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(_, data) => setPassword(data.value)}
          data-testid="field-password"
        />
      </Field>
      <Field label="Name" hint="The subject's common name, when left empty.">
        <Input value={name} onChange={(_, data) => setName(data.value)} maxLength={120} data-testid="field-name" />
      </Field>
    </Sheet>
  );
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    // `data:...;base64,` stands before it; an empty file has nothing behind it.
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(new Error(`${file.name} could not be read`));
    reader.readAsDataURL(file);
  });
}
