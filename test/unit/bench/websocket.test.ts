import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { binaryFrame, compressedTextFrame, textFrame } from '../../../bench/load/frames.mjs';
import { WebSocketClient } from '../../../bench/load/websocket.mjs';

let server: WebSocketServer;
let port: number;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterEach(() => {
  server.close();
});

/** A client beside the server's end of it, once the handshakes of Engine.IO and Socket.IO are done. */
async function connect(isDeflated = false): Promise<{ readonly client: WebSocketClient; readonly peer: WebSocket }> {
  const connection = once(server, 'connection') as Promise<[WebSocket]>;
  const opened = WebSocketClient.open({ port, isDeflated });
  const [peer] = await connection;
  peer.send('0{"sid":"a"}');
  const [connect] = (await once(peer, 'message')) as [Buffer];
  expect(connect.toString()).toBe('40');
  peer.send('40{"sid":"b"}');
  return { client: await opened, peer };
}

async function received(peer: WebSocket): Promise<[string, boolean]> {
  const [data, isBinary] = (await once(peer, 'message')) as [Buffer, boolean];
  return [data.toString(), isBinary];
}

describe('the WebSocket client of the load generator', () => {
  it.each([0, 3, 125, 126, 65_535, 65_536])('writes frames that a server reads: %i bytes', async (length) => {
    const { client, peer } = await connect();
    const text = 'é'.repeat(length >> 1) + 'x'.repeat(length & 1);
    client.write(textFrame(text));
    expect(await received(peer)).toEqual([text, false]);
    client.write(binaryFrame(Buffer.from(text)));
    expect(await received(peer)).toEqual([text, true]);
  });

  it('writes a compressed message that a server reads', async () => {
    const { client, peer } = await connect(true);
    const text = 'again and '.repeat(300);
    client.write(compressedTextFrame(text));
    expect(await received(peer)).toEqual([text, false]);
  });

  it('counts what the server sends', async () => {
    const { client, peer } = await connect();
    let messages = 0;
    const done = new Promise<void>((resolve) => {
      client.onMessages = (count) => {
        messages += count;
        if (messages === 20) resolve();
      };
    });
    for (let n = 0; n < 10; n++) peer.send(Buffer.alloc(n * 3000));
    for (let n = 0; n < 10; n++) peer.send('x'.repeat(n * 50));
    await done;
    expect(messages).toBe(20);
  });

  it('closes as a browser does', async () => {
    const { client, peer } = await connect();
    const closed = once(peer, 'close');
    await client.close();
    expect((await closed)[0]).toBe(1000);
  });
});
