// A file that was saved: what it is, where it lies, and by what it is known.
import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Saved } from '../../../contract.gen';
import { CopyValue } from '../../../design/CopyValue';
import { Callout } from './Callout';
import parts from './Parts.module.css';

type Props = { saved: Saved; mark: string; onClose: () => void; testId: string; children: ReactNode };

export function SavedFile({ saved, mark, onClose, testId, children }: Props) {
  return (
    <Callout
      live
      tone="good"
      testId={testId}
      action={
        <Button size="small" appearance="transparent" onClick={onClose}>
          Close
        </Button>
      }
    >
      <p>{children}</p>
      <dl className={parts.where}>
        <dt>File</dt>
        <dd>
          <CopyValue value={saved.path} name="Copy the path" />
        </dd>
        {saved.fingerprint && (
          <>
            <dt>{mark}</dt>
            <dd>
              <CopyValue value={saved.fingerprint} name={`Copy the ${mark.toLowerCase()}`} />
            </dd>
          </>
        )}
      </dl>
    </Callout>
  );
}
