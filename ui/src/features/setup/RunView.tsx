// A run as it goes: what is being done, how far it is, each step as one sentence; at the end the first alerts, or the cause.
import { Button } from '@fluentui/react-components';
import { useRef } from 'react';
import { usePlaces } from '../../app/places';
import { useRemedy } from '../../app/remedies';
import { useRun, type Run } from '../../app/run';
import type { RemedyView } from '../../contract.gen';
import { Cause } from '../../design/Cause';
import { ArrowLeft20Regular } from '../../design/icons';
import { useInheritFocus } from '../../design/focus';
import { counted } from '../../design/numbers';
import { useNow } from '../../design/now';
import { took } from '../../design/times';
import { StepLog } from './StepLog';
import styles from './Setup.module.css';

export function RunView({ run }: { run: Run }) {
  const { go } = usePlaces();
  const { again, forget } = useRun();
  const remedy = useRemedy();
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  useInheritFocus(heading);
  const done = run.steps.filter((step) => step.state === 'done').length;
  const current = run.steps.find((step) => step.state === 'running' || step.state === 'waiting');
  const calls = run.steps.reduce((sum, step) => sum + step.calls, 0);
  const elapsed = (run.ended ?? Math.max(now, run.began)) - run.began;
  const share = run.connected ? 1 : run.steps.length ? done / run.steps.length : 0;

  const act = (one: RemedyView) => run.problem && remedy(one, run.problem, again);
  const shownInStep = run.steps.some((step) => step.state === 'failed' && step.problem);

  return (
    <div
      className={styles.run}
      data-testid="connect-run"
      data-state={run.connected ? 'done' : run.problem ? 'failed' : 'running'}
    >
      <header className={styles.runHead}>
        <h2 ref={heading} tabIndex={-1} className={styles.verdict}>
          {verdict(run, current?.title, done)}
        </h2>
        <div
          className={styles.progress}
          role="progressbar"
          aria-label="Steps done"
          aria-valuemin={0}
          aria-valuemax={run.steps.length}
          aria-valuenow={done}
        >
          <div style={{ width: `${share * 100}%` }} />
        </div>
        <div className={styles.progressNote}>
          <span>
            {done} of {counted(run.steps.length, 'step')} done in {took(elapsed)}
          </span>
          <span>{counted(calls, 'call')}</span>
        </div>
      </header>
      <div className={styles.runBody} data-pane="run">
        <StepLog steps={run.steps} problem={(problem) => <Cause problem={problem} tone="high" urgent onRemedy={act} />} />
        {run.problem && !shownInStep && <Cause problem={run.problem} tone="high" urgent onRemedy={act} />}
        {run.connected && (
          <p className={styles.result} role="status" data-testid="first-alerts">
            <strong>{counted(run.connected.alerts, 'first alert')}</strong> from {run.connected.tenant_name}. New ones follow by
            themselves.
          </p>
        )}
      </div>
      {run.ended !== null && (
        <footer className={styles.footer}>
          <Button icon={<ArrowLeft20Regular />} onClick={forget} className={styles.back}>
            {run.connected ? 'Connect another app' : 'Ids and secret'}
          </Button>
          {run.connected && (
            <>
              <Button onClick={() => go('overview')} data-testid="to-overview">
                Show overview
              </Button>
              <Button appearance="primary" onClick={() => go('alerts')} data-testid="to-alerts">
                Show alerts
              </Button>
            </>
          )}
        </footer>
      )}
    </div>
  );
}

function verdict(run: Run, current: string | undefined, done: number): string {
  if (run.connected) return `${run.connected.tenant_name} is connected`;
  const stopped = run.steps.find((step) => step.state === 'failed');
  if (run.problem) return stopped ? `Stopped at step ${done + 1}: ${stopped.title}` : 'Stopped before the first step';
  if (!current) return run.kind === 'practise' ? 'Starting a simulated tenant' : 'Starting the test';
  return `${current}, step ${Math.min(done + 1, run.steps.length)} of ${run.steps.length}`;
}
