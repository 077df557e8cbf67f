// @vitest-environment happy-dom

import { beforeEach, expect, test } from 'vitest';
import type { MessageTemplate } from '../../../../src/contract/message.ts';
import type { MessagesBatch } from '../../../../src/contract/message-rows.ts';
import { changeDraft, draftOf, followMovedFile, loadDraft, templateOf, useDrafts } from '../../../../src/renderer/stores/drafts.ts';
import { savedAs, savedStateOf } from '../../../../src/renderer/stores/saved-messages.ts';

const PATH = 'a/Score.message.json';
const template: MessageTemplate = {
  event: 'score',
  target: { to: 'rooms', namespace: '/live', rooms: ['{{room}}'], except: ['x'] },
  args: [
    { type: 'json', text: '{"_placeholder":true,"num":0}' },
    { type: 'binary', base64: 'AAE=', name: null },
  ],
  attachments: ['/w=='],
  ackTimeoutMs: 250,
  volatile: true,
  compress: false,
};

function folder(message: MessageTemplate | null, updatedAt = 1): MessagesBatch {
  const messages = [{ path: PATH, name: 'Score', updatedAt, message, problem: message === null ? 'no JSON' : null }];
  return { folder: '/m', isDefault: true, problem: null, folders: ['a'], messages, omitted: 0 };
}
const empty: MessagesBatch = { ...folder(null), messages: [] };
const state = (batch: MessagesBatch | null) => savedStateOf(draftOf('s'), batch);

beforeEach(() => {
  useDrafts.setState({}, true);
  loadDraft('s', template, { path: PATH, template, before: null });
});

test.each([
  { to: 'all' },
  { to: 'matching', filter: 'room:a' },
  { to: 'several', targets: [{ to: 'namespace', namespace: '/', except: [] }] },
  { to: 'sockets', namespace: '/', socketIds: ['a'] },
  template.target,
] satisfies MessageTemplate['target'][])('a message for %j is the same after it was a draft', (target) => {
  loadDraft('s', { ...template, target }, null);
  expect(templateOf(draftOf('s'))).toEqual({ ...template, target });
});

test('a draft is edited once it says something else than its file', () => {
  expect(state(folder(template))).toBe('same');
  changeDraft('s', { event: 'goal' });
  expect(state(folder(template))).toBe('edited');
});

test('a file that another program wrote, broke or removed is told', () => {
  expect(state(folder({ ...template, event: 'goal' }))).toBe('changed-outside');
  expect(state(folder(null))).toBe('changed-outside');
  expect(state(empty)).toBe('gone');
});

test('what another program wrote is no news if the draft says the same', () => {
  changeDraft('s', { event: 'goal' });
  expect(state(folder({ ...template, event: 'goal' }))).toBe('edited');
});

test('what was told before it was saved is no change from outside', () => {
  changeDraft('s', { event: 'goal' });
  const before = folder(template, 1);
  changeDraft('s', { saved: savedAs(PATH, templateOf(draftOf('s')), before) });
  expect(state(before)).toBe('same');
  expect(state(folder({ ...template, event: 'goal' }, 2))).toBe('same');
  expect(state(folder(template, 3))).toBe('changed-outside');
});

test('a draft follows its file when the folder is renamed', () => {
  followMovedFile('a', 'b');
  expect(draftOf('s').saved?.path).toBe('b/Score.message.json');
});
