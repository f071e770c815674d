// The filters in a narrow window: a drawer over the list, closed with Esc.
import { DrawerBody, OverlayDrawer, useRestoreFocusSource } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import styles from './FiltersDrawer.module.css';

export function FiltersDrawer({ open, onClose, children }: { open: boolean; onClose: () => void; children: ReactNode }) {
  const restore = useRestoreFocusSource();
  return (
    <OverlayDrawer
      {...restore}
      open={open}
      position="start"
      onOpenChange={(_, data) => !data.open && onClose()}
      className={styles.drawer}
      aria-label="Filters"
    >
      <DrawerBody className={styles.body}>{children}</DrawerBody>
    </OverlayDrawer>
  );
}
