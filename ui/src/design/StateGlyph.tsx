// The state of an integration, of a step or of a test as a shape with its colour. The word stands beside it and is not drawn here.
import { Spinner } from '@fluentui/react-components';
import {
  ArrowUndo16Regular,
  CheckmarkCircle16Filled,
  Circle16Regular,
  Clock16Regular,
  ErrorCircle16Filled,
  MoreCircle16Regular,
  PauseCircle16Filled,
  QuestionCircle16Regular,
  SubtractCircle16Regular,
  Warning16Filled,
} from './icons';
import type { HealthState, PortalState, StepState, TestOutcome } from '../contract.gen';
import { useReducedMotion } from './theme';
import styles from './StateGlyph.module.css';

export const HEALTH_WORDS: Record<HealthState, string> = {
  working: 'Working',
  attention: 'Attention',
  failing: 'Failing',
  paused: 'Paused',
  starting: 'Starting',
};

export function HealthGlyph({ state }: { state: HealthState }) {
  switch (state) {
    case 'working':
      return <CheckmarkCircle16Filled className={styles.ok} />;
    case 'attention':
      return <Warning16Filled className={styles.med} />;
    case 'failing':
      return <ErrorCircle16Filled className={styles.high} />;
    case 'paused':
      return <PauseCircle16Filled className={styles.neutral} />;
    case 'starting':
      return <MoreCircle16Regular className={styles.neutral} />;
  }
}

export const STEP_WORDS: Record<StepState, string> = {
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting',
  done: 'Done',
  failed: 'Failed',
  undone: 'Undone',
};

export function StepGlyph({ state }: { state: StepState }) {
  const still = useReducedMotion();
  switch (state) {
    case 'queued':
      return <Circle16Regular className={styles.neutral} />;
    case 'running':
      return still ? <MoreCircle16Regular className={styles.brand} /> : <Spinner size="extra-tiny" />;
    case 'waiting':
      return <Clock16Regular className={styles.brand} />;
    case 'done':
      return <CheckmarkCircle16Filled className={styles.ok} />;
    case 'failed':
      return <ErrorCircle16Filled className={styles.high} />;
    case 'undone':
      return <ArrowUndo16Regular className={styles.neutral} />;
  }
}

export const OUTCOME_WORDS: Record<TestOutcome, string> = { passed: 'Passed', failed: 'Failed', skipped: 'Skipped' };

export function OutcomeGlyph({ outcome }: { outcome: TestOutcome }) {
  switch (outcome) {
    case 'passed':
      return <CheckmarkCircle16Filled className={styles.ok} />;
    case 'failed':
      return <ErrorCircle16Filled className={styles.high} />;
    case 'skipped':
      return <SubtractCircle16Regular className={styles.neutral} />;
  }
}

export const PORTAL_WORDS: Record<PortalState, string> = {
  open: 'Not looked at yet',
  right: 'Right',
  wrong: 'Wrong',
  unsure: 'Cannot be told from here',
};

export function PortalGlyph({ state }: { state: PortalState }) {
  switch (state) {
    case 'open':
      return <Circle16Regular className={styles.neutral} />;
    case 'right':
      return <CheckmarkCircle16Filled className={styles.ok} />;
    case 'wrong':
      return <ErrorCircle16Filled className={styles.high} />;
    case 'unsure':
      return <QuestionCircle16Regular className={styles.neutral} />;
  }
}
