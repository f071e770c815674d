// The window around every place: rail, bar, content, status strip, and the keys that hold everywhere.
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { PLACES, usePlaces } from '../../app/places';
import { countStates, integrationsOf, useShared } from '../../app/state';
import styles from './Frame.module.css';
import { GoTo } from './GoTo';
import { useKeys } from './keys';
import { KeysSheet } from './KeysSheet';
import { focusInside, movePane } from './panes';
import { SlotsProvider } from './Place';
import { Rail } from './Rail';
import { StatusStrip } from './StatusStrip';
import { TopBar } from './TopBar';

export function Frame({ children }: { children: ReactNode }) {
  const { place, go } = usePlaces();
  const { app, overview } = useShared();
  const [open, setOpen] = useState<'none' | 'goto' | 'keys'>('none');
  const [crumb, setCrumb] = useState<HTMLElement | null>(null);
  const [controls, setControls] = useState<HTMLElement | null>(null);
  const slots = useMemo(() => ({ crumb, controls }), [crumb, controls]);
  const title = PLACES.find((item) => item.place === place)?.title ?? '';
  useEffect(() => {
    document.title = `${title} - Bartizan`;
  }, [title]);
  const counts = countStates(integrationsOf(overview.value));

  useKeys(
    useMemo(
      () => ({
        'Ctrl+K': (event) => {
          event.preventDefault();
          setOpen('goto');
        },
        '?': () => setOpen('keys'),
        F6: (event) => {
          event.preventDefault();
          movePane(1);
        },
        'Shift+F6': (event) => {
          event.preventDefault();
          movePane(-1);
        },
        'g o': () => go('overview'),
        'g s': () => go('setup'),
        'g a': () => go('alerts'),
        'g c': () => go('credentials'),
      }),
      [go],
    ),
  );

  const toContent = () => {
    const content = document.getElementById('content');
    if (content) focusInside(content);
  };
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={toContent}>
        Go to content
      </button>
      <Rail failing={counts.failing} />
      <div className={styles.column}>
        <TopBar
          title={title}
          crumb={setCrumb}
          controls={setControls}
          onGoTo={() => setOpen('goto')}
          onKeys={() => setOpen('keys')}
        />
        <main id="content" className={styles.content}>
          <SlotsProvider value={slots}>{children}</SlotsProvider>
        </main>
      </div>
      <StatusStrip app={app.value} overview={overview.value} />
      <GoTo open={open === 'goto'} onClose={() => setOpen('none')} onKeys={() => setOpen('keys')} />
      <KeysSheet open={open === 'keys'} onClose={() => setOpen('none')} />
    </div>
  );
}
