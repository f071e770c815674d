// A setup that has not begun: the first page of the wizard, before there is anything to save.
import { useSetups } from '../../app/setups';
import type { CatalogItem, Chosen, SetupMethod } from '../../contract.gen';
import { useHost } from '../../host/current';
import { useAsk } from './ask';
import { Choose } from './choose/Choose';
import { changeOf } from './current';
import { StepRail } from './rail/StepRail';
import styles from './Setup.module.css';

type Props = { catalog: ReadonlyArray<CatalogItem>; method: SetupMethod | null };

const NOTHING_CHOSEN: ReadonlyArray<Chosen> = [];

export function NewSetup({ catalog, method }: Props) {
  const host = useHost();
  const { open, take } = useSetups();
  const { ask, asking, problem } = useAsk();
  const begin = async (choices: Chosen[]) => {
    const begun = await ask('setup_start', { choices });
    if (!begun) return;
    // The first page is behind; what is asked for next is the tenant.
    const moved = await host.call('setup_change', changeOf(begun.id, { stage: 'tenant', method })).catch(() => begun);
    take(moved);
    open({ id: moved.id });
  };
  return (
    <div className={styles.layout}>
      <StepRail
        heading="New setup"
        here="choose"
        reached={() => false}
        applies={() => true}
        note={() => ''}
        onGo={() => undefined}
        foot="Saved after each step. Leave at any time and resume from Set up."
      />
      <Choose
        catalog={catalog}
        choices={NOTHING_CHOSEN}
        busy={asking !== null}
        problem={problem}
        onNext={(choices) => void begin(choices)}
      />
    </div>
  );
}
