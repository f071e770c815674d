// A sentence about a portal: its labels set apart, its values with a button that copies them where they stand.
import { CopyButton } from './CopyButton';
import { Foreign } from './Foreign';
import { PortalLabel } from './PortalLabel';
import styles from './PortalText.module.css';
import { pieces } from './pieces';

export function PortalText({ text, values = [] }: { text: string; values?: ReadonlyArray<string> }) {
  return pieces(text, values).map((piece, index) => {
    if (piece.kind === 'label') return <PortalLabel key={index}>{piece.text}</PortalLabel>;
    if (piece.kind === 'value') {
      return (
        <span key={index} className={styles.value}>
          <span className="bz-mono-select">{piece.text}</span>
          <CopyButton name={`Copy ${piece.text}`} text={() => piece.text} />
        </span>
      );
    }
    return <Foreign key={index} text={piece.text} />;
  });
}
