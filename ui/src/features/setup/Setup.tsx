// Set up: first the ids of an app that exists, then the run that tests and saves them. While a run is known, it is shown.
import { useRun } from '../../app/run';
import { useShared } from '../../app/state';
import { Checkmark16Regular } from '../../design/icons';
import { Place } from '../frame/Place';
import { ConnectForm } from './ConnectForm';
import { RunView } from './RunView';
import styles from './Setup.module.css';

export function Setup() {
  const { run } = useRun();
  const { app } = useShared();
  const crumb = run ? (run.kind === 'practise' ? 'Simulated tenant' : 'Test and save') : 'Connect an app that exists';
  return (
    <Place crumb={crumb}>
      <div className={styles.layout}>
        <nav className={styles.stepRail} aria-label="Steps of set up">
          <h2>{run?.kind === 'practise' ? 'Practise' : 'Set up'}</h2>
          <ol>
            <RailStep
              number={1}
              title={run?.kind === 'practise' ? 'Simulated tenant' : 'App that exists'}
              note={run?.kind === 'practise' ? 'on this machine' : 'ids and secret'}
              state={run ? 'done' : 'here'}
            />
            <RailStep
              number={2}
              title="Test and save"
              note="then the first alerts"
              state={run ? (run.connected ? 'done' : 'here') : 'ahead'}
            />
          </ol>
        </nav>
        {run ? <RunView run={run} /> : <ConnectForm clouds={app.value?.clouds ?? []} />}
      </div>
    </Place>
  );
}

function RailStep({
  number,
  title,
  note,
  state,
}: {
  number: number;
  title: string;
  note: string;
  state: 'done' | 'here' | 'ahead';
}) {
  return (
    <li aria-current={state === 'here' ? 'step' : undefined} className={`${styles.railStep} ${styles[state]}`} title={title}>
      <span className={styles.number}>{state === 'done' ? <Checkmark16Regular aria-label="Done" /> : number}</span>
      <span className={styles.railWords}>
        <span>{title}</span>
        <small>{note}</small>
      </span>
    </li>
  );
}
