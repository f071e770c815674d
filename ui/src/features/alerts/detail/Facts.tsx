// Labels and values of an alert or of a piece of evidence. A value that other alerts share leads to them.
import type { Fact } from '../../../contract.gen';
import { Foreign, visible } from '../../../design/Foreign';
import { Moment } from '../../../design/Moment';
import styles from './Detail.module.css';

type Props = { facts: ReadonlyArray<Fact>; onQuery: (query: string) => void; now: number; small?: boolean };

export function Facts({ facts, onQuery, now, small = false }: Props) {
  return (
    <dl className={`${styles.facts} ${small ? styles.small : ''}`}>
      {facts.map((fact, index) => (
        <div key={`${fact.label}${index}`}>
          <dt>{fact.label}</dt>
          <dd className="bz-select">
            <FactValue fact={fact} onQuery={onQuery} now={now} />
            {fact.note && (
              <>
                {', '}
                <Foreign text={fact.note} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ fact, onQuery, now }: { fact: Fact; onQuery: (query: string) => void; now: number }) {
  if (fact.time !== null) return <Moment at={fact.time} now={now} />;
  const text = <Foreign text={fact.value} className={fact.mono ? 'bz-mono' : undefined} />;
  const { pivot } = fact;
  if (pivot === null) return text;
  return (
    <button
      type="button"
      className="bz-link"
      title={`Alerts with ${fact.label}: ${visible(fact.value)}`}
      onClick={() => onQuery(pivot)}
    >
      {text}
    </button>
  );
}
