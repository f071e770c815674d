// Go to: one list of every place and of what can be done from anywhere, narrowed by typing; anything else is a search.
import { Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { Search20Regular } from '../../design/icons';
import { useState, type KeyboardEvent } from 'react';
import { PLACES, usePlaces } from '../../app/places';
import { usePreferences } from '../../app/preferences';
import { useShared } from '../../app/state';
import type { ThemeChoice } from '../../contract.gen';
import { Kbd } from '../../design/Kbd';
import { quoted } from '../alerts/query/terms';
import styles from './GoTo.module.css';

type Entry = { name: string; hint?: string; keys?: ReadonlyArray<string>; act: () => void };
type Props = { open: boolean; onClose: () => void; onKeys: () => void };

const THEME_NAMES: ReadonlyArray<{ theme: ThemeChoice; name: string }> = [
  { theme: 'system', name: 'Colours as the system has them' },
  { theme: 'light', name: 'Light colours' },
  { theme: 'dark', name: 'Dark colours' },
  { theme: 'contrast', name: 'High contrast colours' },
];

export function GoTo({ open, onClose, onKeys }: Props) {
  return (
    <Dialog open={open} onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface} aria-label="Go to" data-testid="go-to-list">
        <DialogBody className={styles.body}>
          <DialogTitle className="bz-hidden">Go to</DialogTitle>
          <DialogContent className={styles.content}>
            <Choices onClose={onClose} onKeys={onKeys} />
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Choices({ onClose, onKeys }: Omit<Props, 'open'>) {
  const { go, openAlerts } = usePlaces();
  const { prefer } = usePreferences();
  const { overview } = useShared();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);

  const wanted = text.trim().toLowerCase();
  const entries: Entry[] = [
    ...PLACES.map((item) => ({
      name: item.title,
      hint: 'Place',
      keys: item.place === 'settings' ? [] : ['g', item.key],
      act: () => go(item.place),
    })),
    ...(overview.value?.tenants ?? []).map(({ tenant }) => ({
      name: `Alerts of ${tenant.name}`,
      hint: tenant.domain,
      act: () => openAlerts(`tenant:${quoted(tenant.name)}`),
    })),
    { name: 'Keys', hint: 'Shows them all', keys: ['?'], act: onKeys },
    ...THEME_NAMES.map(({ theme, name }) => ({ name, hint: 'Settings', act: () => prefer({ theme }) })),
  ].filter((entry) => entry.name.toLowerCase().includes(wanted));
  if (wanted) entries.push({ name: `Search alerts for ${text.trim()}`, hint: 'Alerts', act: () => openAlerts(text.trim()) });

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.act();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setActive((last) => (last + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % entries.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(entries[active]);
    }
  };
  return (
    <>
      <div className={styles.field}>
        <Search20Regular />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="go-to-entries"
          aria-activedescendant={`go-to-${active}`}
          aria-label="Place, or words to search alerts for"
          placeholder="Place, or words to search alerts for"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={press}
        />
      </div>
      <ul role="listbox" id="go-to-entries" aria-label="Go to" className={styles.list}>
        {entries.map((entry, index) => (
          <li
            key={entry.name}
            id={`go-to-${index}`}
            role="option"
            aria-selected={index === active}
            className={index === active ? styles.active : undefined}
            onMouseMove={() => setActive(index)}
            onClick={() => choose(entry)}
          >
            <span className="bz-ellipsis">{entry.name}</span>
            {entry.hint && <span className={styles.hint}>{entry.hint}</span>}
            <span className={styles.keys}>
              {(entry.keys ?? []).map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
