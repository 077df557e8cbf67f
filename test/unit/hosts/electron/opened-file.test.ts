import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { RECORDING_SUFFIX } from '../../../../src/contract/recording-calls.ts';
import { shellMessage } from '../../../../src/contract/shell.ts';
import { MAX_IMPORT_LENGTH, SOURCES_SUFFIX } from '../../../../src/contract/source-list.ts';
import { fileIn, fileNameOf, isRecording, readOpenedFile, recordingParts } from '../../../../src/main/electron/opened-file.ts';

describe('the file among the arguments of a start', () => {
  const folder = resolve('/home/somebody');
  const absolute = join(folder, 'shop.patchbay');

  it.each<[string, readonly string[], string | null]>([
    ['is an absolute path', ['patchbay', absolute], absolute],
    ['is a path from where it was started', ['patchbay', 'shop.patchbay'], absolute],
    ['has its ending in whatever case', ['patchbay', 'SHOP.PATCHBAY'], join(folder, 'SHOP.PATCHBAY')],
    ['comes after what Chromium is given', ['patchbay', '--no-sandbox', '.', absolute], absolute],
    ['is an address of this machine', ['patchbay', pathToFileURL(join(folder, 'a b.patchbay')).href], join(folder, 'a b.patchbay')],
    ['is a recording, too', ['patchbay', 'Shop.PatchbayLog'], join(folder, 'Shop.PatchbayLog')],
    ['is no switch', ['patchbay', '--file=shop.patchbay'], null],
    ['is not the program', [absolute], null],
    ['is no link', ['patchbay', 'patchbay://connect?url=http%3A%2F%2Fa'], null],
    ['is of no other kind', ['patchbay', 'sources.json'], null],
    ['is of no other machine', ['patchbay', 'file://elsewhere/%2E%2F/shop.patchbay', 'file:///%00%2F.patchbay'], null],
  ])('%s', (_what, argv, path) => expect(fileIn(argv, folder)).toBe(path));
});

describe('a recording', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-recording-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is known by the end of its name', () => {
    expect(['/a/shop.patchbaylog', 'SHOP.PATCHBAYLOG', '/a/shop.patchbay', 'patchbaylog'].map(isRecording)).toEqual([true, true, false, false]);
    expect(fileNameOf(`/a/${'x'.repeat(300)}`)).toHaveLength(255);
  });

  it('is read in parts of whole characters', async () => {
    const path = join(folder, 'shop.patchbaylog');
    const text = `x${'é'.repeat(600_000)}`;
    writeFileSync(path, text);
    const parts = await partsOf(path);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join('')).toBe(text);
  });

  it('is refused with words where it is missing, or no file', async () => {
    await expect(partsOf(join(folder, 'gone.patchbaylog'))).rejects.toMatchObject({
      code: 'FILE_FAILED',
      message: expect.stringContaining('ENOENT'),
    });
    await expect(partsOf(folder)).rejects.toMatchObject({ code: 'FILE_FAILED', message: expect.stringContaining('is no file') });
    if (process.platform === 'win32') return;
    await expect(partsOf('/dev/zero')).rejects.toMatchObject({ code: 'FILE_FAILED' });
  });
});

test('packages have the system open both kinds of files with the application', () => {
  const [, associations = ''] = readFileSync('electron-builder.yml', 'utf8').split('fileAssociations:');
  expect([...associations.matchAll(/- ext: (\w+)/g)].map(([, ext]) => `.${ext}`)).toEqual([SOURCES_SUFFIX, RECORDING_SUFFIX]);
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

async function partsOf(path: string): Promise<readonly string[]> {
  const parts: string[] = [];
  for await (const part of recordingParts(path)) parts.push(part);
  return parts;
}
