// Set up: the list of what was begun, a new setup, or one of them in the wizard; while somebody practises, that run.
import { Button } from '@fluentui/react-components';
import { useRun } from '../../app/run';
import { useSetups, type Opened } from '../../app/setups';
import type { CatalogItem } from '../../contract.gen';
import { FolderOpen16Regular, List16Regular } from '../../design/icons';
import { useLive } from '../../host/live';
import { Place } from '../frame/Place';
import { Home } from './home/Home';
import { NewSetup } from './NewSetup';
import { ProblemHere } from './parts/ProblemHere';
import { Practise } from './practise/Practise';
import styles from './Setup.module.css';
import { Wizard } from './Wizard';

const NOTHING = {};
const NO_CATALOG: ReadonlyArray<CatalogItem> = [];

export function Setup() {
  const { run } = useRun();
  const { opened, open } = useSetups();
  const list = useLive('setup_list', NOTHING, ['setup']);
  const catalog = useLive('setup_catalog', NOTHING, []);
  if (run) return <Practise run={run} />;

  const problem = catalog.value ? null : catalog.problem;
  const known = catalog.value && (opened !== 'any' || list.value || list.problem);
  if (problem || !known) {
    return (
      <Place>
        <div className={styles.alone} data-pane="content" aria-busy={!problem}>
          <ProblemHere problem={problem} ways={{ try_again: catalog.again }} urgent />
        </div>
      </Place>
    );
  }
  const setups = list.value?.setups ?? [];
  const what: Opened = opened === 'any' ? (setups.length > 0 || list.problem ? 'list' : 'new') : opened;
  const integrations = catalog.value?.integrations ?? NO_CATALOG;
  if (what === 'list') {
    return (
      <Place>
        <Home setups={setups} problem={list.problem} onAgain={list.again} />
      </Place>
    );
  }
  const toList = (
    <Button
      size="small"
      appearance="transparent"
      icon={setups.length > 0 ? <List16Regular /> : <FolderOpen16Regular />}
      onClick={() => open('list')}
      data-testid="setup-home-button"
    >
      {setups.length > 0 ? 'All setups' : 'Open a file'}
    </Button>
  );
  if (what === 'new' || what === 'existing') {
    return (
      <Place crumb="Choose" controls={toList}>
        <NewSetup catalog={integrations} method={what === 'existing' ? 'existing' : null} />
      </Place>
    );
  }
  return typeof what === 'object' ? <Wizard key={what.id} id={what.id} catalog={integrations} controls={toList} /> : null;
}
