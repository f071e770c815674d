// A label of Microsoft's portal, verbatim, set apart from our own words.
import styles from './PortalLabel.module.css';

export function PortalLabel({ children }: { children: string }) {
  return <span className={styles.label}>{children}</span>;
}
