// For "Do it for me": a new app, or one that exists and is brought to the plan. An app of the same name is never taken for it;
// only its id names it.
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { checkClientId } from '../checks';
import parts from '../parts/Parts.module.css';
import styles from './Method.module.css';

type Props = {
  adopting: boolean;
  onAdopting: (adopting: boolean) => void;
  id: string;
  onId: (id: string) => void;
  /** Whether what was typed is judged yet. */
  checked: boolean;
  /** What a new one is asked for. */
  children: ReactNode;
};

export function Adopt({ adopting, onAdopting, id, onId, checked, children }: Props) {
  const finding = checked || id !== '' ? checkClientId(id) : null;
  return (
    <div className={styles.more}>
      <RadioGroup
        value={adopting ? 'adopt' : 'new'}
        onChange={(_, data) => onAdopting(data.value === 'adopt')}
        aria-label="Which app"
        className={styles.which}
      >
        <Radio value="new" label="Register a new app" data-testid="setup-new-app" />
        <Radio value="adopt" label="Bring an app that exists to the plan" data-testid="setup-adopt" />
      </RadioGroup>
      {adopting ? (
        <Field
          label="Application (client) ID"
          hint="What it lacks is added. What it has beyond the plan stays as it is, and undo takes back only what was added."
          className={parts.field}
          {...(finding ? { validationState: finding.state, validationMessage: finding.text } : {})}
        >
          <Input
            value={id}
            onChange={(_, data) => onId(data.value.trim())}
            input={{ className: parts.mono }}
            autoComplete="off"
            spellCheck={false}
            data-testid="field-adopt"
          />
        </Field>
      ) : (
        children
      )}
    </div>
  );
}
