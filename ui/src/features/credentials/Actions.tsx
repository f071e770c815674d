// What can be done with one credential as a whole: renew, export, copy, revoke.
import {
  Button,
  Field,
  Input,
  Menu,
  MenuButton,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { CredentialRevoked, CredentialRow, PrivateForm, PublicForm } from '../../contract.gen';
import {
  ArrowExport16Regular,
  Copy16Regular,
  Delete16Regular,
  MoreHorizontal16Regular,
} from '../../design/icons';
import { Sheet } from '../../design/Sheet';
import { useAsk } from '../setup/ask';
import { Callout } from '../setup/parts/Callout';
import { ProblemHere } from '../setup/parts/ProblemHere';
import styles from './Detail.module.css';
import { RenewSheet } from './RenewSheet';
import { SavedPaths } from './SavedPaths';
import type { Renewals } from './useRenewal';

type Said = { paths: ReadonlyArray<string>; what: string };

type Props = { row: CredentialRow; renewals: Renewals; onRevoked: (revoked: CredentialRevoked) => void };

export function Actions({ row, renewals, onRevoked }: Props) {
  const { ask, asking, problem } = useAsk();
  const [saved, setSaved] = useState<Said | null>(null);
  const [copied, setCopied] = useState(false);
  const [sheet, setSheet] = useState<'none' | 'pfx' | 'renew'>('none');
  const busy = asking !== null;
  const retired = row.state === 'retired';
  const isCertificate = row.kind === 'certificate';
  const user = row.used_by[0];
  const [last, setLast] = useState<(() => void) | null>(null);
  /** Does it, and keeps it for "Try again". */
  const doing = (act: () => void) => {
    setLast(() => act);
    act();
  };

  const savePublic = (form: PublicForm) =>
    doing(
      () =>
        void ask('credential_export', { id: row.id, form }).then(
          (answer) => answer && setSaved({ paths: answer.paths, what: 'The certificate was saved, without its key.' }),
        ),
    );
  const savePrivate = (form: PrivateForm, password: string | null) =>
    doing(
      () =>
        void ask('credential_export_private', { id: row.id, form, password }).then(
          (answer) => answer && setSaved({ paths: answer.paths, what: 'Saved with the private key. Whoever has it can sign in.' }),
        ),
    );
  const copySecret = () =>
    doing(
      () =>
        void ask('credential_secret_copy', { id: row.id, integration: user?.catalog ?? '' }).then((answer) =>
          setCopied(answer !== null),
        ),
    );
  const revoke = () => doing(() => void ask('credential_revoke', { id: row.id }).then((answer) => answer && onRevoked(answer)));
  const renewing = renewals.work?.running === true;
  const goesOn = row.renewal?.goes_on === true;

  return (
    <>
      <div className={styles.actions}>
        {isCertificate && !retired && !goesOn && (
          <Button
            size="small"
            appearance="primary"
            onClick={() => renewals.renew(row.id)}
            disabledFocusable={renewing}
            data-testid="credential-renew"
          >
            {renewing ? 'Renewing' : 'Renew now'}
          </Button>
        )}
        {!isCertificate && !retired && (
          <Button
            size="small"
            icon={<Copy16Regular />}
            onClick={copySecret}
            disabledFocusable={busy || !user}
            title="The system asks first, and clears the clipboard after a minute. This window never sees the secret."
            data-testid="credential-secret-copy"
          >
            Copy secret…
          </Button>
        )}
        {isCertificate && (
          <Menu positioning="below-end">
            <MenuTrigger disableButtonEnhancement>
              <MenuButton size="small" icon={<ArrowExport16Regular />} data-testid="credential-export">
                Export
              </MenuButton>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={() => savePublic('der')} data-testid="export-der">
                  Certificate, .cer
                </MenuItem>
                <MenuItem onClick={() => savePublic('pem')} data-testid="export-pem">
                  Certificate, .pem
                </MenuItem>
                {!retired && (
                  <>
                    <MenuDivider />
                    <MenuItem onClick={() => savePrivate('key', null)} data-testid="export-key">
                      Private key, .pem…
                    </MenuItem>
                    <MenuItem onClick={() => savePrivate('combined', null)} data-testid="export-combined">
                      Certificate and key, .pem…
                    </MenuItem>
                    <MenuItem onClick={() => setSheet('pfx')} data-testid="export-pfx">
                      Certificate and key, .pfx…
                    </MenuItem>
                  </>
                )}
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
        <Button
          size="small"
          icon={<Delete16Regular />}
          onClick={revoke}
          disabledFocusable={busy}
          title={
            retired
              ? 'Takes it out of this list. The system asks first.'
              : 'Takes it off its app and throws its key or secret away. The system asks first.'
          }
          data-testid="credential-revoke"
        >
          {retired ? 'Forget…' : 'Revoke…'}
        </Button>
        {isCertificate && !retired && !goesOn && (
          <Button
            size="small"
            appearance="transparent"
            icon={<MoreHorizontal16Regular />}
            onClick={() => setSheet('renew')}
            aria-label="Renew with other settings"
            title="Renew with other settings"
            disabledFocusable={renewing}
            data-testid="credential-renew-more"
          />
        )}
      </div>
      <ProblemHere problem={problem} ways={last ? { try_again: last } : {}} busy={busy} />
      {saved && (
        <SavedPaths paths={saved.paths} onClose={() => setSaved(null)}>
          {saved.what}
        </SavedPaths>
      )}
      {copied && (
        <Callout live tone="good" testId="credential-secret-copied">
          The client secret is on the clipboard. It is cleared after a minute.
        </Callout>
      )}
      {sheet === 'pfx' && (
        <PfxSheet
          onClose={() => setSheet('none')}
          onSave={(password) => {
            setSheet('none');
            savePrivate('pfx', password);
          }}
        />
      )}
      {sheet === 'renew' && (
        <RenewSheet row={row} onClose={() => setSheet('none')} onRenew={(change) => renewals.renew(row.id, change)} />
      )}
    </>
  );
}

function PfxSheet({ onSave, onClose }: { onSave: (password: string) => void; onClose: () => void }) {
  const [password, setPassword] = useState('');
  return (
    <Sheet
      title="Save as PFX"
      onClose={onClose}
      testId="credential-pfx-sheet"
      action="Save PFX…"
      actionId="export-pfx-confirm"
      onAction={() => onSave(password)}
      incomplete={password === ''}
    >
      <p>Certificate and private key in one file, encrypted with this password. The system asks before it is written.</p>
      <Field label="Password">
        <Input
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(_, data) => setPassword(data.value)}
          data-testid="field-pfx-password"
        />
      </Field>
    </Sheet>
  );
}
