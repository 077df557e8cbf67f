// A disk that takes no more in the middle of a write. The shell's limit on the size of a file stands for it: as on a full disk, the first
// part of a write is taken and the next refused.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../fixtures/cluster/child.ts';

const BLOCK_BYTES = 512;
const ROOM_BLOCKS = 8;

let writer: Awaited<ReturnType<typeof bundle>>;
let folder: string;

beforeAll(async () => {
  writer = await bundle('../../crash/full-writer');
  folder = mkdtempSync(join(tmpdir(), 'patchbay-full-'));
});

afterAll(() => {
  writer.remove();
  rmSync(folder, { recursive: true, force: true });
});

it.skipIf(process.platform === 'win32').each(['at once', 'while others run'])(
  'leaves what was there whole, and nothing beside it, where the disk is full (%s)',
  (way) => {
    const path = join(folder, 'file.json');
    const written = (bytes: number): string => {
      const command = `ulimit -f ${ROOM_BLOCKS}; exec "$@"`;
      const run = spawnSync('sh', ['-c', command, 'sh', process.execPath, writer.path, path, String(bytes), way], { encoding: 'utf8' });
      return run.stdout.trim() || run.stderr;
    };
    writeFileSync(path, 'old');
    expect(written(ROOM_BLOCKS * BLOCK_BYTES + 1)).toBe('EFBIG');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file.json']);
    expect(written(ROOM_BLOCKS * BLOCK_BYTES)).toBe('written');
    expect(readFileSync(path, 'utf8')).toBe('y'.repeat(ROOM_BLOCKS * BLOCK_BYTES));
  },
);
