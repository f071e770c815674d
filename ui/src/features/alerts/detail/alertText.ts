// An alert as plain text, for a ticket or a mail: the summary's facts and the names of its evidence.
import type { AlertDetail, Fact } from '../../../contract.gen';

export function alertText(detail: AlertDetail): string {
  const { row } = detail;
  const facts = detail.facts.map((fact) => `${fact.label}: ${value(fact)}`);
  const evidence = detail.evidence.flatMap((group) =>
    group.items.map((item) => `${group.title}: ${item.primary}${item.verdict.label ? ` (${item.verdict.label})` : ''}`),
  );
  return [
    row.title,
    `Severity: ${row.severity.label}`,
    `Id: ${row.id}`,
    `Created: ${new Date(row.created).toISOString()}`,
    ...facts,
    '',
    detail.description,
    '',
    ...evidence,
  ]
    .join('\n')
    .trim();
}

function value(fact: Fact): string {
  return [fact.time === null ? fact.value : new Date(fact.time).toISOString(), fact.note].filter((part) => part !== '').join(' ');
}
