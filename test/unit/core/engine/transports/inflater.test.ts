import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { releaseInflater } from '../../../../../src/core/engine/transports/inflater.ts';

test('what `ws` decompressed a message with is let go of, and made anew for the next one', async () => {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: { clientNoContextTakeover: true } });
  onTestFinished(() => {
    server.close();
  });
  const connected = once(server, 'connection');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { perMessageDeflate: { threshold: 0 } });
  onTestFinished(() => client.terminate());
  const [peer] = (await connected) as [WebSocket];
  await once(client, 'open');
  for (const text of ['the first one', 'the second one']) {
    const message = once(peer, 'message');
    client.send(text);
    expect(String((await message)[0])).toBe(text);
    expect(inflaterOf(peer)).not.toBeNull();
    releaseInflater(peer);
    expect(inflaterOf(peer)).toBeNull();
  }
});

test('of a connection without compression there is nothing to let go of', () => {
  expect(() => releaseInflater({} as WebSocket)).not.toThrow();
});

function inflaterOf(ws: WebSocket): unknown {
  return (ws as unknown as { _extensions: Record<string, { _inflate: unknown }> })._extensions['permessage-deflate']?._inflate;
}
