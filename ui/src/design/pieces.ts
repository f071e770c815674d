// Takes a sentence apart: `[[Add a permission]]` is a label of a portal, a known value is something to copy, the rest is words.
export type Piece = { kind: 'words' | 'label' | 'value'; text: string };

/** Shorter ones would be found inside other words. */
const LEAST_VALUE = 4;

export function pieces(sentence: string, values: ReadonlyArray<string> = []): ReadonlyArray<Piece> {
  const known = [...new Set(values)].filter((value) => value.length >= LEAST_VALUE).sort((a, b) => b.length - a.length);
  return sentence
    .split(/(\[\[.+?\]\])/)
    .flatMap((part): ReadonlyArray<Piece> => {
      const label = /^\[\[(.+)\]\]$/.exec(part)?.[1];
      return label === undefined ? valuesIn(part, known) : [{ kind: 'label', text: label }];
    })
    .filter((piece) => piece.text !== '');
}

function valuesIn(words: string, values: ReadonlyArray<string>): ReadonlyArray<Piece> {
  const [first] = values
    .map((value) => ({ value, at: words.indexOf(value) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.value.length - a.value.length);
  if (!first) return [{ kind: 'words', text: words }];
  return [
    { kind: 'words', text: words.slice(0, first.at) },
    { kind: 'value', text: first.value },
    ...valuesIn(words.slice(first.at + first.value.length), values),
  ];
}
