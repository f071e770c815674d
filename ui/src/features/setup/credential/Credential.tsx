// Step 5: with what the app will sign in. Chosen before the run, because the registration carries the certificate.
import { useState } from 'react';
import { useShared } from '../../../app/state';
import { checkDays } from '../checks';
import { useMoving, useWizard } from '../current';
import { Callout } from '../parts/Callout';
import { Footer, Page } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import { titleOf } from '../stages';
import { Accepted } from './Accepted';
import styles from './Credential.module.css';
import { KeyAndDays } from './KeyAndDays';

export function Credential() {
  const { view, catalog } = useWizard();
  const { save, go, moving, problem } = useMoving();
  const keyPlace = useShared().app.value?.key_place ?? '';
  const [bits, setBits] = useState(view.certificate.bits);
  const [days, setDays] = useState(String(view.certificate.days));
  const { plan, method } = view;
  const kinds = plan?.credentials.map((credential) => credential.kind) ?? [];
  const makesCertificate = method !== 'existing' && kinds.includes('certificate');
  const makesSecret = method !== 'existing' && kinds.includes('secret');
  const finding = makesCertificate ? checkDays(days) : null;
  const chosen = catalog.filter((item) => view.choices.some((choice) => choice.integration === item.id));
  const place = keyPlace ? `in ${keyPlace}` : 'in the keyring';

  const next = () => {
    if (finding) return;
    void save(makesCertificate ? { certificate: { bits, days: Number(days) } } : {}, 'register');
  };

  return (
    <Page
      testId="setup-credential"
      title={title(method === 'existing', kinds)}
      lead={
        method === 'existing'
          ? 'It is pasted in the next step, checked against the tenant and kept on this machine.'
          : `The private key and the secret are kept ${place}, on this machine only.`
      }
      footer={
        <Footer
          back={{ label: titleOf('method'), onPress: () => go('method') }}
          next={{ label: 'Next: register', onPress: next, busy: moving, disabled: finding !== null }}
        />
      }
    >
      <div className={styles.column}>
        <ProblemHere problem={problem} ways={{ try_again: next }} />
        {makesCertificate && (
          <section className={parts.card} aria-label="Certificate">
            <header className={parts.cardHead}>
              <h3>Certificate</h3>
              <span className={parts.aside}>
                {method === 'portal' ? 'made here, its public part uploaded in the portal' : 'made here, registered with the app'}
              </span>
            </header>
            <div className={styles.fields}>
              <KeyAndDays bits={bits} onBits={setBits} days={days} onDays={setDays} />
            </div>
          </section>
        )}
        {makesSecret && (
          <Callout testId="setup-secret-note">
            {method === 'portal'
              ? 'The client secret is made in the portal, and its Value is pasted in the next step. The portal shows it only once.'
              : 'A client secret is made with the app, because a vendor takes nothing else. It is never shown here; it is handed out when the vendor’s form asks for it.'}
          </Callout>
        )}
        {method === 'existing' && (
          <Callout testId="setup-paste-note">
            {kinds.includes('certificate') && !kinds.includes('secret')
              ? 'What will be pasted: the Application (client) ID, and certificate and private key in PEM.'
              : kinds.length === 2
                ? 'What will be pasted: the Application (client) ID, the Value of a client secret, and certificate and private key in PEM.'
                : 'What will be pasted: the Application (client) ID, and the Value of a client secret or certificate and private key in PEM.'}
          </Callout>
        )}
        {plan?.credential_note && <Callout testId="setup-credential-note">{plan.credential_note}</Callout>}
        <Accepted items={chosen} uses={plan?.credentials ?? []} />
      </div>
    </Page>
  );
}

function title(existing: boolean, kinds: ReadonlyArray<string>): string {
  const both = kinds.length > 1;
  if (existing) return both ? 'A certificate and a client secret that exist' : 'A credential that exists';
  if (both) return 'A certificate and a client secret';
  return kinds[0] === 'secret' ? 'A client secret' : 'A certificate, made here';
}
