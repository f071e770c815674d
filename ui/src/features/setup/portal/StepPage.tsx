// One step in the portal: what is wrong or to be done, in the portal's labels, what to paste, and what the tenant shows.
import { Button } from '@fluentui/react-components';
import type { PortalStepView } from '../../../contract.gen';
import { CopyButton } from '../../../design/CopyButton';
import { CopyValue } from '../../../design/CopyValue';
import { useMoving } from '../current';
import { Footer, PageTitle } from '../parts/Page';
import parts from '../parts/Parts.module.css';
import { ProblemHere } from '../parts/ProblemHere';
import { STEPS, placeOf, titleOf } from '../stages';
import { Paste } from './Paste';
import { copiedInLines } from './lines';
import styles from './Portal.module.css';
import { Reader } from './Reader';
import { SaveCertificate } from './SaveCertificate';
import { Shown } from './Shown';
import { mayGoOn } from './standing';
import { ToDo } from './ToDo';
import type { Checking } from './usePortal';

/** The step that uploads the certificate, whose file is saved here. */
const UPLOAD = 'upload_certificate';

type Props = {
  step: PortalStepView;
  before: PortalStepView | null;
  after: PortalStepView | null;
  reader: string | null;
  checking: Checking;
  onGo: (step: string) => void;
};

export function StepPage({ step, before, after, reader, checking, onGo }: Props) {
  const { go, next } = useMoving();
  const goesOn = mayGoOn(step);
  const nextTitle = after?.short ?? (next ? (STEPS[placeOf(next)]?.short ?? '') : '');
  const onNext = () => {
    if (after) onGo(after.id);
    else if (next) go(next);
  };
  const check = () => checking.check(step.id);
  // What is copied in its line or its row is not listed once more.
  const elsewhere = new Set([...copiedInLines(step), ...step.rows.map((row) => row.name)]);
  const values = step.values.filter((one) => !elsewhere.has(one.value));
  return (
    <div className={styles.page} data-testid="setup-portal-page" data-id={step.id} data-state={step.state}>
      <div className={styles.scroll} data-pane="content">
        <header className={styles.head}>
          <div>
            <PageTitle>{step.title}</PageTitle>
            <p className={`${styles.place} bz-select`}>{step.place}</p>
          </div>
          {step.link !== null && (
            <CopyButton
              size="medium"
              label="Copy link"
              name="Copy the link to this page of the portal"
              text={() => step.link}
              className={styles.link}
            />
          )}
        </header>
        {checking.problem && (
          <ProblemHere problem={checking.problem} ways={{ try_again: check }} tone="med" busy={checking.busy} />
        )}
        <ToDo step={step} reader={reader} busy={checking.busy} offline={checking.offline} onCheck={check} />
        {step.id === UPLOAD && <SaveCertificate />}
        {values.length > 0 && (
          <section className={parts.card} aria-label="Values to copy">
            <header className={parts.cardHead}>
              <h3>Values to copy</h3>
            </header>
            <dl className={styles.values}>
              {values.map((one) => (
                <div key={one.label} data-testid="setup-portal-value">
                  <dt>{one.label}</dt>
                  <dd>
                    <CopyValue value={one.value} name={`Copy ${one.label}`} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        {step.wants.length > 0 && <Paste wants={step.wants} onRecognised={check} />}
        <Shown rows={step.rows} />
        {step.unsure !== null && <Reader unsure={step.unsure} reader={reader} />}
      </div>
      <Footer
        back={
          before
            ? { label: before.short, onPress: () => onGo(before.id) }
            : { label: titleOf('credential'), onPress: () => go('credential') }
        }
        other={
          !goesOn && (
            <Button appearance="transparent" onClick={onNext} className={styles.anyway} data-testid="setup-continue">
              Continue anyway
            </Button>
          )
        }
        next={{ label: `Next: ${nextTitle}`, onPress: onNext, disabled: !goesOn }}
      />
    </div>
  );
}
