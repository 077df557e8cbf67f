import { Menu, type MenuItemConstructorOptions, shell } from 'electron';

const HELP_URL = 'https://socket.io/docs/v4/';

/** The native menu; what the page can do has its shortcuts in the page. */
export function installMenu(appName: string, platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(appName, platform)));
}

export function menuTemplate(appName: string, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ label: appName, role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [{ role: isMac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'Socket.IO Documentation', click: () => void shell.openExternal(HELP_URL) }] },
  ];
}
