// A sheet at the window's right side in which something is filled in and begun, by its button or by Enter.
import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
  useRestoreFocusSource,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Dismiss20Regular } from './icons';
import styles from './Sheet.module.css';

type Props = {
  title: ReactNode;
  /** Something is under way that must not be left alone. */
  busy?: boolean;
  onClose: () => void;
  /** What the button says, and what it begins. */
  action: string;
  actionId: string;
  onAction: () => void;
  /** Something is missing or wrong. */
  incomplete: boolean;
  children: ReactNode;
  testId: string;
};

export function Sheet({ title, busy = false, onClose, action, actionId, onAction, incomplete, children, testId }: Props) {
  const restore = useRestoreFocusSource();
  return (
    <OverlayDrawer
      {...restore}
      open
      position="end"
      modalType={busy ? 'alert' : 'modal'}
      onOpenChange={(_, { open }) => !open && !busy && onClose()}
      className={styles.sheet}
      data-testid={testId}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              aria-label="Close"
              icon={<Dismiss20Regular />}
              onClick={onClose}
              disabledFocusable={busy}
            />
          }
          heading={{ className: styles.title }}
        >
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!incomplete && !busy) onAction();
        }}
      >
        <DrawerBody className={styles.body}>{children}</DrawerBody>
        <DrawerFooter className={styles.footer}>
          <Button type="submit" appearance="primary" disabled={incomplete} disabledFocusable={busy} data-testid={actionId}>
            {action}
          </Button>
        </DrawerFooter>
      </form>
    </OverlayDrawer>
  );
}
