// The full explanation of a problem's code, beside the page: what it means, what to do, Microsoft's own codes, the evidence.
import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
  useRestoreFocusSource,
} from '@fluentui/react-components';
import { Dismiss20Regular } from '../design/icons';
import type { ProblemView } from '../contract.gen';
import { EvidenceList } from '../design/EvidenceList';
import { useLive } from '../host/live';
import styles from './ExplainDrawer.module.css';

export function ExplainDrawer({ problem, onClose }: { problem: ProblemView | null; onClose: () => void }) {
  const restore = useRestoreFocusSource();
  const explanation = useLive('explain', problem ? { code: problem.code } : null, []);
  const known = explanation.value?.code === problem?.code ? explanation.value : null;
  const remedies = known ? known.remedies : (problem?.remedies ?? []).map((remedy) => remedy.how);
  return (
    <OverlayDrawer
      {...restore}
      open={problem !== null}
      position="end"
      onOpenChange={(_, { open }) => !open && onClose()}
      className={styles.drawer}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<Dismiss20Regular />} onClick={onClose} />}
          heading={{ className: styles.title }}
        >
          {problem?.title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        {problem && (
          <div className={styles.body}>
            <p className="bz-select">{problem.message}</p>
            {known && <p className="bz-select">{known.meaning}</p>}
            <h3>What to do</h3>
            <ol>
              {remedies.map((how) => (
                <li key={how} className="bz-select">
                  {how}
                </li>
              ))}
            </ol>
            {known && known.microsoft_codes.length > 0 && (
              <>
                <h3>Microsoft calls it</h3>
                <p className="bz-mono-select">{known.microsoft_codes.join(', ')}</p>
              </>
            )}
            <h3>For support</h3>
            <EvidenceList problem={problem} />
          </div>
        )}
      </DrawerBody>
    </OverlayDrawer>
  );
}
