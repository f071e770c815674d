// The file that the portal asks for: the certificate alone. Its key stays in the keyring.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { Saved } from '../../../contract.gen';
import { ArrowDownload16Regular } from '../../../design/icons';
import { useAsk } from '../ask';
import { useWizard } from '../current';
import { Callout } from '../parts/Callout';
import { ProblemHere } from '../parts/ProblemHere';
import { SavedFile } from '../parts/SavedFile';

export function SaveCertificate() {
  const { view } = useWizard();
  const { ask, asking, problem } = useAsk();
  const [saved, setSaved] = useState<Saved | null>(null);
  const save = () => void ask('setup_save_certificate', { id: view.id }).then((where) => where && setSaved(where));
  return (
    <>
      <ProblemHere problem={problem} ways={{ try_again: save }} />
      {saved ? (
        <SavedFile saved={saved} mark="Thumbprint" onClose={() => setSaved(null)} testId="setup-certificate-saved">
          The certificate was saved. Choose this file in the portal; the portal then shows the same thumbprint.
        </SavedFile>
      ) : (
        <Callout
          action={
            <Button
              size="small"
              icon={<ArrowDownload16Regular />}
              onClick={save}
              disabledFocusable={asking !== null}
              data-testid="setup-save-certificate"
            >
              Save certificate
            </Button>
          }
        >
          The certificate is made. The portal takes its file; the private key is not in it.
        </Callout>
      )}
    </>
  );
}
