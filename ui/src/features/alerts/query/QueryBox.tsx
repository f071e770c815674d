// The query as one text, its finished terms shown as chips, the term being typed as a field with completion. A mistake is
// underlined where it stands and explained below; the last good result stays.
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Facet, ProblemView } from '../../../contract.gen';
import { Dismiss12Regular, Search16Regular } from '../../../design/icons';
import { Kbd } from '../../../design/Kbd';
import { visible } from '../../../design/Foreign';
import { chipOf } from './chips';
import { completions, type Option } from './completion';
import { Completions } from './Completions';
import { markOf, Underline } from './Underline';
import styles from './QueryBox.module.css';
import { isWhole, replaceTerm, termsOf, type Term } from './terms';

type Props = {
  text: string;
  onText: (text: string) => void;
  facets: ReadonlyArray<Facet>;
  problem: ProblemView | null;
  now: number;
  /** Called with Esc and Down on an empty list of completions: the person goes on to the rows. */
  onLeave: () => void;
};

const joined = (finished: string, draft: string) => [finished, draft].filter((part) => part !== '').join(' ');

export function QueryBox({ text, onText, facets, problem, now, onLeave }: Props) {
  const [draft, setDraft] = useState('');
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const error = useId();
  // Whoever else changed the text (a filter, a pivot, Go to) finished it: then there is no draft.
  const typing = draft !== '' && (text === draft || text.endsWith(` ${draft}`)) ? draft : '';
  const finished = typing === '' ? text.trim() : text.slice(0, text.length - typing.length).trim();
  const chips = termsOf(finished);
  const options = open ? completions(typing, facets, asked) : [];
  const mark = problem ? markOf(problem, text) : null;
  const before = text.length - typing.length;

  const change = (nextFinished: string, nextDraft: string) => {
    setDraft(nextDraft);
    setActive(-1);
    onText(joined(nextFinished, nextDraft));
  };
  const type = (value: string) => {
    setOpen(true);
    setAsked(false);
    // Every whole term with a space behind it becomes a chip; what follows is the new draft.
    const last = termsOf(value)
      .filter((term) => term.complete && term.end < value.length)
      .at(-1);
    if (last) change(joined(finished, value.slice(0, last.end).trim()), value.slice(last.end).trimStart());
    else change(finished, value.trimStart());
  };
  const finish = () => {
    if (typing !== '' && isWhole(typing)) change(joined(finished, typing.trim()), '');
  };
  const take = (option: Option) => {
    if (option.finished) {
      change(joined(finished, option.insert), '');
      setOpen(false);
    } else change(finished, option.insert);
    input.current?.focus();
  };
  const edit = (term: Term) => {
    change(replaceTerm(finished, term, ''), term.raw);
    input.current?.focus();
  };

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = options[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (options.length)
        setActive(
          (last) =>
            (last + (event.key === 'ArrowDown' ? 1 : -1) + options.length + (last < 0 && event.key === 'ArrowUp' ? 1 : 0)) %
            options.length,
        );
      else if (event.key === 'ArrowDown' && typing === '' && !event.altKey) onLeave();
      else if (event.key === 'ArrowDown') {
        setAsked(true);
        setOpen(true);
      }
    } else if (event.key === 'Enter' || (event.key === 'Tab' && chosen)) {
      if (chosen) {
        event.preventDefault();
        take(chosen);
      } else {
        finish();
        setOpen(false);
      }
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (options.length) setOpen(false);
      else onLeave();
    } else if (event.key === 'Backspace' && typing === '') {
      const last = chips.at(-1);
      if (last) {
        event.preventDefault();
        edit(last);
      }
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      setAsked(true);
      setOpen(true);
    }
  };

  return (
    <div className={styles.query} role="search">
      <div
        className={`${styles.box} ${problem ? styles.wrong : ''}`}
        onMouseDown={(event) => event.target === event.currentTarget && (event.preventDefault(), input.current?.focus())}
      >
        <Search16Regular className={styles.glass} />
        {chips.map((term) => {
          const { lead, value } = chipOf(term, now);
          const bad = mark !== null && mark.start < term.end && mark.end > term.start;
          return (
            <span key={`${term.start}${term.raw}`} className={`${styles.chip} ${bad ? styles.bad : ''}`} data-testid="chip">
              <button type="button" tabIndex={-1} title={visible(term.raw)} onClick={() => edit(term)}>
                <span className={styles.lead}>{lead}</span>
                <bdi>{visible(value)}</bdi>
              </button>
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove ${lead}${visible(value)}`}
                onClick={() => change(replaceTerm(finished, term, ''), typing)}
              >
                <Dismiss12Regular />
              </button>
            </span>
          );
        })}
        <span className={styles.entry}>
          {mark !== null && <Underline draft={typing} mark={{ start: mark.start - before, end: mark.end - before }} />}
          <input
            ref={input}
            role="combobox"
            aria-label="Search alerts"
            aria-expanded={options.length > 0}
            aria-controls={list}
            aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
            aria-invalid={problem !== null}
            aria-describedby={problem ? error : undefined}
            aria-keyshortcuts="/"
            placeholder="words or field:value"
            autoComplete="off"
            spellCheck={false}
            value={typing}
            onChange={(event) => type(event.target.value)}
            onKeyDown={press}
            onFocus={() => setOpen(typing !== '')}
            onBlur={() => {
              setOpen(false);
              finish();
            }}
            data-testid="query"
            data-query={text}
            data-pane-start=""
          />
        </span>
        <Kbd>/</Kbd>
      </div>
      <Completions id={list} options={options} active={active} onTake={take} onActive={setActive} />
      {problem && (
        <p id={error} className={styles.error} role="alert" data-testid="problem" data-code={problem.code}>
          <b>{problem.title}.</b> {visible(problem.message)} {problem.remedies[0]?.how}
        </p>
      )}
    </div>
  );
}
