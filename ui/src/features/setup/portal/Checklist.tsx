// The steps in the portal with how each stands.
import type { PortalStepView } from '../../../contract.gen';
import { Foreign } from '../../../design/Foreign';
import { PORTAL_WORDS, PortalGlyph } from '../../../design/StateGlyph';
import styles from './Portal.module.css';
import { standingOf } from './standing';

type Props = { steps: ReadonlyArray<PortalStepView>; here: string; onGo: (step: string) => void };

export function Checklist({ steps, here, onGo }: Props) {
  const right = steps.filter((step) => step.state === 'right').length;
  return (
    <nav className={styles.checklist} aria-label="In the portal" data-pane="checklist">
      <header>
        <h2>In the portal</h2>
        <span>
          {right} of {steps.length}
        </span>
      </header>
      <ol>
        {steps.map((step) => (
          <li key={step.id}>
            <button
              type="button"
              aria-current={step.id === here ? 'step' : undefined}
              className={step.id === here ? styles.here : undefined}
              onClick={() => onGo(step.id)}
              data-testid="setup-portal-step"
              data-id={step.id}
              data-state={step.state}
            >
              <PortalGlyph state={standingOf(step)} />
              <span className="bz-hidden">{PORTAL_WORDS[standingOf(step)]}:</span>
              <span>
                <span className={standingOf(step) === 'open' && step.id !== here ? styles.ahead : styles.known}>
                  <Foreign text={step.short} />
                </span>
                {step.note && (
                  <small className={step.state === 'wrong' ? styles.wrong : undefined}>
                    <Foreign text={step.note} />
                  </small>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
