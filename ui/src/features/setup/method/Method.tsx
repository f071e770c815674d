// Step 4: how the app comes about. Each way says what it takes, what it does, and who may.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { SetupMethod } from '../../../contract.gen';
import { bare, checkClientId } from '../checks';
import { useMoving, useWizard } from '../current';
import { Footer, Page } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import { titleOf } from '../stages';
import { Adopt } from './Adopt';
import styles from './Method.module.css';

type Way = { method: SetupMethod; title: string; does: string; takes: string };

const WAYS: ReadonlyArray<Way> = [
  {
    method: 'automatic',
    title: 'Do it for me',
    does: 'Bartizan makes the exact calls of the plan, one visible step at a time. Each is read back, and each can be undone.',
    takes: 'An administrator who signs in once, in the browser. The sign-in ends with the run and is not kept.',
  },
  {
    method: 'portal',
    title: 'Guide me through the portal',
    does: 'The same steps as a checklist with the portal’s own labels and the values to copy. After each step Bartizan looks at the tenant and says what is still missing.',
    takes: 'An administrator at the Entra admin centre. Nothing is changed by Bartizan.',
  },
  {
    method: 'existing',
    title: 'I already have an app',
    does: 'Its ids and credential are pasted, and the app is compared with the plan: what it has, what it lacks, what it has beyond.',
    takes: 'The Application (client) ID and its secret or certificate. No administrator role.',
  },
];

const MAY: Record<SetupMethod, (whoMay: string) => string> = {
  automatic: (who) => who,
  portal: (who) => who,
  existing: () => 'Anybody who holds the credential. Nothing is granted.',
};

export function Method() {
  const { view } = useWizard();
  const { save, go, moving, problem } = useMoving();
  const { plan } = view;
  const [method, setMethod] = useState(view.method);
  const [name, setName] = useState(plan?.app_name ?? '');
  const [adopt, setAdopt] = useState(view.adopt ?? '');
  const [adopting, setAdopting] = useState(adopt !== '');
  const [left, setLeft] = useState(false);
  const named = method !== 'existing' && !(method === 'automatic' && adopting);
  const wrong = (named && name.trim() === '') || (method === 'automatic' && adopting && checkClientId(adopt) !== null);

  const next = () => {
    setLeft(true);
    if (wrong) return;
    void save({ method, adopt: adopting && method === 'automatic' ? bare(adopt) : '', app_name: named ? name.trim() : null }, 'credential');
  };
  const nameField = (
    <Field
      label="Name of the registration"
      className={parts.field}
      {...(left && name.trim() === '' ? { validationState: 'error', validationMessage: 'A name is needed.' } : {})}
    >
      <Input value={name} onChange={(_, data) => setName(data.value)} autoComplete="off" data-testid="field-app-name" />
    </Field>
  );

  return (
    <Page
      testId="setup-method"
      title="How to register the app"
      lead="All three end with the same app and the same checks. Until step 6 nothing is changed."
      footer={
        <Footer
          back={{ label: titleOf('review'), onPress: () => go('review') }}
          note={plan && MAY[method](plan.who_may)}
          next={{ label: 'Next: credential', onPress: next, busy: moving }}
        />
      }
    >
      <ProblemHere problem={problem} ways={{ try_again: next }} />
      <div role="radiogroup" aria-label="How to register the app" className={styles.ways}>
        {WAYS.map((way) => (
          <div key={way.method} className={`${styles.way} ${way.method === method ? styles.chosen : ''}`}>
            <input
              type="radio"
              name="setup-method"
              id={`setup-method-${way.method}`}
              value={way.method}
              checked={way.method === method}
              onChange={() => setMethod(way.method)}
              aria-describedby={`setup-method-${way.method}-about`}
              data-testid={`setup-method-${way.method}`}
            />
            <div>
              <label htmlFor={`setup-method-${way.method}`}>
                <strong>{way.title}</strong>
                <span id={`setup-method-${way.method}-about`}>
                  {way.does}
                  <span className={styles.facts}>
                    <span className={styles.label}>Takes</span>
                    <span>{way.takes}</span>
                    <span className={styles.label}>Who may</span>
                    <span>{MAY[way.method](plan?.who_may ?? '')}</span>
                  </span>
                </span>
              </label>
              {way.method === method && way.method === 'automatic' && (
                <Adopt adopting={adopting} onAdopting={setAdopting} id={adopt} onId={setAdopt} checked={left}>
                  {nameField}
                </Adopt>
              )}
              {way.method === method && way.method === 'portal' && <div className={styles.more}>{nameField}</div>}
            </div>
          </div>
        ))}
      </div>
    </Page>
  );
}
