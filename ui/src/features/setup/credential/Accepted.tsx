// What each integration accepts, and which credential of the plan it will use.
import type { CatalogItem, PlanCredential } from '../../../contract.gen';
import { Certificate16Regular, Key16Regular } from '../../../design/icons';
import { accepts } from '../choose/chosen';
import parts from '../parts/Parts.module.css';
import styles from './Credential.module.css';

type Props = { items: ReadonlyArray<CatalogItem>; uses: ReadonlyArray<PlanCredential> };

export function Accepted({ items, uses }: Props) {
  return (
    <section className={parts.card} aria-label="What each integration accepts">
      <div className={`${styles.row} ${styles.names}`} aria-hidden="true">
        <span>Integration</span>
        <span>Accepts</span>
        <span>Will use</span>
      </div>
      {items.map((item) => {
        const takes = accepts(item);
        const used = uses.filter((credential) => credential.serves.includes(item.title));
        return (
          <div key={item.id} className={styles.row} data-testid="setup-accepts" data-id={item.id}>
            <strong>{item.title}</strong>
            <span>
              {takes.text}
              {takes.rules.map((rule) => (
                <small key={rule}>{rule}</small>
              ))}
            </span>
            <span className={styles.uses}>
              {used.length === 0
                ? '–'
                : used.map((credential) => (
                    <span key={credential.kind}>
                      {credential.kind === 'certificate' ? <Certificate16Regular /> : <Key16Regular />}
                      {credential.kind === 'certificate' ? 'certificate' : 'client secret'}
                    </span>
                  ))}
            </span>
          </div>
        );
      })}
    </section>
  );
}
