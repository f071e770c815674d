// Reads JSON into nodes without changing it: numbers keep their digits, keys their order and their repetitions. The language's
// own parser would round long numbers and drop repeated keys, and this is what an admin opens to see what truly came.
export type JsonNode = {
  /** The key or index under which it stands; none for the root. */
  name: string | null;
  kind: 'object' | 'array' | 'string' | 'number' | 'word';
  /** Strings decoded, numbers and words as written. */
  text: string;
  children: ReadonlyArray<JsonNode>;
  /** Place among all nodes, from 0: its identity. */
  id: number;
};

export type JsonTree = { root: JsonNode; count: number } | { wrongAt: number };

const DEEPEST = 400;

class Wrong extends Error {
  constructor(readonly at: number) {
    super('not JSON');
  }
}

export function readJson(text: string): JsonTree {
  const reader = new Reader(text);
  try {
    return { root: reader.all(), count: reader.made };
  } catch (reason) {
    if (reason instanceof Wrong) return { wrongAt: reason.at };
    throw reason;
  }
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

class Reader {
  made = 0;
  private at = 0;

  constructor(private readonly text: string) {}

  all(): JsonNode {
    const root = this.value(null, 0);
    this.take(SPACE);
    if (this.at < this.text.length) throw new Wrong(this.at);
    return root;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private accept(character: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private expect(character: string): void {
    if (!this.accept(character)) throw new Wrong(this.at);
  }

  private value(name: string | null, depth: number): JsonNode {
    this.take(SPACE);
    if (depth > DEEPEST) throw new Wrong(this.at);
    const id = this.made;
    this.made += 1;
    if (this.accept('{')) return { name, kind: 'object', text: '', children: this.members(depth), id };
    if (this.accept('[')) return { name, kind: 'array', text: '', children: this.items(depth), id };
    const string = this.take(STRING);
    if (string !== null) return { name, kind: 'string', text: JSON.parse(string) as string, children: [], id };
    const number = this.take(NUMBER);
    if (number !== null) return { name, kind: 'number', text: number, children: [], id };
    const word = this.take(WORD);
    if (word !== null) return { name, kind: 'word', text: word, children: [], id };
    throw new Wrong(this.at);
  }

  private members(depth: number): ReadonlyArray<JsonNode> {
    const members: JsonNode[] = [];
    if (this.accept('}')) return members;
    do {
      this.take(SPACE);
      const key = this.take(STRING);
      if (key === null) throw new Wrong(this.at);
      this.expect(':');
      members.push(this.value(JSON.parse(key) as string, depth + 1));
    } while (this.accept(','));
    this.expect('}');
    return members;
  }

  private items(depth: number): ReadonlyArray<JsonNode> {
    const items: JsonNode[] = [];
    if (this.accept(']')) return items;
    do items.push(this.value(String(items.length), depth + 1));
    while (this.accept(','));
    this.expect(']');
    return items;
  }
}
