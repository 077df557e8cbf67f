// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { SendResultRow } from '../../../../../src/contract/rows.ts';
import { ReplyDetail } from '../../../../../src/renderer/views/compose/reply-detail.tsx';
import { FakeConsole, renderWith } from '../../harness.tsx';

afterEach(cleanup);

const row: SendResultRow = { socketId: 'a', namespace: '/', state: 'acknowledged', latencyMs: 3, reply: '{"begin', isCut: true };

function open(fake: FakeConsole, change: Partial<SendResultRow> = {}) {
  renderWith(fake, <ReplyDetail sourceId="s" sendId="send-1" row={{ ...row, ...change }} hasSockets={false} onClose={() => {}} />);
  return screen.getByTestId('reply-detail');
}

it('asks for the rest of a reply of which its row has the beginning', async () => {
  const fake = new FakeConsole();
  fake.results.set('message.reply', { text: '{"begin":1,"end":2}', isCut: false });
  const detail = open(fake);
  expect(detail.textContent).toContain('{"begin');
  await screen.findByText('"end"');
  expect(detail.textContent).not.toContain('Cut');
  expect(fake.lastCall('message.reply')).toEqual({ sourceId: 's', sendId: 'send-1', namespace: '/', socketId: 'a' });
});

it('says how much of a longer one is kept, and that it is the beginning where nothing more is', async () => {
  const long = new FakeConsole();
  long.results.set('message.reply', { text: 'x'.repeat(65_536), isCut: true });
  open(long);
  expect(await screen.findByText('Cut: the first 65,536 characters of it are kept.')).toBeTruthy();
  cleanup();
  const gone = new FakeConsole();
  gone.fail('message.reply', 'SEND_GONE');
  open(gone);
  expect(await screen.findByText('Cut: the first 7 characters of it are kept.')).toBeTruthy();
});

it('asks for nothing where the row has it all', () => {
  const fake = new FakeConsole();
  expect(open(fake, { reply: '{"all":1}', isCut: false }).textContent).not.toContain('Cut');
  expect(fake.lastCall('message.reply')).toBeUndefined();
});
