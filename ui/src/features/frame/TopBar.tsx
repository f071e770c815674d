// The bar above every place: its title, a crumb, the place's own controls, and what is always there.
import { Button } from '@fluentui/react-components';
import { QuestionCircle16Regular, Search16Regular } from '../../design/icons';
import { Kbd } from '../../design/Kbd';
import styles from './TopBar.module.css';

type Props = {
  title: string;
  /** Told where the place's crumb and controls go. */
  crumb: (slot: HTMLElement | null) => void;
  controls: (slot: HTMLElement | null) => void;
  onGoTo: () => void;
  onKeys: () => void;
};

export function TopBar({ title, crumb, controls, onGoTo, onKeys }: Props) {
  return (
    <header className={styles.bar} data-pane="top">
      <h1 className={styles.title}>{title}</h1>
      <span ref={crumb} className={styles.crumb} />
      <div className={styles.controls}>
        <div ref={controls} className={styles.own} />
        <Button
          appearance="transparent"
          size="small"
          icon={<Search16Regular />}
          className={styles.goTo}
          onClick={onGoTo}
          aria-keyshortcuts="Control+K"
          data-testid="go-to"
        >
          Go to <Kbd>Ctrl K</Kbd>
        </Button>
        <Button
          appearance="transparent"
          size="small"
          icon={<QuestionCircle16Regular />}
          aria-label="Keys"
          title="Keys (?)"
          onClick={onKeys}
          className={styles.keys}
          data-testid="keys"
        />
      </div>
    </header>
  );
}
