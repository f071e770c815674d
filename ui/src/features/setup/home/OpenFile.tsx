// Opens a plan or a result file: its text goes to the program, which says by whom it is signed. The page only reads the file.
import { Button } from '@fluentui/react-components';
import { useRef } from 'react';
import { useSetups } from '../../../app/setups';
import type { PackOpened } from '../../../contract.gen';
import { CopyValue } from '../../../design/CopyValue';
import { useAsk } from '../ask';
import { Callout } from '../parts/Callout';
import { ProblemHere } from '../parts/ProblemHere';
import styles from './Home.module.css';

export function OpenFile({ onOpened, className }: { onOpened: (file: PackOpened) => void; className?: string | undefined }) {
  const { take } = useSetups();
  const { ask, asking, problem } = useAsk();
  const chooser = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    const opened = await ask('setup_open', { text: await file.text() });
    if (!opened) return;
    take(opened.setup);
    onOpened(opened);
  };
  const choose = () => chooser.current?.click();
  return (
    <>
      <input
        ref={chooser}
        type="file"
        className="bz-hidden"
        tabIndex={-1}
        aria-label="Plan or result file"
        data-testid="setup-file"
        onChange={(event) => {
          const input = event.currentTarget;
          void read(input.files?.[0]).finally(() => {
            // The same file can be chosen again, after it was saved anew.
            input.value = '';
          });
        }}
      />
      <Button className={className} onClick={choose} disabledFocusable={asking !== null} data-testid="setup-open-file">
        Open file…
      </Button>
      {problem && (
        <div className={styles.wayProblem}>
          <ProblemHere problem={problem} ways={{ try_again: choose }} />
        </div>
      )}
    </>
  );
}

export function OpenedFile({ file, onClose }: { file: PackOpened; onClose: () => void }) {
  const { open } = useSetups();
  const { setup } = file;
  const what = file.is_result ? 'This is a result. It finishes a setup of yours.' : 'This is a plan. It is now a setup of yours.';
  return (
    <Callout
      live
      testId="setup-opened"
      tone={file.ours ? 'good' : 'warn'}
      action={
        <span className={styles.acts}>
          <Button appearance="primary" size="small" onClick={() => open({ id: setup.id })} data-testid="setup-opened-go">
            {file.is_result ? 'Go on with it' : 'Read the plan'}
          </Button>
          <Button size="small" appearance="transparent" onClick={onClose}>
            Close
          </Button>
        </span>
      }
    >
      <p>
        <strong>{what}</strong>{' '}
        {file.ours
          ? 'It was signed by this installation.'
          : 'It was signed by another installation. Compare the fingerprint with whoever sent it, over another channel.'}
      </p>
      <CopyValue value={file.fingerprint} name="Copy the signer's fingerprint" />
    </Callout>
  );
}
