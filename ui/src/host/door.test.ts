// The door: only the host speaks to the shell, no markup is made from text, no file names another origin.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = join(__dirname, '..');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(tsx?|css)$/.test(name) && !name.endsWith('.gen.ts'))
  .map((name) => ({ name: relative(SOURCE, join(SOURCE, name)), text: readFileSync(join(SOURCE, name), 'utf8') }));
const shipped = files.filter(({ name }) => !name.includes('.test.') && !name.startsWith(join('host', 'test')));

it('is read from the files that there are', () => {
  expect(shipped.length, 'else the checks below would check nothing').toBeGreaterThan(60);
});

describe('the page', () => {
  it('imports Tauri in src/host only', () => {
    const importers = files.filter(({ text }) => /from '@tauri-apps\//.test(text)).map(({ name }) => name);
    expect(importers).toEqual([join('host', 'tauri.ts')]);
  });

  it('never makes markup from text', () => {
    const offenders = shipped.filter(({ text }) =>
      /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/.test(text),
    );
    expect(offenders.map(({ name }) => name)).toEqual([]);
  });

  it('names no other origin and opens no link', () => {
    const offenders = shipped.filter(({ text }) => /https?:\/\/|window\.open|<a\s/.test(text));
    expect(offenders.map(({ name }) => name)).toEqual([]);
  });

  it('writes colours as hex in the table and the theme only', () => {
    const offenders = shipped
      .filter(({ text }) => /#[0-9a-fA-F]{3,8}\b(?![\w-]*\))/.test(text.replace(/#\w*[g-zG-Z]\w*/g, '')))
      .map(({ name }) => name);
    expect(offenders.sort()).toEqual([join('design', 'table.ts'), join('design', 'theme.ts')]);
  });

  it('reaches the test host in development only', () => {
    const users = shipped.filter(({ text }) => /host\/test/.test(text));
    expect(users.map(({ name }) => name)).toEqual(['main.tsx']);
    expect(users[0]?.text, 'behind the flag that a production build replaces by false').toMatch(/import\.meta\.env\.DEV &&/);
  });
});
