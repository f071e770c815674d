// Files that were saved: where they lie.
import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { CopyValue } from '../../design/CopyValue';
import { Callout } from '../setup/parts/Callout';

export function SavedPaths({ paths, onClose, children }: { paths: ReadonlyArray<string>; onClose: () => void; children: ReactNode }) {
  return (
    <Callout
      live
      tone="good"
      testId="credential-saved"
      action={
        <Button size="small" appearance="transparent" onClick={onClose}>
          Close
        </Button>
      }
    >
      <p>{children}</p>
      {paths.map((path) => (
        <div key={path}>
          <CopyValue value={path} name="Copy the path" />
        </div>
      ))}
    </Callout>
  );
}
