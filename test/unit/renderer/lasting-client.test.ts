import { expect, test } from 'vitest';
import type { Channel } from '../../../src/contract/channel.ts';
import { ContractError } from '../../../src/contract/frame.ts';
import { SessionRefusedError } from '../../../src/renderer/connect.ts';
import { createLastingClient, type LinkStatus } from '../../../src/renderer/lasting-client.ts';

/** The far end of a channel, in the hands of a test. */
class FakeChannel implements Channel {
  readonly sent: { readonly type: string; readonly id?: number }[] = [];
  #onFrame: (frame: unknown) => void = () => {};
  #onClose: () => void = () => {};

  send(frame: unknown): void {
    this.sent.push(frame as { readonly type: string });
  }
  onFrame(listener: (frame: unknown) => void): void {
    this.#onFrame = listener;
  }
  onClose(listener: () => void): void {
    this.#onClose = listener;
  }
  close(): void {
    this.#onClose();
  }
  receive(frame: unknown): void {
    this.#onFrame(frame);
  }
}

function lasting(opens: readonly (() => Promise<Channel>)[]) {
  const statuses: LinkStatus[] = [];
  let waiting = { count: Number.POSITIVE_INFINITY, resolve: () => {} };
  let next = 0;
  const client = createLastingClient({
    open: () => opens[next++]?.() ?? new Promise(() => {}),
    onStatus(status) {
      statuses.push(status);
      if (statuses.length >= waiting.count) waiting.resolve();
    },
    retryDelaysMs: [0],
  });
  const reached = (count: number) =>
    new Promise<void>((resolve) => {
      if (statuses.length >= count) resolve();
      else waiting = { count, resolve };
    });
  return { client, statuses, reached };
}

test('subscribes again on the next channel and lets calls in flight fail', async () => {
  const [first, second] = [new FakeChannel(), new FakeChannel()];
  const { client, statuses, reached } = lasting([() => Promise.resolve(first), () => Promise.resolve(second)]);
  const batches: unknown[] = [];
  client.subscribe(
    'sources',
    {},
    (batch) => batches.push(batch),
    () => {},
  );
  await reached(2);
  expect(first.sent).toMatchObject([{ type: 'subscribe', feed: 'sources' }]);
  const call = client.call('app.info', {});
  first.close();
  await expect(call).rejects.toMatchObject({ code: 'DISCONNECTED' });
  await reached(4);
  expect(statuses).toEqual(['connecting', 'open', 'lost', 'open']);
  expect(second.sent).toMatchObject([{ type: 'subscribe', feed: 'sources' }]);
  second.receive({ type: 'batch', id: second.sent[0]?.id, seq: 1, data: { sources: [] } });
  expect(batches).toEqual([{ sources: [] }]);
});

test('does not subscribe again what was given up or what the console ended', async () => {
  const [first, second] = [new FakeChannel(), new FakeChannel()];
  const { client, reached } = lasting([() => Promise.resolve(first), () => Promise.resolve(second)]);
  const failures: ContractError[] = [];
  const stop = client.subscribe(
    'sources',
    {},
    () => {},
    () => {},
  );
  client.subscribe(
    'metrics',
    { sourceId: 'gone', rangeSeconds: 60 },
    () => {},
    (error) => failures.push(error),
  );
  await reached(2);
  stop();
  first.receive({ type: 'failure', id: first.sent[1]?.id, error: { code: 'UNKNOWN_SOURCE', message: '' } });
  expect(failures).toEqual([new ContractError('UNKNOWN_SOURCE', '')]);
  first.close();
  await reached(4);
  expect(second.sent).toEqual([]);
});

test('tries again when the host cannot be reached, and not when it refuses', async () => {
  const { statuses, reached } = lasting([() => Promise.reject(new Error('no host')), () => Promise.reject(new SessionRefusedError())]);
  await reached(3);
  expect(statuses).toEqual(['connecting', 'lost', 'refused']);
});
