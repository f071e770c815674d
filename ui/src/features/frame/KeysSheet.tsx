// Every key that works, in one sheet.
import { Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle, DialogTrigger, Button } from '@fluentui/react-components';
import { Dismiss20Regular } from '../../design/icons';
import { usePreferences } from '../../app/preferences';
import { Kbd } from '../../design/Kbd';
import styles from './KeysSheet.module.css';

const GROUPS: ReadonlyArray<{ title: string; rows: ReadonlyArray<readonly [keys: string, act: string]> }> = [
  {
    title: 'Everywhere',
    rows: [
      ['Ctrl K', 'Go to'],
      ['g o', 'Overview'],
      ['g s', 'Set up'],
      ['g a', 'Alerts'],
      ['g c', 'Credentials'],
      ['F6', 'Next part of the window'],
      ['Shift F6', 'Part before'],
      ['?', 'These keys'],
    ],
  },
  {
    title: 'Alerts',
    rows: [
      ['/', 'Search'],
      ['j k', 'Next, previous row'],
      ['Enter', 'Open the alert'],
      ['Esc', 'Back to the list'],
      ['[ ]', 'Previous, next alert'],
      ['n', 'Show new alerts'],
      ['f', 'Filters'],
    ],
  },
  {
    title: 'On an alert',
    rows: [
      ['d', 'All alerts with this device'],
      ['u', 'All alerts with this user'],
      ['c', 'Copy the alert'],
    ],
  },
  {
    title: 'On a filter',
    rows: [
      ['Space', 'Show only these'],
      ['x', 'Leave these out'],
    ],
  },
];

export function KeysSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { letter_keys: letters } = usePreferences().preferences;
  return (
    <Dialog open={open} onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface} data-testid="keys-sheet">
        <DialogBody>
          <DialogTitle
            action={
              <DialogTrigger action="close">
                <Button appearance="subtle" aria-label="Close" icon={<Dismiss20Regular />} />
              </DialogTrigger>
            }
          >
            Keys
          </DialogTitle>
          <DialogContent>
            {!letters && <p className={styles.note}>Single letters are switched off in Settings.</p>}
            <div className={styles.groups}>
              {GROUPS.map((group) => (
                <section key={group.title}>
                  <h3>{group.title}</h3>
                  <dl>
                    {group.rows.map(([keys, act]) => (
                      <div key={keys}>
                        <dt>
                          {keys === 'Ctrl K' || keys === 'Shift F6' ? (
                            <Kbd>{keys}</Kbd>
                          ) : (
                            keys.split(' ').map((key) => <Kbd key={key}>{key}</Kbd>)
                          )}
                        </dt>
                        <dd>{act}</dd>
                      </div>
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
