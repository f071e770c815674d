// How near the end is, as a shape with its colour. The words stand beside it.
import { CheckmarkCircle16Filled, ErrorCircle16Filled, QuestionCircle16Regular, Warning16Filled } from '../../design/icons';
import styles from './Credentials.module.css';
import type { Tone } from './words';

export function ExpiryMark({ tone }: { tone: Tone }) {
  switch (tone) {
    case 'good':
      return <CheckmarkCircle16Filled className={styles.good} aria-hidden="true" />;
    case 'soon':
      return <Warning16Filled className={styles.soon} aria-hidden="true" />;
    case 'ended':
      return <ErrorCircle16Filled className={styles.ended} aria-hidden="true" />;
    case 'unknown':
      return <QuestionCircle16Regular className={styles.unknown} aria-hidden="true" />;
  }
}
