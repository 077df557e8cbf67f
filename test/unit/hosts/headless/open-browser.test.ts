import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';
import { openBrowser } from '../../../../src/main/headless/open-browser.ts';

const spawn = vi.hoisted(() => vi.fn());
vi.mock('node:child_process', () => ({ spawn }));

const URL = 'http://127.0.0.1:4400/#token=t';

function spawnEnds(event: 'spawn' | 'error', argument?: Error): void {
  spawn.mockImplementation(() => {
    const child = Object.assign(new EventEmitter(), { unref: () => {} });
    queueMicrotask(() => child.emit(event, argument));
    return child;
  });
}

beforeEach(() => {
  spawn.mockReset();
});

it.each([
  ['linux', 'xdg-open', [URL]],
  ['darwin', 'open', [URL]],
  ['win32', 'cmd', ['/c', 'start', '""', URL]],
] as const)('uses what %s has', async (platform, command, args) => {
  spawnEnds('spawn');
  await openBrowser(URL, platform, { DISPLAY: ':0' });
  expect(spawn).toHaveBeenCalledWith(command, args, expect.anything());
});

it('does nothing where there is no display', async () => {
  await openBrowser(URL, 'linux', {});
  expect(spawn).not.toHaveBeenCalled();
});

it('fails where there is no such program', async () => {
  spawnEnds('error', new Error('ENOENT'));
  await expect(openBrowser(URL, 'linux', { WAYLAND_DISPLAY: 'w' })).rejects.toThrow('ENOENT');
});
