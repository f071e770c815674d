// The integrations of one vendor, or our own, as a card.
import type { CatalogItem, CloudChoice } from '../../../contract.gen';
import { counted } from '../../../design/numbers';
import parts from '../parts/Parts.module.css';
import styles from './Choose.module.css';
import type { Ticked } from './chosen';
import { Integration } from './Integration';

type Props = {
  vendor: string | null;
  items: ReadonlyArray<CatalogItem>;
  clouds: ReadonlyArray<CloudChoice>;
  ticked: Ticked;
  onTick: (item: CatalogItem, on: boolean) => void;
  onFeature: (item: CatalogItem, feature: string, on: boolean) => void;
};

export function Vendor({ vendor, items, clouds, ticked, onTick, onFeature }: Props) {
  return (
    <section className={parts.card} aria-label={vendor ?? 'Collected here'} data-testid="setup-vendor" data-id={vendor ?? ''}>
      <header className={`${parts.cardHead} ${styles.columns} ${styles.head}`}>
        <span className={styles.vendor}>
          <h3>{vendor ?? 'Collected here'}</h3>
          <span className={parts.aside}>{vendor ? counted(items.length, 'integration') : 'by Bartizan, onto this machine'}</span>
        </span>
        <span className={styles.label}>Takes</span>
        <span className={styles.label}>Clouds</span>
        <span className={`${styles.label} ${styles.right}`}>Permissions</span>
      </header>
      {items.map((item) => (
        <Integration
          key={item.id}
          item={item}
          clouds={clouds}
          features={ticked.get(item.id) ?? null}
          onTick={(on) => onTick(item, on)}
          onFeature={(feature, on) => onFeature(item, feature, on)}
        />
      ))}
    </section>
  );
}
