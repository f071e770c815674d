// An administrator is to sign in: at the page that was opened, or with a code on any machine. The page here never sees a password.
import { Button } from '@fluentui/react-components';
import type { SignInPrompt } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import styles from './SignIn.module.css';

type Props = { prompt: SignInPrompt; onCode: (() => void) | null; busy: boolean };

export function SignIn({ prompt, onCode, busy }: Props) {
  const { url, code, opened } = prompt;
  return (
    <div className={styles.prompt} data-testid="setup-sign-in" data-way={code === null ? 'browser' : 'device_code'}>
      <p>
        {code !== null
          ? 'Open this page in any browser, on this or another machine, and type the code.'
          : opened
            ? 'Sign in at the page that the browser shows. If none came up, open this link in a browser on this machine.'
            : 'No browser could be opened. Open this link in a browser on this machine.'}
      </p>
      <div className={styles.line}>
        <span className={`${styles.url} bz-mono-select`} title={url} data-testid="setup-sign-in-url">
          {url}
        </span>
        <CopyButton name="Copy the link" label="Copy link" text={() => url} />
      </div>
      {code !== null && (
        <div className={styles.line}>
          <span className={`${styles.code} bz-mono-select`} data-testid="setup-sign-in-code">
            {code}
          </span>
          <CopyButton name="Copy the code" label="Copy code" text={() => code} />
        </div>
      )}
      {code === null && onCode && (
        <Button size="small" onClick={onCode} disabledFocusable={busy} data-testid="setup-sign-in-code-instead">
          {busy ? 'Ending this sign-in' : 'Sign in with a code instead'}
        </Button>
      )}
    </div>
  );
}
