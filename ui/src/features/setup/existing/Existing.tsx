// Step 6, "I already have an app": its ids and credential, pasted or typed; then what the app has and lacks, before anything else.
import { Button, Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useSetups } from '../../../app/setups';
import type { ValueField } from '../../../contract.gen';
import { useAsk } from '../ask';
import { bare, checkClientId, checkPem, checkSecret } from '../checks';
import { useMoving, useWizard } from '../current';
import { Footer, Page } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import { Paste } from '../portal/Paste';
import { STEPS, placeOf, titleOf } from '../stages';
import { useOffline } from '../useOffline';
import { Compared } from './Compared';
import styles from './Existing.module.css';
import { Known } from './Known';

const WANTS: ReadonlyArray<ValueField> = ['client_id', 'secret', 'certificate'];

export function Existing() {
  const { view } = useWizard();
  const { take } = useSetups();
  const { ask, asking, problem } = useAsk();
  const { go, next } = useMoving();
  const { app, plan } = view;
  const offline = useOffline(view.tenant?.cloud);
  const [typedId, setTypedId] = useState<string | null>(null);
  const clientId = typedId ?? app?.client_id ?? '';
  const takesSecret = plan?.credentials.some((one) => one.kind === 'secret') ?? true;
  const [kind, setKind] = useState<'secret' | 'certificate'>(takesSecret ? 'secret' : 'certificate');
  const [secret, setSecret] = useState('');
  const [pem, setPem] = useState('');
  const [left, setLeft] = useState(false);

  const has = kind === 'secret' ? app?.has_secret === true : typeof app?.thumbprint === 'string';
  const hasAny = app?.has_secret === true || typeof app?.thumbprint === 'string';
  const idFinding = left || clientId !== '' ? checkClientId(clientId) : null;
  const ofSecret = kind === 'secret' && (secret !== '' || (left && !hasAny)) ? checkSecret(secret) : null;
  const ofPem = kind === 'certificate' && (pem !== '' || (left && !hasAny)) ? checkPem(pem) : null;

  const look = async () => {
    setLeft(true);
    const stops = [checkClientId(clientId), kind === 'secret' ? ofSecret : ofPem].some((one) => one?.state === 'error');
    const lacks = !hasAny && (kind === 'secret' ? secret.trim() : pem.trim()) === '';
    if (stops || lacks) return;
    const given: Array<[ValueField, string]> = [];
    if (bare(clientId) !== app?.client_id) given.push(['client_id', bare(clientId)]);
    if (kind === 'secret' && secret.trim() !== '') given.push(['secret', secret.trim()]);
    if (kind === 'certificate' && pem.trim() !== '') given.push(['certificate', pem]);
    // They leave this page with the request, whatever comes of it.
    setSecret('');
    setPem('');
    for (const [field, pasted] of given) {
      const after = await ask('setup_values', { id: view.id, pasted, field });
      if (!after) return;
      take(after.setup);
    }
    const compared = await ask('setup_compare', { id: view.id });
    if (compared) take(compared);
  };
  const compared = plan?.compared ?? null;

  return (
    <Page
      testId="setup-existing"
      state={compared ? 'compared' : 'open'}
      title={
        compared ? `“${compared.name}” has ${compared.present} of ${compared.present + compared.missing}` : 'The app that exists'
      }
      lead="Its Overview page in the Entra admin centre names the ids. Bartizan signs in as the app, reads what it may do, and changes nothing."
      footer={
        <Footer
          back={{ label: titleOf('credential'), onPress: () => go('credential') }}
          note={offline ?? (compared ? '' : 'The app is looked at first.')}
          next={
            next && {
              label: `Next: ${STEPS[placeOf(next)]?.short ?? ''}`,
              onPress: () => go(next),
              disabled: compared === null,
              quiet: (compared?.missing ?? 0) > 0,
            }
          }
        />
      }
    >
      {compared && <Compared />}
      <div className={styles.columns}>
        <div>
          <Paste wants={WANTS} onRecognised={() => undefined} />
          <section className={`${parts.card} ${styles.form}`} aria-label="Typed by hand">
            <Field
              label="Application (client) ID"
              {...(idFinding ? { validationState: idFinding.state, validationMessage: idFinding.text } : {})}
            >
              <Input
                value={clientId}
                onChange={(_, data) => setTypedId(data.value)}
                input={{ className: parts.mono }}
                autoComplete="off"
                spellCheck={false}
                aria-invalid={idFinding?.state === 'error'}
                data-testid="field-client-id"
              />
            </Field>
            <RadioGroup
              layout="horizontal"
              value={kind}
              onChange={(_, data) => setKind(data.value === 'secret' ? 'secret' : 'certificate')}
              aria-label="Credential"
              className={styles.kinds}
            >
              <Radio value="secret" label="Client secret" data-testid="kind-secret" />
              <Radio value="certificate" label="Certificate" data-testid="kind-certificate" />
            </RadioGroup>
            {kind === 'secret' ? (
              <Field
                label="Client secret: Value"
                hint={has ? 'One is kept already; another one takes its place.' : 'It is kept in the operating system’s keyring.'}
                {...(ofSecret ? { validationState: ofSecret.state, validationMessage: ofSecret.text } : {})}
              >
                <Input
                  value={secret}
                  type="password"
                  onChange={(_, data) => setSecret(data.value)}
                  autoComplete="new-password"
                  aria-invalid={ofSecret?.state === 'error'}
                  data-testid="field-secret"
                />
              </Field>
            ) : (
              <Field
                label="Certificate and private key, PEM"
                hint={has ? 'One is kept already; another one takes its place.' : 'Both in one text; the key without a password.'}
                {...(ofPem ? { validationState: ofPem.state, validationMessage: ofPem.text } : {})}
              >
                <Textarea
                  value={pem}
                  rows={5}
                  onChange={(_, data) => setPem(data.value)}
                  textarea={{ className: parts.mono }}
                  autoComplete="off"
                  spellCheck={false}
                  aria-invalid={ofPem?.state === 'error'}
                  data-testid="field-pem"
                />
              </Field>
            )}
            <Button
              appearance={compared ? 'secondary' : 'primary'}
              onClick={() => void look()}
              disabledFocusable={asking !== null || offline !== null}
              className={styles.look}
              data-testid="setup-compare"
            >
              {asking ? 'Looking at the app' : compared ? 'Look again' : 'Look at the app'}
            </Button>
          </section>
        </div>
        <Known app={app} />
      </div>
      <ProblemHere
        problem={problem}
        ways={{ try_again: () => void look(), edit_connection: focusId }}
        busy={asking !== null}
        urgent={compared === null}
      />
    </Page>
  );
}

function focusId() {
  document.querySelector<HTMLInputElement>('[data-testid="field-client-id"]')?.focus();
}
