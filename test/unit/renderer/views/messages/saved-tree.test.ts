import { expect, test } from 'vitest';
import type { SavedMessage } from '../../../../../src/contract/message-rows.ts';
import { savedItems } from '../../../../../src/renderer/views/messages/saved-tree.ts';

const message = (path: string): SavedMessage => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1).replace('.message.json', ''),
  updatedAt: 0,
  message: null,
  problem: null,
});
const batch = {
  folders: ['match', 'match/old', 'empty'],
  messages: [message('hello.message.json'), message('match/goal.message.json'), message('match/old/end.message.json')],
};
const seen = (folded: readonly string[], text = '') =>
  savedItems(batch, new Set(folded), text).map(({ kind, name, level }) => `${'-'.repeat(level)}${kind === 'folder' ? '/' : ''}${name}`);

test('folders stand before messages, each with what is in it', () => {
  expect(seen([])).toEqual(['-/match', '--/old', '---end', '--goal', '-/empty', '-hello']);
});

test('a folded folder keeps what is in it to itself, but counts it', () => {
  expect(seen(['match'])).toEqual(['-/match', '-/empty', '-hello']);
  expect(savedItems(batch, new Set(['match']), '')[0]).toMatchObject({ count: 2 });
});

test('what is looked for is seen, wherever it is', () => {
  expect(seen(['match'], 'END')).toEqual(['-/match', '--/old', '---end']);
});
