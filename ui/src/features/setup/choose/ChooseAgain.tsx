// Step 1 of a setup that exists: the same page, and what it changes is saved before the next is shown.
import { useMoving, useWizard } from '../current';
import { Choose } from './Choose';

export function ChooseAgain() {
  const { view, catalog } = useWizard();
  const { save, moving, problem } = useMoving();
  return (
    <Choose
      catalog={catalog}
      choices={view.choices}
      busy={moving}
      problem={problem}
      onNext={(choices) => void save({ choices }, 'tenant')}
    />
  );
}
