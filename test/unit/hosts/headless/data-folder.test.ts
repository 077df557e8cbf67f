import { expect, it } from 'vitest';
import { dataFolder } from '../../../../src/main/headless/data-folder.ts';

it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', {}, '/home/rin/.local/share/patchbay'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/patchbay'],
  ['linux', { XDG_DATA_HOME: 'not/absolute' }, '/home/rin/.local/share/patchbay'],
  ['linux', { XDG_DATA_HOME: '' }, '/home/rin/.local/share/patchbay'],
  ['darwin', { XDG_DATA_HOME: '/data' }, '/home/rin/Library/Application Support/Patchbay'],
])('on %s with %j is %s', (platform, env, expected) => {
  expect(dataFolder(platform, env, '/home/rin')).toBe(expected);
});

it('on Windows roams with the person', () => {
  expect(dataFolder('win32', { APPDATA: 'C:\\Users\\rin\\AppData\\Roaming' }, 'C:\\Users\\rin')).toBe('C:\\Users\\rin\\AppData\\Roaming\\Patchbay');
  expect(dataFolder('win32', {}, 'C:\\Users\\rin')).toBe('C:\\Users\\rin\\AppData\\Roaming\\Patchbay');
});
