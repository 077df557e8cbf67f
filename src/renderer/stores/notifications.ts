import { toast } from 'sonner';
import { create } from 'zustand';
import type { Notice } from '../../contract/notices.ts';

/** What was said in passing and can be read again, the newest first. */
export interface Notification {
  readonly id: number;
  readonly at: number;
  readonly level: 'ok' | 'error';
  readonly title: string;
  readonly text: string;
}

/** Most that are remembered; the oldest go. */
const MAX_NOTIFICATIONS = 100;
const UNDO_MS = 10_000;

interface NotificationsState {
  readonly notifications: readonly Notification[];
  /** Of the console, until they are dismissed. */
  readonly notices: readonly Notice[];
  readonly unread: number;
}

export const useNotifications = create<NotificationsState>()(() => ({ notifications: [], notices: [], unread: 0 }));

let lastId = 0;
let offered: string | number | null = null;

/** Says it in a corner of the window, and remembers it. An error stays until it is closed. */
export function notify(level: Notification['level'], title: string, text = ''): void {
  const notification: Notification = { id: ++lastId, at: Date.now(), level, title, text };
  useNotifications.setState(({ notifications, unread }) => ({
    notifications: [notification, ...notifications].slice(0, MAX_NOTIFICATIONS),
    unread: unread + 1,
  }));
  const description = text === '' ? {} : { description: text };
  if (level === 'error') toast.error(title, { ...description, duration: Number.POSITIVE_INFINITY, closeButton: true });
  else toast(title, description);
}

/** Offers to take back what was just done; not remembered, since later that would undo something else. */
export function offerUndo(title: string, label: string, undo: () => void): void {
  // One at a time: what an older one would put back is older than what this one took.
  if (offered !== null) toast.dismiss(offered);
  offered = toast(title, { duration: UNDO_MS, action: { label, onClick: undo } });
}

export function applyNotices({ notices }: { readonly notices: readonly Notice[] }): void {
  useNotifications.setState(({ notices: known, unread }) => {
    const isNew = ({ noticeId }: Notice) => !known.some((notice) => notice.noticeId === noticeId);
    return { notices, unread: unread + notices.filter(isNew).length };
  });
}

export function markRead(): void {
  useNotifications.setState({ unread: 0 });
}

export function clearNotifications(): void {
  useNotifications.setState({ notifications: [], unread: 0 });
}
