import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron());

const { menuTemplate } = await import('../../../../src/main/electron/menu.ts');
const { languageOf, MENU_TEXTS } = await import('../../../../src/main/electron/menu-texts.ts');

const actions = { perform: vi.fn(), openWindow: vi.fn() };
const menu = (platform: NodeJS.Platform) => menuTemplate('Patchbay', platform, MENU_TEXTS.en, actions);
const titles = (platform: NodeJS.Platform) => menu(platform).map(({ label }) => label);

function itemsOf(template: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}

describe('the native menu', () => {
  it('has the menus a person expects, on a Mac with the application its own', () => {
    expect(titles('linux')).toEqual(['File', 'Edit', 'View', 'Source', 'Window', 'Help']);
    expect(titles('darwin')).toEqual(['Patchbay', 'File', 'Edit', 'View', 'Source', 'Window', 'Help']);
  });

  it('can reload, zoom, copy, quit and show the developer tools', () => {
    const roles = itemsOf(menu('linux')).map(({ role }) => role);
    expect(roles).toEqual(expect.arrayContaining(['reload', 'toggleDevTools', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'copy', 'quit']));
  });

  it('asks the page for what the page does, and leaves it its shortcuts', () => {
    const palette = itemsOf(menu('linux')).find(({ id }) => id === 'palette');
    expect(palette).toMatchObject({ accelerator: 'CmdOrCtrl+K', registerAccelerator: false });
    palette?.click?.({} as never, undefined, {});
    expect(actions.perform).toHaveBeenCalledWith('palette');
  });

  it.each(['linux', 'win32', 'darwin'] as const)('has one place for each action, and one settings item, on %s', (platform) => {
    const ids = itemsOf(menu(platform)).flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('settings');
  });

  it('is in the language of the system, or in Chinese as far as it is ours', () => {
    expect([languageOf('zh-CN'), languageOf('zh-TW'), languageOf('de'), languageOf('en-GB')]).toEqual(['zh-CN', 'zh-CN', 'en', 'en']);
    expect(menuTemplate('Patchbay', 'linux', MENU_TEXTS['zh-CN'], actions).map(({ label }) => label)).toEqual([
      '文件',
      '编辑',
      '视图',
      '来源',
      '窗口',
      '帮助',
    ]);
  });
});
