import type { MessageTemplate } from '../../../src/contract/message.ts';
import type { HistoryEntry, MessagesBatch, SavedMessage } from '../../../src/contract/message-rows.ts';

// What the console tells of messages, of which a test names only what it is about.

export function template(event: string, text = '{}'): MessageTemplate {
  return {
    event,
    target: { to: 'all' },
    args: [{ type: 'json', text }],
    attachments: [],
    ackTimeoutMs: null,
    volatile: false,
    compress: true,
  };
}

export function historyEntry(historyId: string, change: Partial<HistoryEntry> = {}): HistoryEntry {
  return { historyId, at: 0, sourceId: 's', sourceName: 'Shop', recipients: 2, times: 1, message: template(historyId), ...change };
}

export function savedMessage(path: string, change: Partial<SavedMessage> = {}): SavedMessage {
  const name = path.slice(path.lastIndexOf('/') + 1).replace('.message.json', '');
  return { path, name, updatedAt: 1, message: template(name), problem: null, ...change };
}

export function messagesBatch(messages: readonly SavedMessage[], change: Partial<MessagesBatch> = {}): MessagesBatch {
  return { folder: '/messages', isDefault: true, problem: null, folders: [], messages, omitted: 0, ...change };
}
