// Whether an app has a permission: a shape and the word. What is there is quiet, what is missing is read, what is beyond warns.
import type { Found } from '../contract.gen';
import styles from './FoundMark.module.css';
import { Add16Regular, Checkmark16Regular, Question16Regular, Subtract16Regular } from './icons';

export const FOUND_WORDS: Record<Found, string> = {
  present: 'Present',
  missing: 'Missing',
  surplus: 'Surplus',
  unknown: 'Not known',
};

const ICONS = {
  present: Checkmark16Regular,
  missing: Add16Regular,
  surplus: Subtract16Regular,
  unknown: Question16Regular,
} as const;

export function FoundMark({ found }: { found: Found }) {
  const Icon = ICONS[found];
  return (
    <span className={`${styles.mark} ${styles[found]}`}>
      <Icon />
      {FOUND_WORDS[found]}
    </span>
  );
}
