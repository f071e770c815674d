// Text that somebody else wrote: titles, names, paths. It stays text, and its direction stays its own. Characters that show
// nothing but change what is read are made visible.
const INVISIBLE =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Zero-width characters at the very end hide nothing; Microsoft's own titles have them. */
const TRAILING = /[\u200b\ufeff]+$/;

/** The text with each invisible character that could mislead written as `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(TRAILING, '').replace(
    INVISIBLE,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

export function Foreign({ text, className }: { text: string; className?: string | undefined }) {
  return <bdi className={className ? `bz-foreign ${className}` : 'bz-foreign'}>{visible(text)}</bdi>;
}
