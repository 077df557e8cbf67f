import type { ShellLanguage } from '../../contract/shell.ts';

const en = {
  file: 'File',
  newSource: 'New Source…',
  newWindow: 'New Window',
  importSources: 'Import Sources…',
  exportSources: 'Export Sources…',
  openRecording: 'Open Recording…',
  settings: 'Settings…',
  edit: 'Edit',
  find: 'Filter',
  view: 'View',
  palette: 'Command Palette…',
  notifications: 'Notifications',
  readOnly: 'Read-only Mode',
  source: 'Source',
  toggle: 'Start or Stop',
  nextSource: 'Next Source',
  previousSource: 'Previous Source',
  window: 'Window',
  help: 'Help',
  shortcuts: 'Keyboard Shortcuts',
  documentation: 'Socket.IO Documentation',
} as const;

export type MenuTexts = Readonly<Record<keyof typeof en, string>>;

const zh: MenuTexts = {
  file: '文件',
  newSource: '新建来源…',
  newWindow: '新建窗口',
  importSources: '导入来源…',
  exportSources: '导出来源…',
  openRecording: '打开录制…',
  settings: '设置…',
  edit: '编辑',
  find: '筛选',
  view: '视图',
  palette: '命令面板…',
  notifications: '通知',
  readOnly: '只读模式',
  source: '来源',
  toggle: '启动或停止',
  nextSource: '下一个来源',
  previousSource: '上一个来源',
  window: '窗口',
  help: '帮助',
  shortcuts: '键盘快捷键',
  documentation: 'Socket.IO 文档',
};

export const MENU_TEXTS: Readonly<Record<ShellLanguage, MenuTexts>> = { en, 'zh-CN': zh };

/** As the system says, until a page says otherwise. */
export function languageOf(locale: string): ShellLanguage {
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
