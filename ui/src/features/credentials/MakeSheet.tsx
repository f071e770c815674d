// A certificate made here, before anything uses it.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { CredentialRow } from '../../contract.gen';
import { Sheet } from '../../design/Sheet';
import { useAsk } from '../setup/ask';
import { checkDays } from '../setup/checks';
import { KeyAndDays } from '../setup/credential/KeyAndDays';
import { ProblemHere } from '../setup/parts/ProblemHere';

const FIRST_BITS = 2048;
const FIRST_DAYS = '365';

type Props = { place: string; onMade: (row: CredentialRow) => void; onClose: () => void };

export function MakeSheet({ place, onMade, onClose }: Props) {
  const { ask, asking, problem } = useAsk();
  const [name, setName] = useState('Bartizan');
  const [subject, setSubject] = useState('');
  const [bits, setBits] = useState(FIRST_BITS);
  const [days, setDays] = useState(FIRST_DAYS);
  const wrong = name.trim() === '' || checkDays(days) !== null;
  const busy = asking !== null;
  const make = () => {
    const common_name = subject.trim() || null;
    void ask('credential_make', { name: name.trim(), common_name, bits, days: Number(days) }).then((row) => row && onMade(row));
  };
  return (
    <Sheet
      title="Make a certificate"
      busy={busy}
      onClose={onClose}
      testId="credential-make-sheet"
      action={busy ? 'Making' : 'Make certificate'}
      actionId="credential-make-confirm"
      onAction={make}
      incomplete={wrong}
    >
      <p>
        {place ? `The private key is kept in ${place}, on this machine only.` : 'The private key is kept on this machine only.'}{' '}
        Nothing uses it until it is registered with an app.
      </p>
      <ProblemHere problem={problem} ways={{ try_again: make }} />
      <Field label="Name" {...(name.trim() === '' ? { validationMessage: 'A name is needed; it is how you find it again.' } : {})}>
        <Input value={name} onChange={(_, data) => setName(data.value)} maxLength={120} data-testid="field-name" />
      </Field>
      <Field label="Subject" hint="The common name in the certificate. The name, when left empty.">
        <Input
          value={subject}
          onChange={(_, data) => setSubject(data.value)}
          placeholder={name}
          maxLength={64}
          spellCheck={false}
          data-testid="field-subject"
        />
      </Field>
      <KeyAndDays bits={bits} onBits={setBits} days={days} onDays={setDays} />
    </Sheet>
  );
}
