import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shellMessage } from '../../../../src/contract/shell.ts';
import { MAX_IMPORT_LENGTH } from '../../../../src/contract/source-list.ts';
import { fileIn, readOpenedFile } from '../../../../src/main/electron/opened-file.ts';

describe('the file among the arguments of a start', () => {
  const folder = resolve('/home/somebody');
  const absolute = join(folder, 'shop.patchbay');

  it.each<[string, readonly string[], string | null]>([
    ['is an absolute path', ['patchbay', absolute], absolute],
    ['is a path from where it was started', ['patchbay', 'shop.patchbay'], absolute],
    ['has its ending in whatever case', ['patchbay', 'SHOP.PATCHBAY'], join(folder, 'SHOP.PATCHBAY')],
    ['comes after what Chromium is given', ['patchbay', '--no-sandbox', '.', absolute], absolute],
    ['is an address of this machine', ['patchbay', pathToFileURL(join(folder, 'a b.patchbay')).href], join(folder, 'a b.patchbay')],
    ['is no switch', ['patchbay', '--file=shop.patchbay'], null],
    ['is not the program', [absolute], null],
    ['is no link', ['patchbay', 'patchbay://connect?url=http%3A%2F%2Fa'], null],
    ['is of no other kind', ['patchbay', 'sources.json'], null],
    ['is of no other machine', ['patchbay', 'file://elsewhere/%2E%2F/shop.patchbay', 'file:///%00%2F.patchbay'], null],
  ])('%s', (_what, argv, path) => expect(fileIn(argv, folder)).toBe(path));
});

describe('what a page is told of it', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-opened-'));
    path = join(folder, 'shop.patchbay');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is its name and its text, whatever that is', async () => {
    writeFileSync(path, '<script>');
    const message = await readOpenedFile(path);
    expect(message).toEqual({ type: 'file', name: 'shop.patchbay', content: { isRead: true, text: '<script>' } });
    expect(shellMessage.parse(message)).toEqual(message);
  });

  it('is its name alone where it is too large', async () => {
    writeFileSync(path, 'x'.repeat(MAX_IMPORT_LENGTH + 1));
    expect(await readOpenedFile(path)).toEqual({ type: 'file', name: 'shop.patchbay', content: { isRead: false, problem: null } });
    writeFileSync(path, 'x'.repeat(MAX_IMPORT_LENGTH));
    expect(await readOpenedFile(path)).toMatchObject({ content: { isRead: true } });
  });

  it('is why it can not be read', async () => {
    expect(await readOpenedFile(path)).toMatchObject({ content: { isRead: false, problem: expect.stringContaining('ENOENT') } });
    mkdirSync(path);
    expect(await readOpenedFile(path)).toMatchObject({ content: { isRead: false, problem: expect.stringContaining('is no file') } });
  });
});
