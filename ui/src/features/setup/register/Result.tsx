// A plan of somebody else was carried out here: what was made goes back to them as a signed file. They go on, with their key.
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { Saved } from '../../../contract.gen';
import { useAsk } from '../ask';
import { useWizard } from '../current';
import { Callout } from '../parts/Callout';
import { ProblemHere } from '../parts/ProblemHere';
import { SavedFile } from '../parts/SavedFile';

export function Result() {
  const { view } = useWizard();
  const { ask, asking, problem } = useAsk();
  const [saved, setSaved] = useState<Saved | null>(null);
  const save = () => void ask('setup_save_result', { id: view.id }).then((where) => where && setSaved(where));
  return (
    <>
      <ProblemHere problem={problem} ways={{ try_again: save }} />
      {saved ? (
        <SavedFile saved={saved} mark="Fingerprint" onClose={() => setSaved(null)} testId="setup-result-saved">
          The result was saved. Send it to whoever made the plan; they open it in Bartizan under Set up and go on. It holds no
          password and no key.
        </SavedFile>
      ) : (
        <Callout
          live
          testId="setup-result"
          action={
            <Button
              appearance="primary"
              size="small"
              onClick={save}
              disabledFocusable={asking !== null}
              data-testid="setup-save-result"
            >
              Save result
            </Button>
          }
        >
          This plan is somebody else’s. Its result finishes their setup.
        </Callout>
      )}
    </>
  );
}
