// What can be done with a run as a whole: stop it, resume it, take it back, go on.
import { Button } from '@fluentui/react-components';
import { ArrowLeft20Regular, ArrowUndo20Regular, Stop20Regular } from '../../../design/icons';
import { counted } from '../../../design/numbers';
import { useMoving, useWizard } from '../current';
import type { RunNow } from '../runState';
import { STEPS, placeOf, titleOf } from '../stages';
import { useOffline } from '../useOffline';
import styles from './Run.module.css';

type Props = {
  run: RunNow;
  changes: number;
  /** Whether the next steps of the wizard are done here. */
  goesOn: boolean;
  onStop: () => void;
  onResume: () => void;
  onAgain: () => void;
  onUndo: () => void;
};

export function RunFooter({ run, changes, goesOn, onStop, onResume, onAgain, onUndo }: Props) {
  const { go, next } = useMoving();
  const offline = useOffline(useWizard().view.tenant?.cloud);
  const running = run.state === 'running';
  // Nothing stands in the tenant: then the step before is as good a way as the next.
  const begun = running || run.state === 'done' || (run.state === 'failed' && run.steps.length > 0);
  const resume = (
    <Button
      appearance="primary"
      onClick={onResume}
      disabledFocusable={offline !== null}
      title={offline ?? undefined}
      data-testid="setup-resume-run"
    >
      {run.undoing ? 'Go on undoing' : begun ? 'Resume' : 'Try again'}
    </Button>
  );
  return (
    <footer className={styles.footer} data-pane="footer">
      {running && (
        <Button
          icon={<Stop20Regular />}
          onClick={onStop}
          disabledFocusable={run.stopping}
          title="The call that is under way is waited for; then it stops and can be resumed"
          data-testid="setup-stop"
        >
          {run.stopping ? 'Stopping after this call' : 'Stop after this call'}
        </Button>
      )}
      {begun && run.state === 'failed' && resume}
      {!begun && (
        <Button icon={<ArrowLeft20Regular />} onClick={() => go('credential')} data-testid="setup-back">
          {titleOf('credential')}
        </Button>
      )}
      <span className={styles.end}>
        {changes > 0 && (
          <Button
            appearance="transparent"
            icon={<ArrowUndo20Regular />}
            onClick={onUndo}
            disabledFocusable={running}
            title={running ? 'Stop first, then it can be undone' : undefined}
            data-testid="undo-all"
          >
            Undo all, {counted(changes, 'change')}
          </Button>
        )}
        {!begun && run.state === 'failed' && resume}
        {run.state === 'undone' && (
          <Button appearance="primary" onClick={onAgain} data-testid="setup-run-again">
            Register again
          </Button>
        )}
        {run.state === 'done' && goesOn && next && (
          <Button appearance="primary" onClick={() => go(next)} data-testid="setup-next">
            Next: {STEPS[placeOf(next)]?.short}
          </Button>
        )}
      </span>
    </footer>
  );
}
