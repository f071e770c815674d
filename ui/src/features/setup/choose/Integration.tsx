// One integration to choose: what it is for, what it takes, where it can be used; once it is chosen, its optional parts.
import { Checkbox } from '@fluentui/react-components';
import { useId } from 'react';
import type { CatalogItem, CloudChoice } from '../../../contract.gen';
import { Info16Regular } from '../../../design/icons';
import { count } from '../../../design/numbers';
import parts from '../parts/Parts.module.css';
import styles from './Choose.module.css';
import { accepts } from './chosen';

type Props = {
  item: CatalogItem;
  clouds: ReadonlyArray<CloudChoice>;
  /** The chosen features; null while the integration is not chosen. */
  features: ReadonlySet<string> | null;
  onTick: (on: boolean) => void;
  onFeature: (feature: string, on: boolean) => void;
};

export function Integration({ item, clouds, features, onTick, onFeature }: Props) {
  const box = useId();
  const about = useId();
  const chosen = features !== null;
  const takes = accepts(item);
  return (
    <div className={`${styles.item} ${chosen ? styles.chosen : ''}`} data-testid="setup-integration" data-id={item.id}>
      <div className={styles.columns}>
        <div className={styles.main}>
          <Checkbox
            id={box}
            checked={chosen}
            onChange={(_, data) => onTick(data.checked === true)}
            aria-label={item.title}
            aria-describedby={about}
            className={styles.box}
            data-testid={`setup-choose-${item.id}`}
          />
          <label htmlFor={box} className={styles.words}>
            <span className={styles.title}>
              <strong>{item.title}</strong>
              <span className={parts.aside}>{item.subtitle}</span>
              {item.acts && <span className={styles.acts}>acts in the tenant</span>}
            </span>
            <span id={about} className={styles.purpose}>
              {item.purpose}
            </span>
          </label>
        </div>
        <span className={styles.fact} title={takes.rules.join(' ')}>
          {takes.text}
        </span>
        <span className={styles.fact}>{cloudWords(item, clouds)}</span>
        <span className={`${styles.fact} ${styles.right} bz-number`}>
          {item.permissions === 0 ? '–' : count(item.permissions)}
        </span>
      </div>
      {chosen && item.vendor_registers && (
        <p className={styles.note} data-testid="setup-vendor-registers">
          <Info16Regular />
          <span>
            {item.vendor ?? 'The vendor'} registers its own app and asks you to accept it. Nothing is registered here; the steps
            follow in Collection.
          </span>
        </p>
      )}
      {chosen && takes.rules.length > 0 && (
        <p className={styles.note}>
          <Info16Regular />
          <span>{takes.rules.map(sentence).join(' ')}</span>
        </p>
      )}
      {chosen && item.features.length > 0 && (
        <ul className={styles.features} aria-label={`Optional parts of ${item.title}`}>
          {item.features.map((feature) => (
            <li key={feature.id}>
              <Checkbox
                checked={features.has(feature.id)}
                onChange={(_, data) => onFeature(feature.id, data.checked === true)}
                label={
                  <>
                    <span className={styles.feature}>{feature.title}</span> <span className={styles.adds}>{feature.adds}</span>
                  </>
                }
                className={styles.box}
                data-testid={`setup-feature-${item.id}-${feature.id}`}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

function cloudWords(item: CatalogItem, clouds: ReadonlyArray<CloudChoice>): string {
  const titled = item.clouds.map((id) => clouds.find((cloud) => cloud.id === id)?.title ?? id);
  // A name is not broken in the middle.
  return titled.map((title) => title.replaceAll(' ', '\u00a0')).join(', ');
}
