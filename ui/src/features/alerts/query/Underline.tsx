// The wavy line under the place of a mistake in the term being typed: the same text below the field, invisible but for its line.
import type { ProblemView } from '../../../contract.gen';
import styles from './QueryBox.module.css';

export type Mark = { start: number; end: number };

/** The place that a query's problem names. The program counts characters, this page counts UTF-16 units. */
export function markOf(problem: ProblemView, text: string): Mark | null {
  const number = (label: string) => {
    const value = problem.evidence.find((fact) => fact.label.toLowerCase() === label)?.value;
    return value === undefined ? NaN : Number.parseInt(value, 10);
  };
  const position = number('position');
  if (!Number.isFinite(position)) return null;
  const characters = [...text];
  const units = (count: number) => characters.slice(0, Math.max(0, count)).join('').length;
  const start = Math.min(units(position), Math.max(0, text.length - 1));
  return { start, end: Math.max(start + 1, units(position + (number('length') || 1))) };
}

export function Underline({ draft, mark }: { draft: string; mark: Mark }) {
  if (draft === '' || mark.end <= 0) return null;
  const start = Math.max(0, mark.start);
  return (
    <span className={styles.mirror} aria-hidden="true">
      {draft.slice(0, start)}
      <u>{draft.slice(start, mark.end) || ' '}</u>
      {draft.slice(mark.end)}
    </span>
  );
}
