import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearLeftovers, replaceFile, replaceFileSync } from '../../../../src/main/console/store/durable-files.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-files-'));
  path = join(folder, 'file.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (of: string) => statSync(of).mode & 0o777;

/** Of a process that ended. */
const ENDED = 2 ** 22 + 1;

describe.each([
  ['replaceFile', replaceFile],
  ['replaceFileSync', replaceFileSync],
] as const)('%s', (_name, replace) => {
  it('makes what is its owner’s alone, with its folders', async () => {
    path = join(folder, 'a', 'b', 'file.json');
    await replace(path, 'text');
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect([modeOf(path), modeOf(join(folder, 'a')), modeOf(join(folder, 'a', 'b'))]).toEqual([0o600, 0o700, 0o700]);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file.json']);
  });

  it('takes from others what they could read', async () => {
    writeFileSync(path, 'old', { mode: 0o644 });
    await replace(path, 'new');
    expect(modeOf(path)).toBe(0o600);
  });

  it('follows a link, which stays', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', 'real.json'), 'old');
    symlinkSync(join('elsewhere', 'real.json'), path);
    await replace(path, 'new');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'elsewhere', 'real.json'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['real.json']);
  });

  it('leaves nothing beside what it can not replace', async () => {
    mkdirSync(join(path, 'x'), { recursive: true });
    await expect((async () => replace(path, 'text'))()).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(folder)).toEqual(['file.json']);
  });
});

describe('a file in a folder of others', () => {
  it('has the mode it had, whatever the mask is', async () => {
    writeFileSync(path, 'old');
    chmodSync(path, 0o664);
    await replaceFile(path, 'new', { isShared: true });
    expect(modeOf(path)).toBe(0o664);
  });

  it('has the mode of any other new file', async () => {
    writeFileSync(join(folder, 'other'), '');
    await replaceFile(path, 'new', { isShared: true });
    expect(modeOf(path)).toBe(modeOf(join(folder, 'other')));
  });

  it('stands in place of a link', async () => {
    writeFileSync(join(folder, 'real.json'), 'old');
    symlinkSync('real.json', path);
    await replaceFile(path, 'new', { isShared: true });
    expect(lstatSync(path).isSymbolicLink()).toBe(false);
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('old');
  });
});

it('replaces nothing where the last look says no', async () => {
  writeFileSync(path, 'old');
  const beforeReplacing = () => {
    throw new Error('no');
  };
  await expect(replaceFile(path, 'new', { beforeReplacing })).rejects.toThrow('no');
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['file.json'], 'old']);
});

it('clears what writes left that were cut off, and nothing else', async () => {
  const random = '0123456789abcdef';
  const old = new Date(Date.now() - 3_700_000);
  for (const name of [`file.json.new-${ENDED}-${random}`, `file.json.new-${process.pid}-${random}`, `file.json.new-${process.ppid}-${random}`]) {
    writeFileSync(join(folder, name), '');
  }
  const long = join(folder, `other.json.new-${process.ppid}-${random}`);
  writeFileSync(long, '');
  utimesSync(long, old, old);
  const kept = ['file.json', `file.json.new-${process.ppid}-${random}`, 'note.new-5', 'x.new-5-0123', `y.new-${ENDED}-${random}.json`];
  for (const name of kept) writeFileSync(join(folder, name), '');
  mkdirSync(join(folder, `folder.new-${ENDED}-${random}`));
  const underway: (readonly string[])[] = [];
  await replaceFile(path, 'new', {
    beforeReplacing() {
      clearLeftovers(folder);
      underway.push(readdirSync(folder).filter((name) => name.startsWith(`file.json.new-${process.pid}-`)));
    },
  });
  expect(underway).toEqual([[expect.not.stringContaining(random)]]);
  expect(readdirSync(folder)).toEqual([...kept, `folder.new-${ENDED}-${random}`].sort());
});
