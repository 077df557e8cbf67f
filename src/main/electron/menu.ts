import { Menu, type MenuItemConstructorOptions, shell } from 'electron';
import type { ShellLanguage } from '../../contract/shell.ts';
import { MENU_TEXTS, type MenuTexts } from './menu-texts.ts';

const HELP_URL = 'https://socket.io/docs/v4/';

export interface MenuCommands {
  /** The page in front does it; `commandId` is what the page calls it. */
  readonly perform: (commandId: string) => void;
  readonly openWindow: () => void;
}

/** The native menu. What the page does has the page's own shortcuts beside it. */
export function installMenu(appName: string, platform: NodeJS.Platform, language: ShellLanguage, commands: MenuCommands): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(appName, platform, MENU_TEXTS[language], commands)));
}

export function menuTemplate(appName: string, platform: NodeJS.Platform, texts: MenuTexts, commands: MenuCommands): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const settings = item(texts.settings, 'settings', 'CmdOrCtrl+,');
  return [
    ...(isMac ? [appMenu(appName, settings)] : []),
    {
      label: texts.file,
      submenu: [
        item(texts.newSource, 'source.add', 'CmdOrCtrl+N'),
        { label: texts.newWindow, accelerator: 'CmdOrCtrl+Shift+N', click: commands.openWindow },
        { type: 'separator' },
        item(texts.importSources, 'sources.import'),
        item(texts.exportSources, 'sources.export'),
        { type: 'separator' },
        item(texts.openRecording, 'recording.open'),
        { type: 'separator' },
        ...(isMac ? [] : [settings, { type: 'separator' } as const]),
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { label: texts.edit, submenu: [...EDIT, { type: 'separator' }, item(texts.find, 'filter')] },
    {
      label: texts.view,
      submenu: [
        item(texts.palette, 'palette', 'CmdOrCtrl+K'),
        item(texts.notifications, 'notifications'),
        item(texts.readOnly, 'read-only'),
        { type: 'separator' },
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
    {
      label: texts.source,
      submenu: [
        item(texts.toggle, 'source.toggle', 'CmdOrCtrl+Shift+Enter'),
        { type: 'separator' },
        item(texts.nextSource, 'source.next', 'Alt+CmdOrCtrl+Down'),
        item(texts.previousSource, 'source.previous', 'Alt+CmdOrCtrl+Up'),
      ],
    },
    { label: texts.window, role: 'windowMenu' },
    {
      label: texts.help,
      role: 'help',
      submenu: [
        item(texts.shortcuts, 'shortcuts', 'CmdOrCtrl+/'),
        { type: 'separator' },
        { label: texts.documentation, click: () => void shell.openExternal(HELP_URL) },
      ],
    },
  ];

  function item(label: string, commandId: string, accelerator?: string): MenuItemConstructorOptions {
    // The page knows its own shortcuts: here they are told, not taken. A Mac takes them whatever is said, which comes to the same.
    return {
      id: commandId,
      label,
      ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
      click: () => commands.perform(commandId),
    };
  }
}

const EDIT: readonly MenuItemConstructorOptions[] = [
  { role: 'undo' },
  { role: 'redo' },
  { type: 'separator' },
  { role: 'cut' },
  { role: 'copy' },
  { role: 'paste' },
  { role: 'selectAll' },
];

function appMenu(label: string, settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const hiding = [{ role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }] as const;
  return {
    label,
    submenu: [{ role: 'about' }, { type: 'separator' }, settings, { type: 'separator' }, ...hiding, { type: 'separator' }, { role: 'quit' }],
  };
}
