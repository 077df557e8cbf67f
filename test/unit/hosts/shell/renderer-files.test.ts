import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRendererFile } from '../../../../src/main/shell/renderer-files.ts';

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<p>hi</p>');
  writeFileSync(join(root, 'assets', 'main-abc.js'), 'run()');
  writeFileSync(join(root, 'secret.pem'), 'key');
  writeFileSync(join(folder, 'outside.js'), 'secret');
  mkdirSync(join(folder, 'renderer-old'));
  writeFileSync(join(folder, 'renderer-old', 'x.js'), 'secret');
});

afterAll(() => rmSync(folder, { recursive: true }));

it('reads the page, and is asked for it every time', async () => {
  for (const path of ['/', '/index.html']) {
    const file = await readRendererFile(root, path);
    expect(String(file?.body)).toBe('<p>hi</p>');
    expect(file?.headers).toEqual({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  }
});

it('lets a browser keep what has a hash for a name', async () => {
  const file = await readRendererFile(root, '/assets/main-abc.js');
  expect(file?.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
  expect(file?.headers['Cache-Control']).toContain('immutable');
});

it.each([
  ['/../outside.js'],
  ['/%2e%2e/outside.js'],
  ['/..%2foutside.js'],
  ['/assets/../../outside.js'],
  ['/..%5coutside.js'],
  ['/../renderer-old/x.js'],
  ['//outside.js'],
  ['/%00.js'],
  ['/%zz.js'],
  ['/C:/outside.js'],
  ['/secret.pem'],
  ['/assets'],
  ['/missing.js'],
  [`/${'x'.repeat(5000)}.js`],
])('does not read %s', async (path) => {
  await expect(readRendererFile(root, path)).resolves.toBeNull();
});
