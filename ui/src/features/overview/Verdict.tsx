// The page's one sentence: how many integrations need a person, then the rest, then when it was measured.
import type { HealthState, IntegrationHealth, Overview, ProblemView } from '../../contract.gen';
import { countStates } from '../../app/state';
import { Moment } from '../../design/Moment';
import { count } from '../../design/numbers';
import styles from './Overview.module.css';

export function verdictText(integrations: ReadonlyArray<IntegrationHealth>): { verdict: string; rest: string } {
  const counts = countStates(integrations);
  const parts: string[] = [];
  const { failing, attention } = counts;
  if (failing) parts.push(`${count(failing)} ${failing === 1 ? 'integration is' : 'integrations are'} failing`);
  if (attention) {
    const needs = attention === 1 ? 'needs' : 'need';
    parts.push(
      parts.length
        ? `${count(attention)} ${needs} attention`
        : `${count(attention)} ${attention === 1 ? 'integration' : 'integrations'} ${needs} attention`,
    );
  }
  const others = (['working', 'paused', 'starting'] as const).filter((state) => counts[state] > 0);
  if (parts.length) return { verdict: parts.join(', '), rest: others.length ? `${list(others, counts)}.` : '' };
  const [first, ...after] = others;
  if (!first) return { verdict: 'Nothing is collected yet', rest: '' };
  const number = counts[first];
  const all = after.length === 0 && number > 1 ? 'All ' : '';
  const noun = number === 1 ? 'integration is' : 'integrations are';
  return { verdict: `${all}${count(number)} ${noun} ${word(first)}`, rest: after.length ? `${list(after, counts)}.` : '' };
}

const word = (state: HealthState) => (state === 'starting' ? 'starting' : state);

function list(states: ReadonlyArray<HealthState>, counts: Record<HealthState, number>): string {
  return states.map((state) => `${count(counts[state])} ${counts[state] === 1 ? 'is' : 'are'} ${word(state)}`).join(', ');
}

type Props = { overview: Overview; integrations: ReadonlyArray<IntegrationHealth>; problem: ProblemView | null; now: number };

export function Verdict({ overview, integrations, problem, now }: Props) {
  const { verdict, rest } = verdictText(integrations);
  return (
    <div className={styles.verdictLine}>
      <h2 className={styles.verdict} data-testid="verdict">
        {verdict}
      </h2>
      <span className={styles.rest}>
        {rest} {problem ? 'Not measured since' : 'Measured'} <Moment at={overview.measured} now={now} />.
      </span>
    </div>
  );
}
