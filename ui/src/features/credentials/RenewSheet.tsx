// A renewal with other choices than the usual: key and days of the new certificate, how an administrator signs in, and ids of
// the portal that were not noted.
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { CredentialRow, RenewRequest, SignInWay } from '../../contract.gen';
import { Sheet } from '../../design/Sheet';
import { checkDays } from '../setup/checks';
import { KeyAndDays } from '../setup/credential/KeyAndDays';

type Props = {
  row: CredentialRow;
  onRenew: (change: Partial<Omit<RenewRequest, 'id'>>) => void;
  onClose: () => void;
};

export function RenewSheet({ row, onRenew, onClose }: Props) {
  const [bits, setBits] = useState(Number(/\d+/.exec(row.certificate?.key ?? '')?.[0] ?? 2048));
  const [days, setDays] = useState('365');
  const [way, setWay] = useState<SignInWay | 'app'>('app');
  const [object, setObject] = useState(row.registration?.object_id ?? '');
  const [certificate, setCertificate] = useState('');
  const wrong = checkDays(days) !== null;
  const renew = () => {
    onRenew({
      bits,
      days: Number(days),
      sign_in: way === 'app' ? null : way,
      object_id: object.trim() || null,
      certificate_id: certificate.trim() || null,
    });
    onClose();
  };
  return (
    <Sheet
      title="Renew with other settings"
      onClose={onClose}
      testId="credential-renew-sheet"
      action={way === 'app' ? 'Renew' : 'Sign in and renew'}
      actionId="credential-renew-confirm"
      onAction={renew}
      incomplete={wrong}
    >
      <KeyAndDays bits={bits} onBits={setBits} days={days} onDays={setDays} />
      <Field label="Who registers the new one">
        <RadioGroup value={way} onChange={(_, data) => setWay(data.value as SignInWay | 'app')}>
          <Radio value="app" label="The app itself, with its certificate" data-testid="renew-app" />
          <Radio value="browser" label="An administrator, signed in with the browser" data-testid="renew-browser" />
          <Radio value="device_code" label="An administrator, signed in with a code" data-testid="renew-code" />
        </RadioGroup>
      </Field>
      <Field label="Object ID of the app" hint="Where it was not noted.">
        <Input value={object} onChange={(_, data) => setObject(data.value)} spellCheck={false} data-testid="field-object" />
      </Field>
      <Field label="Certificate ID of the old one" hint="As Certificates & secrets shows it, where it was not noted.">
        <Input
          value={certificate}
          onChange={(_, data) => setCertificate(data.value)}
          spellCheck={false}
          data-testid="field-certificate-id"
        />
      </Field>
    </Sheet>
  );
}
