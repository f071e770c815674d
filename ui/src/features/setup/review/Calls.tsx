// The exact calls as a sheet over the foot of the page: it peeks, and opens to most of the page. It is not a dialog: the list of
// permissions stays in reach beside it.
import { useEffect, useId, useRef, useState } from 'react';
import type { PlanView } from '../../../contract.gen';
import { ChevronDown12Regular, ChevronUp12Regular } from '../../../design/icons';
import { counted } from '../../../design/numbers';
import parts from '../parts/Parts.module.css';
import styles from './Calls.module.css';

export function Calls({ plan }: { plan: PlanView }) {
  const [open, setOpen] = useState(false);
  const list = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const changes = plan.calls.filter((call) => call.changes).length;
  useEffect(() => {
    if (!open && scroll.current) scroll.current.scrollTop = 0;
  }, [open]);
  return (
    <section
      className={`${styles.sheet} ${open ? styles.open : ''}`}
      aria-label="Exact calls"
      data-testid="setup-calls"
      data-state={open ? 'open' : 'peek'}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          setOpen(false);
        }
      }}
    >
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
        data-testid="setup-calls-toggle"
      >
        <i className={styles.grip} aria-hidden="true" />
        <strong>Exact calls</strong>
        <span>
          {counted(plan.calls.length, 'call')}, {counted(changes, 'change')}, made in step 6 and not before
        </span>
        <span className={styles.more}>
          {open ? 'Show less' : `Show all ${plan.calls.length}`} {open ? <ChevronDown12Regular /> : <ChevronUp12Regular />}
        </span>
      </button>
      <div ref={scroll} className={styles.list} id={list} inert={!open}>
        <ol>
          {plan.calls.map((call) => (
            <li key={call.number} data-testid="setup-call">
              <span className={styles.number}>{call.number}</span>
              <span className={styles.method}>{call.method}</span>
              <span className={`${styles.path} bz-select`}>{call.path}</span>
              <span className={styles.what}>
                {call.changes && <span className={parts.chip}>changes</span>} {call.what}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
