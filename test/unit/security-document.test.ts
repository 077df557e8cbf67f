import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const DOCUMENT = readFileSync('docs/security.md', 'utf8');
/** `path` (X): the letter that stands for a file of tests. */
const FILES = new Map([...DOCUMENT.matchAll(/`(test\/[^`]+)` \(([A-Z])\)/g)].map(([, path = '', letter = '']) => [letter, path]));
const QUOTES = [...DOCUMENT.matchAll(/\b([A-Z]) `([^`]+)`/g)].map(([, letter = '', name = '']) => ({ letter, name }));
const FIGURES = [...DOCUMENT.matchAll(/^\| [^|]+ \| (\d+) \| `(\w+)` of `([^`]+)` \|$/gm)].map(([, figure = '', name = '', path = '']) => ({
  figure,
  name,
  path,
}));

/** As a test is named: `'…'`, `"…"` or `` `…` ``, behind the bracket of what declares it. */
function isDeclared(text: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\(\\s*(['"\`])${escaped}\\1,`).test(text);
}

test('docs/security.md says of every letter which file it is, and each is there', () => {
  expect(FILES.size).toBeGreaterThan(15);
  expect([...FILES.values()].filter((path) => !existsSync(path))).toEqual([]);
  expect(QUOTES.map(({ letter }) => letter).filter((letter) => !FILES.has(letter))).toEqual([]);
  expect([...FILES.keys()].filter((letter) => !QUOTES.some((quote) => quote.letter === letter))).toEqual([]);
});

test('every test that docs/security.md quotes is in the file that it names', () => {
  expect(QUOTES.length).toBeGreaterThan(50);
  const gone = QUOTES.filter(({ letter, name }) => !isDeclared(readFileSync(FILES.get(letter) ?? '', 'utf8'), name));
  expect(gone).toEqual([]);
});

test('every figure of docs/security.md is the one of the code', () => {
  expect(FIGURES.length).toBeGreaterThan(10);
  for (const { figure, name, path } of FIGURES) {
    const [, value = ''] = new RegExp(`^(?:export )?const ${name} = ([\\d_]+);$`, 'm').exec(readFileSync(path, 'utf8')) ?? [];
    expect([name, value.replaceAll('_', '')]).toEqual([name, figure]);
  }
});

test('every row of a promise in docs/security.md names what holds it', () => {
  const tables = DOCUMENT.split('| promise | held by |\n| --- | --- |\n').slice(1);
  expect(tables.length).toBe(3);
  const rows = tables.flatMap((table) => table.slice(0, table.indexOf('\n\n')).split('\n'));
  expect(rows.filter((row) => !/\b[A-Z](?: `|, the same)/.test(row.split(' | ')[1] ?? ''))).toEqual([]);
});
