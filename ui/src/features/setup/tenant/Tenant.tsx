// Step 2: in which cloud, and which tenant. A domain is enough; Microsoft says which tenant it belongs to, and in which cloud.
import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useState, type KeyboardEvent } from 'react';
import { useSetups } from '../../../app/setups';
import { useShared } from '../../../app/state';
import { useAsk } from '../ask';
import { checkTenant } from '../checks';
import { useMoving, useWizard } from '../current';
import { Callout } from '../parts/Callout';
import { Footer, Page } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import { titleOf } from '../stages';
import { useOffline } from '../useOffline';
import { FoundTenant } from './FoundTenant';
import styles from './Tenant.module.css';

export function Tenant() {
  const { view, catalog } = useWizard();
  const { take } = useSetups();
  const { ask, asking, problem, forget } = useAsk();
  const { go } = useMoving();
  const clouds = useShared().app.value?.clouds ?? [];
  const known = view.tenant;
  const [cloud, setCloud] = useState(known?.cloud ?? clouds[0]?.id ?? '');
  const [typed, setTyped] = useState(known?.domain ?? '');
  const [left, setLeft] = useState(false);

  // What was found is of what was typed then; another word or cloud makes it an old answer.
  const found = known && known.cloud === cloud && [known.domain, known.id].includes(typed.trim()) ? known : null;
  const finding = left && !found ? checkTenant(typed) : null;
  const offline = useOffline(cloud);
  const title = clouds.find((one) => one.id === cloud)?.title ?? cloud;
  const elsewhere = catalog.filter(
    (item) => view.choices.some((choice) => choice.integration === item.id) && !item.clouds.includes(cloud),
  );
  const isOffered = catalog.some((item) => item.clouds.includes(cloud));

  const find = () => {
    setLeft(true);
    if (offline || checkTenant(typed)?.state === 'error') return;
    void ask('setup_find_tenant', { id: view.id, cloud, tenant: typed.trim() }).then((after) => {
      if (!after) return;
      take(after);
      if (after.tenant) setTyped(after.tenant.domain);
    });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    find();
  };

  return (
    <Page
      testId="setup-tenant"
      title="Which tenant"
      lead="A domain or the Directory (tenant) ID. Microsoft is asked which tenant it belongs to and in which cloud it lives; nobody signs in for that."
      footer={
        <Footer
          back={{ label: titleOf('choose'), onPress: () => go('choose') }}
          note={offline ?? (found ? '' : 'The tenant has to be found first.')}
          next={{ label: 'Next: review permissions', onPress: () => go('review'), disabled: !found }}
        />
      }
    >
      <div className={styles.form}>
        <Field label="Cloud" className={styles.cloud}>
          <Select
            value={cloud}
            onChange={(_, data) => {
              setCloud(data.value);
              forget();
            }}
            data-testid="field-cloud"
          >
            {clouds.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.title}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="Domain, or Directory (tenant) ID"
          {...(finding ? { validationState: finding.state, validationMessage: finding.text } : {})}
        >
          <div className={styles.line}>
            <Input
              value={typed}
              onChange={(_, data) => {
                setTyped(data.value);
                forget();
              }}
              onBlur={() => typed !== '' && setLeft(true)}
              onKeyDown={press}
              placeholder="contoso.onmicrosoft.com"
              autoComplete="off"
              spellCheck={false}
              aria-invalid={finding?.state === 'error'}
              className={styles.input}
              data-pane-start=""
              data-testid="field-tenant"
            />
            <Button
              appearance={found ? 'secondary' : 'primary'}
              onClick={find}
              disabledFocusable={asking !== null || offline !== null}
              title={offline ?? undefined}
              className={styles.find}
              data-testid="setup-find-tenant"
            >
              {asking ? 'Asking Microsoft' : found ? 'Find again' : 'Find tenant'}
            </Button>
          </div>
        </Field>
      </div>
      <ProblemHere
        problem={problem}
        ways={{ try_again: find, edit_connection: () => focusField() }}
        busy={asking !== null}
        urgent
      />
      {isOffered && elsewhere.length > 0 && (
        <Callout
          tone="warn"
          testId="setup-not-in-cloud"
          action={
            <Button size="small" onClick={() => go('choose')}>
              Choose others
            </Button>
          }
        >
          {elsewhere.map((item) => item.title).join(', ')} cannot be used in {title}.
        </Callout>
      )}
      {found ? (
        <FoundTenant tenant={found} />
      ) : (
        !problem && (
          <p className={parts.aside}>An account such as ann@contoso.com belongs to the tenant of its domain, contoso.com.</p>
        )
      )}
    </Page>
  );
}

function focusField() {
  document.querySelector<HTMLInputElement>('[data-testid="field-tenant"]')?.focus();
}
