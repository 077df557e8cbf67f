import { expect, it, vi } from 'vitest';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron());

const { menuTemplate } = await import('../../../../src/main/electron/menu.ts');

const titles = (platform: NodeJS.Platform) => menuTemplate('Patchbay', platform).map(({ label, role }) => role ?? label);

it('has the menus a person expects, on a Mac with the application its own', () => {
  expect(titles('linux')).toEqual(['File', 'editMenu', 'View', 'windowMenu', 'help']);
  expect(titles('darwin')).toEqual(['appMenu', 'File', 'editMenu', 'View', 'windowMenu', 'help']);
});

it('can reload, zoom and show the developer tools', () => {
  const view = menuTemplate('Patchbay', 'linux').find(({ label }) => label === 'View')?.submenu;
  const roles = Array.isArray(view) ? view.map(({ role }) => role) : [];
  expect(roles).toEqual(expect.arrayContaining(['reload', 'toggleDevTools', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen']));
});
