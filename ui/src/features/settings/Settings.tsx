// Settings: how the window looks and listens, and what is known of this installation. Nothing here changes a tenant.
import { Field, Radio, RadioGroup, Switch } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { usePreferences } from '../../app/preferences';
import { useShared } from '../../app/state';
import type { ThemeChoice } from '../../contract.gen';
import { CopyButton } from '../../design/CopyButton';
import { Moment } from '../../design/Moment';
import { useNow } from '../../design/now';
import { bytes, counted } from '../../design/numbers';
import { Place } from '../frame/Place';
import styles from './Settings.module.css';

const THEMES: ReadonlyArray<{ value: ThemeChoice; label: string }> = [
  { value: 'system', label: 'As the system has it' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'contrast', label: 'High contrast' },
];

export function Settings() {
  const { preferences, prefer } = usePreferences();
  const { app } = useShared();
  const now = useNow();
  const state = app.value;
  return (
    <Place>
      <div className={styles.page} data-pane="content">
        <section className={styles.card} aria-labelledby="settings-look">
          <h2 id="settings-look">Appearance and keys</h2>
          <Field label="Colours" orientation="horizontal" className={styles.row}>
            <RadioGroup
              layout="horizontal"
              value={preferences.theme}
              onChange={(_, data) => prefer({ theme: data.value as ThemeChoice })}
            >
              {THEMES.map(({ value, label }) => (
                <Radio key={value} value={value} label={label} data-testid={`theme-${value}`} />
              ))}
            </RadioGroup>
          </Field>
          <Field
            label="Letter keys"
            orientation="horizontal"
            hint="Single letters act as keys, such as / for search and g a for Alerts. Off where dictation or a screen reader uses them."
            className={styles.row}
          >
            <Switch
              checked={preferences.letter_keys}
              label={preferences.letter_keys ? 'On' : 'Off'}
              onChange={(_, data) => prefer({ letter_keys: data.checked })}
              data-testid="letter-keys"
            />
          </Field>
        </section>
        {state && (
          <section className={styles.card} aria-labelledby="settings-here">
            <h2 id="settings-here">This installation</h2>
            <Line label="Data folder">
              <span className="bz-mono-select">{state.data_folder}</span>
              <CopyButton name="Copy the data folder's path" text={() => state.data_folder} />
            </Line>
            <Line label="Store">
              {counted(state.alerts, 'alert')}, {bytes(state.store_bytes)}, encrypted
            </Line>
            <Line label="Database key">
              <span>{state.key_place ? `In ${state.key_place}` : 'Not known'}</span>
              {state.key_made !== null && (
                <span className={styles.aside}>
                  made <Moment at={state.key_made} now={now} />
                </span>
              )}
            </Line>
            <Line label="Tenants">
              {state.tenants.length === 0
                ? 'None'
                : state.tenants.map((tenant) => `${tenant.name}${tenant.simulated ? ' (simulated)' : ''}`).join(', ')}
            </Line>
            <Line label="Version">Bartizan {state.version}</Line>
          </section>
        )}
      </div>
    </Place>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.line}>
      <span className={styles.label}>{label}</span>
      <span className={`${styles.value} bz-select`}>{children}</span>
    </div>
  );
}
