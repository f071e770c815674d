// One field for whatever was copied: an id, the portal's whole Overview page, a secret, a PEM file. The program finds out what it
// is. What is pasted goes there at once and is never shown here.
import { Button, Textarea } from '@fluentui/react-components';
import { useId, useState, type ClipboardEvent } from 'react';
import { useSetups } from '../../../app/setups';
import type { Recognised, ValueField } from '../../../contract.gen';
import { useAsk } from '../ask';
import { useWizard } from '../current';
import { Callout } from '../parts/Callout';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import styles from './Paste.module.css';

export const FIELD_NAMES: Record<ValueField, string> = {
  tenant_id: 'Directory (tenant) ID',
  client_id: 'Application (client) ID',
  secret: 'Client secret, Value',
  certificate: 'Certificate and private key',
};

type Props = { wants: ReadonlyArray<ValueField>; onRecognised: () => void };

export function Paste({ wants, onRecognised }: Props) {
  const { view } = useWizard();
  const { take } = useSetups();
  const { ask, asking, problem, forget } = useAsk();
  const label = useId();
  const [typed, setTyped] = useState('');
  const [result, setResult] = useState<Recognised | null>(null);
  const secret = wants.includes('secret') || wants.includes('certificate');

  const send = (pasted: string) => {
    if (pasted.trim() === '') return;
    setTyped('');
    setResult(null);
    void ask('setup_values', { id: view.id, pasted, field: null }).then((after) => {
      if (!after) return;
      take(after.setup);
      setResult(after);
      if (after.fields.length > 0) onRecognised();
    });
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (text === '') return;
    event.preventDefault();
    send(text);
  };
  return (
    <section className={`${parts.card} ${styles.card}`} aria-labelledby={label}>
      <label id={label} htmlFor={`${label}-field`}>
        {wants.length > 2 ? 'Paste what you have' : `Paste ${wants.map((field) => FIELD_NAMES[field]).join(' or ')}`}
      </label>
      <p className={styles.hint}>
        {wants.includes('client_id') || wants.includes('tenant_id')
          ? wants.length > 2
            ? 'An id, the app’s whole Overview page, a secret or a PEM text: each value goes where it belongs.'
            : 'The whole Overview page is fine too: each value goes where it belongs.'
          : 'It goes to the keyring and is not shown here.'}
      </p>
      <div className={styles.line}>
        <Textarea
          id={`${label}-field`}
          value={typed}
          onChange={(_, data) => {
            setTyped(data.value);
            forget();
          }}
          onPaste={paste}
          rows={1}
          autoComplete="off"
          spellCheck={false}
          className={styles.field}
          textarea={{ className: secret ? `${parts.mono} ${styles.masked}` : parts.mono }}
          data-testid="setup-paste"
        />
        <Button
          onClick={() => send(typed)}
          disabledFocusable={asking !== null || typed.trim() === ''}
          data-testid="setup-paste-use"
        >
          {asking ? 'Looking at it' : 'Use it'}
        </Button>
      </div>
      <ProblemHere problem={problem} />
      {result && <Said result={result} wants={wants} />}
    </section>
  );
}

function Said({ result, wants }: { result: Recognised; wants: ReadonlyArray<ValueField> }) {
  const missing = wants.filter((field) => !result.fields.some((one) => one.field === field));
  if (result.fields.length === 0) {
    return (
      <Callout live tone="warn" testId="setup-recognised">
        Nothing was recognised in it. Wanted: {wants.map((field) => FIELD_NAMES[field]).join(', ')}.
      </Callout>
    );
  }
  return (
    <Callout
      live
      tone={result.fields.some((one) => one.note !== '') || missing.length > 0 ? 'plain' : 'good'}
      testId="setup-recognised"
    >
      {result.fields.map((one) => (
        <p key={one.field} data-testid="setup-recognised-field" data-id={one.field}>
          <strong>{FIELD_NAMES[one.field]}</strong> recognised
          {one.value !== null ? (
            <>
              : <span className="bz-mono-select">{one.value}</span>
            </>
          ) : (
            ' and kept'
          )}
          . {one.note}
        </p>
      ))}
    </Callout>
  );
}
