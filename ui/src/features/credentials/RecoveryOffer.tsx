// Offered until somebody has seen it: the code that opens the database when its key in the keyring is lost. The page never has it.
import { Button } from '@fluentui/react-components';
import { useLive } from '../../host/live';
import { useAsk } from '../setup/ask';
import { Callout } from '../setup/parts/Callout';
import { ProblemHere } from '../setup/parts/ProblemHere';

const NOTHING = {};

export function RecoveryOffer() {
  const { value } = useLive('credentials', NOTHING, ['credentials']);
  const { ask, asking, problem } = useAsk();
  if (!value || value.recovery_made !== null || value.credentials.length === 0) return null;
  const show = () => void ask('recovery_code_show', {});
  return (
    <>
      <Callout
        tone="warn"
        testId="recovery-offer"
        action={
          <Button size="small" onClick={show} disabledFocusable={asking !== null} data-testid="recovery-code-first">
            Show recovery code…
          </Button>
        }
      >
        The database opens with a key in {value.place || 'the keyring'}. If that is ever lost, only the recovery code opens it. It is
        shown once, by the system, to be kept elsewhere.
      </Callout>
      <ProblemHere problem={problem} ways={{ try_again: show }} />
    </>
  );
}
