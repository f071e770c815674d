// Whether a certificate renews by itself, and how many days before its end.
import { Button, Field, Input, Switch } from '@fluentui/react-components';
import { useState } from 'react';
import type { CredentialRow } from '../../contract.gen';
import { day } from '../../design/times';
import { useAsk } from '../setup/ask';
import { ProblemHere } from '../setup/parts/ProblemHere';
import styles from './Detail.module.css';

const MOST_DAYS = 365;

export function Rule({ row, now }: { row: CredentialRow; now: number }) {
  const { ask, asking, problem } = useAsk();
  const [days, setDays] = useState(String(row.days_before));
  const valid = /^\d+$/.test(days.trim()) && Number(days) >= 1 && Number(days) <= MOST_DAYS;
  const save = (automatic: boolean, days_before: number) => void ask('credential_rule', { id: row.id, automatic, days_before });
  const changed = valid && Number(days) !== row.days_before;
  return (
    <section className={styles.rule} aria-label="Automatic renewal">
      <Switch
        checked={row.automatic}
        label="Renews by itself"
        onChange={(_, data) => save(data.checked, row.days_before)}
        disabled={asking !== null}
        data-testid="credential-automatic"
      />
      <Field
        label="Days before"
        orientation="horizontal"
        {...(valid ? {} : { validationMessage: `A whole number of days, 1 to ${MOST_DAYS}.` })}
      >
        <span className={styles.days}>
          <Input
            size="small"
            value={days}
            inputMode="numeric"
            onChange={(_, data) => setDays(data.value)}
            aria-invalid={!valid}
            aria-label="Days before its end"
            className={styles.number}
            data-testid="field-days-before"
          />
          <Button
            size="small"
            disabled={!changed}
            onClick={() => save(row.automatic, Number(days))}
            data-testid="credential-rule-save"
          >
            Set
          </Button>
        </span>
      </Field>
      {row.renews !== null && <small>The next renewal begins on {day(row.renews, now)}.</small>}
      <ProblemHere problem={problem} />
    </section>
  );
}
