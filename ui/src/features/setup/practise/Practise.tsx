// Practising: a simulated tenant is started, set up and collected from, step by step; beside it the first alerts as they arrive.
import { Button } from '@fluentui/react-components';
import { usePlaces } from '../../../app/places';
import { useRun, type Run } from '../../../app/run';
import { ArrowLeft20Regular } from '../../../design/icons';
import { useNow } from '../../../design/now';
import { counted } from '../../../design/numbers';
import { useNarrowerThan } from '../../../design/theme';
import { Place } from '../../frame/Place';
import { ProblemHere } from '../parts/ProblemHere';
import runStyles from '../register/Run.module.css';
import { RunHead } from '../register/RunHead';
import { StepLog } from '../register/StepLog';
import { underWay } from '../register/verdict';
import { FirstAlerts } from '../test/FirstAlerts';
import styles from './Practise.module.css';

const NARROW = 1100;

export function Practise({ run }: { run: Run }) {
  const { go } = usePlaces();
  const { practise, forget } = useRun();
  const now = useNow();
  const narrow = useNarrowerThan(NARROW);
  const { connected, problem, steps, ended } = run;
  const inStep = steps.some((step) => step.state === 'failed' && step.problem);
  const ways = { try_again: practise, start_simulator: practise };
  const alerts = connected && (
    <>
      <p className={styles.result} role="status" data-testid="first-alerts">
        <strong>{counted(connected.alerts, 'first alert')}</strong> from {connected.tenant_name}. New ones follow by themselves.
      </p>
      <FirstAlerts tenant={connected.tenant_name} />
    </>
  );
  return (
    <Place crumb="Simulated tenant">
      <div
        className={`${runStyles.split} ${narrow ? runStyles.one : ''}`}
        data-testid="connect-run"
        data-state={connected ? 'done' : problem ? 'failed' : 'running'}
      >
        <div className={runStyles.run}>
          <RunHead
            verdict={verdict(run)}
            lead="A Microsoft tenant on this machine"
            steps={steps}
            finished={connected !== null}
            elapsed={Math.max(0, (ended ?? now) - run.began)}
          />
          <div className={runStyles.body} data-pane="run">
            {!inStep && <ProblemHere problem={problem} ways={ways} urgent />}
            <StepLog steps={steps} problem={(one) => <ProblemHere problem={one} ways={ways} urgent />} />
            {narrow && alerts}
          </div>
          <footer className={runStyles.footer} data-pane="footer">
            {ended !== null && (
              <Button icon={<ArrowLeft20Regular />} onClick={forget} data-testid="practise-leave">
                Set up
              </Button>
            )}
            {connected && (
              <span className={runStyles.end}>
                <Button onClick={() => go('overview')} data-testid="to-overview">
                  Show overview
                </Button>
                <Button appearance="primary" onClick={() => go('alerts')} data-testid="to-alerts">
                  Show alerts
                </Button>
              </span>
            )}
          </footer>
        </div>
        {!narrow && (
          <div className={runStyles.beside}>
            <div className={runStyles.recordHead}>
              <h3>First alerts</h3>
            </div>
            <div className={styles.beside} data-pane="alerts">
              {alerts ?? (
                <p className={runStyles.none}>{problem ? 'None arrived.' : 'They appear here while the last steps still run.'}</p>
              )}
            </div>
            <p className={runStyles.note}>
              The simulated tenant ends with this window. Its people, devices and alerts are invented, and nothing leaves the
              machine.
            </p>
          </div>
        )}
      </div>
    </Place>
  );
}

function verdict(run: Run): string {
  if (run.connected) return `${run.connected.tenant_name} is connected`;
  const done = run.steps.filter((step) => step.state === 'done').length;
  const stopped = run.steps.find((step) => step.state === 'failed');
  if (run.problem) return stopped ? `Stopped at step ${done + 1}: ${stopped.title}` : 'Stopped before the first step';
  return underWay(run.steps) ?? 'Starting a simulated tenant';
}
