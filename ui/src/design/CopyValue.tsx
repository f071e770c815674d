// A value that somebody needs elsewhere: selectable, in the typeface of values, with a button that copies it.
import { CopyButton } from './CopyButton';
import styles from './CopyValue.module.css';
import { Foreign } from './Foreign';

/** `name` says what is copied, for the button: `Copy the tenant ID`. */
export function CopyValue({ value, name, plain = false }: { value: string; name: string; plain?: boolean }) {
  return (
    <span className={styles.pair}>
      <span className={plain ? 'bz-select' : 'bz-mono-select'}>
        <Foreign text={value} />
      </span>
      <CopyButton name={name} text={() => value} />
    </span>
  );
}
