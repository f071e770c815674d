// Which values of a step are copied where they stand. A line that lists many of them would be buttons and no sentence.
import type { PortalStepView } from '../../../contract.gen';
import { pieces } from '../../../design/pieces';

const MOST_IN_A_LINE = 2;

export function valuesOfLine(line: string, step: PortalStepView): ReadonlyArray<string> {
  const known = step.values.map((one) => one.value);
  const found = pieces(line, known).filter((piece) => piece.kind === 'value');
  return found.length <= MOST_IN_A_LINE ? found.map((piece) => piece.text) : [];
}

export const copiedInLines = (step: PortalStepView): ReadonlyArray<string> =>
  step.lines.flatMap((line) => valuesOfLine(line, step));
