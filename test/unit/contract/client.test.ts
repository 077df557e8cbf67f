import { expect, it } from 'vitest';
import type { Channel } from '../../../src/contract/channel.ts';
import { createClient } from '../../../src/contract/client.ts';
import { ContractError } from '../../../src/contract/frame.ts';

/** A carrier in the hands of a test. */
function carrier(send: (frame: unknown) => void) {
  let onFrame: (frame: unknown) => void = () => {};
  const channel: Channel = {
    send,
    onFrame(listener) {
      onFrame = listener;
    },
    onClose: () => {},
    close: () => {},
  };
  return { client: createClient(channel), receive: (frame: unknown) => onFrame(frame) };
}

it('a call that the carrier does not take fails as that says, and the next one goes on', async () => {
  let isFull = true;
  const sent: unknown[] = [];
  const { client, receive } = carrier((frame) => {
    if (isFull) throw new ContractError('FRAME_TOO_LARGE', 'too much');
    sent.push(frame);
  });
  await expect(client.call('app.info', {})).rejects.toThrow(expect.objectContaining({ code: 'FRAME_TOO_LARGE' }));
  isFull = false;
  const info = client.call('app.info', {});
  receive({ type: 'result', id: 1, result: { version: '1', host: 'browser' } });
  expect(await info).toEqual({ version: '1', host: 'browser' });
  expect(sent).toHaveLength(1);
});

it('a failure brings what the console knows of it', async () => {
  const { client, receive } = carrier(() => {});
  const call = client.call('source.start', { sourceId: 's' });
  receive({ type: 'failure', id: 0, error: { code: 'PORT_IN_USE', message: 'taken', facts: { freePort: 3001 } } });
  await expect(call).rejects.toThrow(expect.objectContaining({ code: 'PORT_IN_USE', facts: { freePort: 3001 } }));
});
