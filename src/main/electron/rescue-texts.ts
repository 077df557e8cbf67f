import type { ShellLanguage } from '../../contract/shell.ts';

const en = {
  crashed: 'This window stopped working',
  hangs: 'This window does not respond',
  sources: 'Sources keep running: servers stay up, and connections stay open.',
  dumps: 'A report of a crash stays on this machine, in',
  reload: 'Reload',
  close: 'Close Window',
  wait: 'Wait',
} as const;

export type RescueTexts = Readonly<Record<keyof typeof en, string>>;

const zh: RescueTexts = {
  crashed: '此窗口已停止工作',
  hangs: '此窗口没有响应',
  sources: '来源仍在运行：服务器继续提供服务，连接保持打开。',
  dumps: '崩溃报告只保存在本机：',
  reload: '重新加载',
  close: '关闭窗口',
  wait: '等待',
};

export const RESCUE_TEXTS: Readonly<Record<ShellLanguage, RescueTexts>> = { en, 'zh-CN': zh };
