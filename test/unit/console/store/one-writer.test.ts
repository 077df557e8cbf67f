import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../../../src');
const WRITER = join('main', 'console', 'store', 'durable-files.ts');
const FS_IMPORT = /import (?:type )?([^;]*?) from '(?:node:)?fs(?:\/promises)?';/g;

/** What of `node:fs` changes nothing. */
const READS: ReadonlySet<string> = new Set([
  ...['accessSync', 'constants', 'createReadStream', 'lstatSync', 'readFileSync', 'readdirSync', 'realpathSync', 'statSync'],
  ...['access', 'lstat', 'readFile', 'readdir', 'readlink', 'realpath', 'stat'],
]);

it('is the one module of the application that writes files', () => {
  const writers = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && writesOf(readFileSync(join(SRC, path), 'utf8')).length > 0)
    .sort();
  expect(writers).toEqual([WRITER]);
});

it.each([
  [`import { readFileSync, rename } from 'node:fs';`, ['rename']],
  [`import fs from 'node:fs';`, ['fs']],
  [`import * as fs from 'fs/promises';`, ['* as fs']],
  [`const { rm } = await import('node:fs');`, ['import()']],
  [`import { readFile } from 'node:fs/promises';`, []],
])('%s is %j', (text, writes) => expect(writesOf(text)).toEqual(writes));

/** Names of `node:fs` that may change something. */
function writesOf(text: string): readonly string[] {
  const names = [...text.matchAll(FS_IMPORT)].flatMap(([, imported = '']) => imported.replace(/^\{|\}$/g, '').split(','));
  const isLate = /(import|require)\(['"](node:)?fs/.test(text);
  return [
    ...names.map((name) => name.trim().replace(/^type /, '')).filter((name) => name !== '' && !READS.has(name)),
    ...(isLate ? ['import()'] : []),
  ];
}
