// The two choices of a certificate that is made here: the length of its key, and for how many days it is valid.
import { Field, Input, Select } from '@fluentui/react-components';
import { useNow } from '../../../design/now';
import { DAY, day } from '../../../design/times';
import { checkDays } from '../checks';

const BITS = [2048, 3072, 4096];

type Props = { bits: number; onBits: (bits: number) => void; days: string; onDays: (days: string) => void };

export function KeyAndDays({ bits, onBits, days, onDays }: Props) {
  const now = useNow();
  const finding = checkDays(days);
  return (
    <>
      <Field label="Key">
        <Select value={String(bits)} onChange={(_, data) => onBits(Number(data.value))} data-testid="field-bits">
          {BITS.map((one) => (
            <option key={one} value={one}>
              RSA {one}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="Valid for, in days"
        {...(finding
          ? { validationState: finding.state, validationMessage: finding.text }
          : { hint: `Ends on ${day(now + Number(days) * DAY, now)}. A policy of the tenant may shorten it.` })}
      >
        <Input
          value={days}
          inputMode="numeric"
          onChange={(_, data) => onDays(data.value)}
          aria-invalid={finding !== null}
          data-testid="field-days"
        />
      </Field>
    </>
  );
}
