// The form for an app that somebody already registered. Labels are the portal's own. The secret is not echoed and is gone from
// here as soon as the request has left.
import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useRef, useState, type FormEvent } from 'react';
import { useRun } from '../../app/run';
import type { CloudChoice } from '../../contract.gen';
import { useInheritFocus } from '../../design/focus';
import { Beaker20Regular } from '../../design/icons';
import { PortalLabel } from '../../design/PortalLabel';
import { checkClientId, checkSecret, checkTenant, stops, type Finding } from './checks';
import styles from './Setup.module.css';

const INTEGRATION = { id: 'defender-xdr', title: 'Microsoft Defender XDR alerts', permission: 'SecurityAlert.Read.All' };

type FieldName = 'tenant' | 'clientId' | 'secret';

export function ConnectForm({ clouds }: { clouds: ReadonlyArray<CloudChoice> }) {
  const { connect, practise, typed } = useRun();
  const [cloud, setCloud] = useState(typed.cloud);
  const [entered, setEntered] = useState({ tenant: typed.tenant, clientId: typed.clientId, secret: '' });
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const heading = useRef<HTMLHeadingElement>(null);
  useInheritFocus(heading);
  const chosenCloud = cloud || clouds[0]?.id || '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setLeft(new Set(['tenant', 'clientId', 'secret']));
    if (stops(entered)) {
      // Validation marks the fields in this same turn; the first wrong one is then where the person goes on.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('#connect-form [aria-invalid="true"]')?.focus());
      return;
    }
    connect({
      integration: INTEGRATION.id,
      cloud: chosenCloud,
      tenant: entered.tenant.trim(),
      client_id: entered.clientId.trim().replace(/^\{(.*)\}$/, '$1'),
      client_secret: entered.secret.trim(),
    });
  };

  const field = (name: FieldName, check: (text: string) => Finding | null) => {
    const finding = left.has(name) || (name === 'secret' && entered.secret !== '') ? check(entered[name]) : null;
    return {
      field: finding ? { validationState: finding.state, validationMessage: finding.text } : {},
      input: {
        value: entered[name],
        'aria-invalid': finding?.state === 'error',
        onChange: (_: unknown, data: { value: string }) => setEntered((last) => ({ ...last, [name]: data.value })),
        onBlur: () => entered[name] !== '' && setLeft((last) => new Set(last).add(name)),
        autoComplete: 'off',
        spellCheck: false,
      },
    } as const;
  };
  const tenant = field('tenant', checkTenant);
  const clientId = field('clientId', checkClientId);
  const secret = field('secret', checkSecret);

  return (
    <form id="connect-form" className={styles.form} onSubmit={submit} onKeyDown={keepEnterInField} noValidate>
      <div className={styles.formBody} data-pane="form">
        <h2 ref={heading} tabIndex={-1} className={styles.verdict}>
          Connect an app that exists
        </h2>
        <p className={styles.lead}>
          The ids stand in the Entra admin centre, under App registrations, on the app’s Overview page.
        </p>
        <div className={styles.fields}>
          <Field label="Connect">
            <div className={styles.choice}>
              <strong>{INTEGRATION.title}</strong>
              <span>
                needs <span className="bz-mono-select">{INTEGRATION.permission}</span> of Microsoft Graph, as{' '}
                <PortalLabel>Application</PortalLabel> permission
              </span>
            </div>
          </Field>
          <Field label="Cloud">
            <Select value={chosenCloud} onChange={(_, data) => setCloud(data.value)} data-testid="field-cloud">
              {clouds.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.title}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Directory (tenant) ID, or a domain" {...tenant.field}>
            <Input {...tenant.input} placeholder="contoso.onmicrosoft.com" data-pane-start="" data-testid="field-tenant" />
          </Field>
          <Field label="Application (client) ID" {...clientId.field}>
            <Input {...clientId.input} input={{ className: styles.monoInput }} data-testid="field-client-id" />
          </Field>
          <Field
            label="Client secret: Value"
            hint={
              <>
                In <PortalLabel>Certificates & secrets</PortalLabel>, the column <PortalLabel>Value</PortalLabel>. It is kept in
                the operating system’s keyring.
              </>
            }
            {...secret.field}
          >
            <Input {...secret.input} type="password" autoComplete="new-password" data-testid="field-secret" />
          </Field>
        </div>
        <div className={styles.practise}>
          <Beaker20Regular />
          <span>No app at hand? A simulated tenant on this machine goes through the same steps.</span>
          <Button size="small" onClick={practise} data-testid="practise-button">
            Practise
          </Button>
        </div>
      </div>
      <footer className={styles.footer}>
        <span className={styles.footNote}>Reads only. Nothing in the tenant is changed.</span>
        <Button type="submit" appearance="primary" data-testid="connect-button" disabled={chosenCloud === ''}>
          Test and save
        </Button>
      </footer>
    </form>
  );
}

/** Enter in a field does not start the test: that takes the button. */
function keepEnterInField(event: React.KeyboardEvent) {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}
