import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = 'test/e2e';
const specs = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.spec.ts'))
  .map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8'))
  .join('\n');
const rows = readFileSync(`${FOLDER}/CHECKLIST.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise') && !line.startsWith('| ---'));

test.each(rows.map((row) => row.split(' | ')))('%s is held by tests that are there', (_promise, tests = '') => {
  const names = [...tests.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !specs.includes(`'${name}'`) && !specs.includes(`\`${name}\``))).toEqual([]);
});

test('the checklist is not a short one', () => {
  expect(rows.length).toBeGreaterThan(40);
});
