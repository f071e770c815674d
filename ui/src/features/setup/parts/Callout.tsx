// A short notice in a page: neutral, something to know before going on, or something that went well.
import type { ReactNode } from 'react';
import { CheckmarkCircle16Filled, Info16Regular, Warning16Filled } from '../../../design/icons';
import styles from './Parts.module.css';

const LOOKS = {
  plain: { Icon: Info16Regular, look: '' },
  warn: { Icon: Warning16Filled, look: styles.warn },
  good: { Icon: CheckmarkCircle16Filled, look: styles.good },
} as const;

type Props = { tone?: keyof typeof LOOKS; children: ReactNode; action?: ReactNode; live?: boolean; testId?: string };

export function Callout({ tone = 'plain', children, action, live = false, testId }: Props) {
  const { Icon, look } = LOOKS[tone];
  return (
    <div className={`${styles.callout} ${look}`} role={live ? 'status' : 'note'} data-testid={testId}>
      <Icon aria-hidden="true" />
      <div className="bz-select">{children}</div>
      {action}
    </div>
  );
}
