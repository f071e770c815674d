// Step 6, "Do it for me": before it begins what will be made; then the run, its record beside it, and what can be taken back.
import { Tab, TabList } from '@fluentui/react-components';
import { useState } from 'react';
import { useSetups, type Asked } from '../../../app/setups';
import type { ProblemView, SignInWay, StepView } from '../../../contract.gen';
import { useNow } from '../../../design/now';
import { useNarrowerThan } from '../../../design/theme';
import { useLive } from '../../../host/live';
import { useMoving, useWizard } from '../current';
import { ProblemHere } from '../parts/ProblemHere';
import { SavedPlan } from '../review/SavePlan';
import { useSavePlan } from '../review/useSavePlan';
import { isOfOthers, runNow } from '../runState';
import { Before } from './Before';
import { RecordHead, RecordList } from './Record';
import styles from './Run.module.css';
import { Result } from './Result';
import { RunFooter } from './RunFooter';
import { RunHead } from './RunHead';
import { SignIn } from './SignIn';
import { StepLog } from './StepLog';
import { verdictOf } from './verdict';

const NARROW = 1100;

export function Register() {
  const { view } = useWizard();
  const { works, begin, stop } = useSetups();
  const { go } = useMoving();
  const saving = useSavePlan(view.id);
  const narrow = useNarrowerThan(NARROW);
  const [tab, setTab] = useState<'steps' | 'record'>('steps');
  const now = useNow();
  const record = useLive('setup_record', { id: view.id }, ['setup']);
  const calls = record.value?.calls ?? [];

  const work = works[view.id];
  const run = runNow(view, work);
  const last = work?.asked.kind === 'run' || work?.asked.kind === 'undo' ? work.asked : null;
  const app = view.adopt ?? (view.app && !view.app.ours ? view.app.client_id : null);
  const way = last?.request.sign_in ?? 'browser';
  const asking = (sign_in: SignInWay): Asked => ({ kind: 'run', request: { id: view.id, sign_in, adopt: app } });
  const start = (sign_in: SignInWay) => begin(asking(sign_in));
  const undo = (from: StepView | null) => begin({ kind: 'undo', request: { id: view.id, sign_in: way, from: from?.id ?? null } });
  // What was under way goes on, whether it made or took back.
  const resume = () => (last?.kind === 'undo' ? begin(last) : start(way));
  const withCode = () => {
    const instead: Asked =
      last?.kind === 'undo' ? { ...last, request: { ...last.request, sign_in: 'device_code' } } : asking('device_code');
    stop(view.id, instead);
  };

  if (run.state === 'ready') return <Before adopt={app} saving={saving} onBegin={start} />;

  const ways = {
    try_again: resume,
    resume,
    sign_in_again: () => start('browser'),
    save_plan: () => saving.save('pack'),
    edit_connection: () => go('tenant'),
  };
  const ofOthers = run.state === 'done' && isOfOthers(run.steps);
  const inStep = run.steps.some((step) => step.state === 'failed' && step.problem);
  // An account, not the app itself, which makes the last calls.
  const account = calls.findLast((call) => call.made_as.includes('@'))?.made_as ?? '';
  const elapsed = last && work ? Math.max(0, (work.ended ?? now) - work.began) : null;
  const steps = (
    <div className={styles.body} data-pane="run">
      <SavedPlan saving={saving} />
      {ofOthers && <Result />}
      {!inStep && <ProblemHere problem={run.problem} ways={ways} tone={toneOf(run.problem)} />}
      <StepLog
        steps={run.steps}
        problem={(problem) => <ProblemHere problem={problem} ways={ways} tone={toneOf(problem)} />}
        prompt={(prompt) => <SignIn prompt={prompt} onCode={last ? withCode : null} busy={run.stopping} />}
        undo={{ act: undo, rests: run.state === 'running' }}
      />
    </div>
  );
  return (
    <div className={`${styles.split} ${narrow ? styles.one : ''}`} data-testid="setup-run" data-state={run.state}>
      <div className={`${styles.run} ${narrow ? styles.tabbed : ''}`}>
        <RunHead
          verdict={verdictOf(view, run)}
          lead={account}
          steps={run.steps}
          finished={run.state === 'done'}
          elapsed={elapsed}
        />
        {narrow && (
          <TabList
            size="small"
            selectedValue={tab}
            onTabSelect={(_, data) => setTab(data.value === 'record' ? 'record' : 'steps')}
            className={styles.tabs}
          >
            <Tab value="steps">Steps</Tab>
            <Tab value="record" data-testid="setup-record-tab">
              Record of calls
            </Tab>
          </TabList>
        )}
        {narrow && tab === 'record' ? <RecordList calls={calls} /> : steps}
        <RunFooter
          run={run}
          changes={view.changes}
          goesOn={!ofOthers}
          onStop={() => stop(view.id)}
          onResume={resume}
          onAgain={() => start(way)}
          onUndo={() => undo(null)}
        />
      </div>
      {!narrow && (
        <div className={styles.beside}>
          <RecordHead calls={calls} />
          <RecordList calls={calls} />
          <p className={styles.note}>
            Each call is written to the journal before it is made. Closing the window loses nothing: setup resumes at this step.
          </p>
        </div>
      )}
    </div>
  );
}

/** What a person stopped themselves is no alarm. */
const toneOf = (problem: ProblemView | null) => (problem?.code === 'setup.stopped' ? 'med' : 'high');
