// What a server can grow in its client; each bound of src/core/limits.ts that is the client's.
import { expect, test } from 'vitest';
import { MAX_EARLY_EVENTS, MAX_RESPONSE_BYTES } from '../../src/core/limits.ts';
import { manager } from '../fixtures/core-client.ts';
import { nextEvent } from '../fixtures/core-server.ts';
import { handshake, ScriptedServer } from '../fixtures/scripted-server.ts';

test('an answer over MAX_RESPONSE_BYTES ends the connection', async () => {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['polling'] });
  const socket = client.socket('/').connect();
  (await server.nextGet()).answer(handshake());
  await nextEvent(client, 'open');
  const closed = nextEvent(socket, 'disconnect');
  const { response } = await server.nextGet();
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const write = (): void => {
    while (!response.destroyed && response.write(megabyte));
  };
  response.on('drain', write);
  write();
  const [reason, details] = await closed;
  expect(reason).toBe('transport error');
  expect(details).toMatchObject({ message: 'xhr poll error', failure: { message: `an answer over ${MAX_RESPONSE_BYTES} bytes` } });
});

test('a WebSocket message over MAX_RESPONSE_BYTES ends the connection', async () => {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['websocket'] });
  const socket = client.socket('/').connect();
  const ws = await server.nextWebSocket();
  ws.send(handshake());
  await nextEvent(client, 'open');
  const closed = nextEvent(socket, 'disconnect');
  ws.ws.send(Buffer.alloc(MAX_RESPONSE_BYTES + 1));
  expect((await closed)[0]).toBe('transport error');
});

test('MAX_EARLY_EVENTS are kept until the namespace is connected, one more ends the connection', async () => {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['polling'] });
  const socket = client.socket('/').connect();
  (await server.nextGet()).answer(handshake());
  const poll = await server.nextGet();
  const closed = nextEvent(socket, 'disconnect');
  poll.answer(Array.from({ length: MAX_EARLY_EVENTS }, () => '42["early"]').join('\x1e'));
  const next = await server.nextGet();
  expect(socket.receiveBuffer).toHaveLength(MAX_EARLY_EVENTS);
  next.answer('42["early"]');
  const [reason, error] = await closed;
  expect(reason).toBe('parse error');
  expect(error).toMatchObject({ code: 'TOO_MANY_EARLY_EVENTS', limit: MAX_EARLY_EVENTS });
});
