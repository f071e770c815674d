// JSON as a tree. A branch is drawn when it is opened, and at most a hundred children at a time, so that no body is too large.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { visible } from '../../../design/Foreign';
import { counted } from '../../../design/numbers';
import type { JsonNode } from './json';
import styles from './Raw.module.css';

const AT_ONCE = 100;
const MOST_FOUND = 300;

type Line = { node: JsonNode; depth: number; more?: number };

export function JsonTreeView({ root, find }: { root: JsonNode; find: string }) {
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(openAtFirst(root)));
  const [shown, setShown] = useState<ReadonlyMap<number, number>>(new Map());
  const [active, setActive] = useState(0);
  const found = useMemo(() => search(root, find), [root, find]);
  const lines = useMemo(() => linesOf(root, found ? union(open, found.ancestors) : open, shown), [root, open, shown, found]);
  const box = useRef<HTMLDivElement>(null);

  const firstFound = found?.hits.values().next().value;
  useEffect(() => {
    if (firstFound !== undefined) box.current?.querySelector(`[data-id="${firstFound}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [firstFound]);

  const toggle = (id: number) =>
    setOpen((last) => {
      const next = new Set(last);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const press = (event: KeyboardEvent) => {
    const line = lines[active];
    const branch = line && line.node.children.length > 0 && line.more === undefined;
    let to = active;
    if (event.key === 'ArrowDown') to = Math.min(lines.length - 1, active + 1);
    else if (event.key === 'ArrowUp') to = Math.max(0, active - 1);
    else if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = lines.length - 1;
    else if (
      line &&
      branch &&
      (event.key === 'Enter' ||
        (event.key === 'ArrowRight' && !open.has(line.node.id)) ||
        (event.key === 'ArrowLeft' && open.has(line.node.id)))
    )
      toggle(line.node.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
    setActive(to);
    box.current?.children[to]?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <>
      {found && <p className={styles.found}>{found.hits.size === 0 ? 'Nothing found' : counted(found.hits.size, 'place')}</p>}
      <div
        ref={box}
        className={styles.tree}
        role="tree"
        aria-label="JSON"
        tabIndex={0}
        aria-activedescendant={`json-${active}`}
        onKeyDown={press}
        data-testid="raw-tree"
      >
        {lines.map((line, index) =>
          line.more !== undefined ? (
            <button
              key={`more-${line.node.id}`}
              type="button"
              tabIndex={-1}
              className={`${styles.moreLine} bz-link`}
              style={{ paddingLeft: 12 + line.depth * 14 }}
              onClick={() => setShown(new Map(shown).set(line.node.id, (shown.get(line.node.id) ?? AT_ONCE) + 10 * AT_ONCE))}
            >
              {counted(line.more, 'more item')}
            </button>
          ) : (
            <TreeLine
              key={line.node.id}
              line={line}
              index={index}
              active={index === active}
              opened={open.has(line.node.id) || (found?.ancestors.has(line.node.id) ?? false)}
              hit={found?.hits.has(line.node.id) ?? false}
              onToggle={toggle}
            />
          ),
        )}
      </div>
    </>
  );
}

type LineProps = { line: Line; index: number; active: boolean; opened: boolean; hit: boolean; onToggle: (id: number) => void };

function TreeLine({ line: { node, depth }, index, active, opened, hit, onToggle }: LineProps) {
  const branch = node.children.length > 0;
  return (
    <div
      id={`json-${index}`}
      data-id={node.id}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={branch ? opened : undefined}
      className={`${styles.line} ${active ? styles.active : ''} ${branch ? styles.branch : ''}`}
      style={{ paddingLeft: 12 + depth * 14 }}
      onClick={branch ? () => onToggle(node.id) : undefined}
    >
      {branch && <span className={styles.arrow}>{opened ? '▾' : '▸'}</span>}
      {node.name !== null && <span className={hit ? styles.hit : styles.key}>{visible(node.name)} </span>}
      <Leaf node={node} opened={opened} hit={hit} />
    </div>
  );
}

function Leaf({ node, opened, hit }: { node: JsonNode; opened: boolean; hit: boolean }) {
  if (node.kind === 'array' || node.kind === 'object') {
    const type = node.kind === 'object' ? typeName(node) : null;
    if (type) return <span className={styles.key}>{visible(type)}</span>;
    if (node.kind === 'object') return node.children.length === 0 ? <span className={styles.word}>{'{}'}</span> : null;
    return opened && node.children.length < 2 ? null : (
      <span className={styles.word}>{counted(node.children.length, 'item')}</span>
    );
  }
  const look = node.kind === 'string' ? styles.value : styles.word;
  return (
    <bdi className={`${look} ${hit ? styles.hit : ''} bz-select`}>
      {node.kind === 'string' && node.text === '' ? '""' : visible(node.text)}
    </bdi>
  );
}

/** `#microsoft.graph.security.deviceEvidence` as `deviceEvidence`: what an entry of a list is. */
function typeName(node: JsonNode): string | null {
  const type = node.children.find((child) => child.name === '@odata.type' && child.kind === 'string');
  return type ? (type.text.split('.').at(-1) ?? null) : null;
}

/** The root, its lists of plain values, and the first entry of `evidence` stand open; the rest waits. */
function openAtFirst(root: JsonNode): number[] {
  const open = [root.id];
  for (const child of root.children) {
    const plain = child.children.every((one) => one.children.length === 0) && child.children.length <= 8;
    if (child.kind === 'array' && (plain || child.name === 'evidence')) open.push(child.id);
    const first = child.children[0];
    if (child.name === 'evidence' && first) open.push(first.id);
  }
  return open;
}

function linesOf(root: JsonNode, open: ReadonlySet<number>, shown: ReadonlyMap<number, number>): ReadonlyArray<Line> {
  const lines: Line[] = [];
  const walk = (node: JsonNode, depth: number) => {
    lines.push({ node, depth });
    if (open.has(node.id)) children(node, depth + 1);
  };
  const children = (node: JsonNode, depth: number) => {
    const limit = shown.get(node.id) ?? AT_ONCE;
    for (const child of node.children.slice(0, limit)) walk(child, depth);
    if (node.children.length > limit) lines.push({ node, depth, more: node.children.length - limit });
  };
  if (root.children.length > 0) children(root, 0);
  else walk(root, 0);
  return lines;
}

function search(root: JsonNode, find: string): { hits: ReadonlySet<number>; ancestors: ReadonlySet<number> } | null {
  const wanted = find.trim().toLowerCase();
  if (wanted === '') return null;
  const hits = new Set<number>();
  const ancestors = new Set<number>();
  const walk = (node: JsonNode, path: ReadonlyArray<number>) => {
    if (hits.size >= MOST_FOUND) return;
    if (node.name?.toLowerCase().includes(wanted) || node.text.toLowerCase().includes(wanted)) {
      hits.add(node.id);
      for (const id of path) ancestors.add(id);
    }
    for (const child of node.children) walk(child, [...path, node.id]);
  };
  walk(root, []);
  return { hits, ancestors };
}

function union(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...a, ...b]);
}
