import type { MessagesBatch } from '../../contract/message-rows.ts';
import { type Draft, isEdited, isSameTemplate, type SavedAs, templateOf } from './drafts.ts';

/** How a draft and its file stand to each other. */
export type SavedState = 'unsaved' | 'same' | 'edited' | 'changed-outside' | 'gone';

export function savedStateOf(draft: Draft, messages: MessagesBatch | null): SavedState {
  const { saved } = draft;
  if (saved === null) return 'unsaved';
  const own = isEdited(draft) ? 'edited' : 'same';
  if (messages === null) return own;
  const file = messages.messages.find(({ path }) => path === saved.path);
  // What was told before it was written is not news.
  if (saved.before === (file === undefined ? 'gone' : file.updatedAt)) return own;
  if (file === undefined) return 'gone';
  if (file.message === null) return 'changed-outside';
  const isKnown = isSameTemplate(file.message, saved.template) || isSameTemplate(file.message, templateOf(draft));
  return isKnown ? own : 'changed-outside';
}

/** What is remembered of a file that is about to be written. */
export function savedAs(path: string, template: SavedAs['template'], messages: MessagesBatch | null): SavedAs {
  const file = messages?.messages.find((message) => message.path === path);
  return { path, template, before: file?.updatedAt ?? 'gone' };
}
