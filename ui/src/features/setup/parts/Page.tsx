// A page of the wizard: its verdict, its content, and the way back and on at its foot.
import { Button } from '@fluentui/react-components';
import { useRef, type ReactNode } from 'react';
import { useInheritFocus } from '../../../design/focus';
import { ArrowLeft20Regular } from '../../../design/icons';
import styles from './Page.module.css';

type Props = {
  title: string;
  lead?: ReactNode;
  /** At the right of the title. */
  controls?: ReactNode;
  footer: ReactNode;
  /** What floats over the end of the content. */
  sheet?: ReactNode;
  children: ReactNode;
  testId: string;
  state?: string;
};

export function Page({ title, lead, controls, footer, sheet, children, testId, state }: Props) {
  return (
    <div className={styles.page} data-testid={testId} data-state={state}>
      <div className={styles.middle}>
        <div className={`${styles.scroll} ${sheet ? styles.aboveSheet : ''}`} data-pane="content">
          <header className={styles.head}>
            <div className={styles.words}>
              <PageTitle>{title}</PageTitle>
              {lead && <p className={styles.lead}>{lead}</p>}
            </div>
            {controls && <div className={styles.controls}>{controls}</div>}
          </header>
          {children}
        </div>
        {sheet}
      </div>
      {footer}
    </div>
  );
}

/** The page's one verdict. Focus that lost its place with the page before goes on here. */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useInheritFocus(heading);
  return (
    <h2 ref={heading} tabIndex={-1} className={styles.verdict} data-testid="setup-title">
      {children}
    </h2>
  );
}

type FooterProps = {
  back?: { label: string; onPress: () => void } | null;
  note?: ReactNode;
  /** Beside the next step. */
  other?: ReactNode;
  next?: { label: string; onPress: () => void; disabled?: boolean; busy?: boolean; quiet?: boolean; testId?: string } | null;
};

export function Footer({ back, note, other, next }: FooterProps) {
  return (
    <footer className={styles.footer} data-pane="footer">
      {back && (
        <Button icon={<ArrowLeft20Regular />} onClick={back.onPress} data-testid="setup-back" className={styles.back}>
          {back.label}
        </Button>
      )}
      <span className={styles.note}>{note}</span>
      {other}
      {next && (
        <Button
          appearance={next.quiet ? 'secondary' : 'primary'}
          onClick={next.onPress}
          disabled={next.disabled === true}
          disabledFocusable={next.busy === true}
          data-testid={next.testId ?? 'setup-next'}
          className={styles.next}
        >
          {next.label}
        </Button>
      )}
    </footer>
  );
}
