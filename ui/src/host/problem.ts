// What a rejected call becomes. Everything the page shows as a failure is a ProblemView, also what nobody foresaw.
import type { ProblemView } from '../contract.gen';

export function isProblem(value: unknown): value is ProblemView {
  const problem = value as Partial<ProblemView> | null;
  return (
    typeof problem === 'object' &&
    problem !== null &&
    typeof problem.code === 'string' &&
    typeof problem.message === 'string' &&
    Array.isArray(problem.remedies) &&
    Array.isArray(problem.evidence)
  );
}

export function asProblem(reason: unknown, what: string): ProblemView {
  if (isProblem(reason)) return reason;
  const text = reason instanceof Error ? reason.message : typeof reason === 'string' ? reason : 'no reason was given';
  return {
    code: 'window.unexpected',
    title: 'The window got an answer it does not know',
    message: `The command ${what} ended without an answer that can be shown.`,
    remedies: [{ action: 'try_again', label: 'Try again', how: 'Run it again.', command: null }],
    retry: 'now',
    evidence: [
      { label: 'Command', value: what },
      { label: 'Reason', value: text },
    ],
  };
}
