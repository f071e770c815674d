// The list of completions below the query. The pointer chooses on press, so that the field keeps its focus.
import type { Option } from './completion';
import styles from './QueryBox.module.css';

type Props = {
  id: string;
  options: ReadonlyArray<Option>;
  active: number;
  onTake: (option: Option) => void;
  onActive: (index: number) => void;
};

export function Completions({ id, options, active, onTake, onActive }: Props) {
  if (options.length === 0) return null;
  return (
    <ul id={id} role="listbox" aria-label="Completions" className={styles.options} data-testid="completions">
      {options.map((option, index) => (
        <li
          key={option.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={index === active ? styles.active : undefined}
          onMouseMove={() => onActive(index)}
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(option);
          }}
        >
          <bdi>{option.name}</bdi>
          <span>{option.hint}</span>
        </li>
      ))}
    </ul>
  );
}
