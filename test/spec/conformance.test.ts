// docs/conformance.md against the tests it names.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = [...readFileSync('docs/conformance.md', 'utf8').matchAll(/^\| .+ \| `([\w-]+)` (.+) \|$/gm)];

test('each sentence has a test of that name', () => {
  expect(rows.length).toBeGreaterThan(50);
  const missing = rows.filter(([, file, name]) => {
    const text = readFileSync(`test/spec/${file}.test.ts`, 'utf8');
    const titles = [...text.matchAll(/^\s*(?:test|it)(?:\.each\([\s\S]*?\))?\(\s*(['"`])([\s\S]*?)\1,/gm)].map((match) => match[2] ?? '');
    return !titles.some((title) => title.includes(name ?? ''));
  });
  expect(missing.map(([, file, name]) => `${file}: ${name}`)).toEqual([]);
});
