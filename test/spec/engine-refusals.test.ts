// Engine.IO 4: what is refused, and how. All of it before a session exists or a 101 is sent.
import { expect, test } from 'vitest';
import { startServer } from '../fixtures/core-server.ts';

const REFUSED = [
  ['an unknown transport', 'transport=tcp', 0, 'Transport unknown'],
  ['a missing transport', 'x=1', 0, 'Transport unknown'],
  ['webtransport over HTTP', 'transport=webtransport', 0, 'Transport unknown'],
  ['an unknown sid', 'transport=polling&sid=nobody', 1, 'Session ID unknown'],
  ['transport=websocket without an upgrade', 'transport=websocket', 3, 'Bad request'],
] as const;

test.each(REFUSED)('%s answers 400 with its code', async (_name, query, code, message) => {
  const { http, io } = await startServer();
  const errors: unknown[] = [];
  io.engine.on('connection_error', (error) => errors.push(error));
  const response = await http(query);
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ code, message });
  expect(errors).toEqual([expect.objectContaining({ code, message, req: expect.anything(), context: expect.anything() })]);
});

test('a POST without a sid answers code 2', async () => {
  const { http } = await startServer();
  const response = await http('transport=polling', { method: 'POST', body: '40' });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ code: 2, message: 'Bad handshake method' });
});

test.each(['EIO=3&', ''])('revision 3 ("%s") answers code 5', async (revision) => {
  const { url } = await startServer();
  const response = await fetch(`${url}/socket.io/?${revision}transport=polling`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ code: 5, message: 'Unsupported protocol version' });
});

test('another revision than the session began with answers code 3', async () => {
  const { url, openPolling } = await startServer();
  const response = await fetch(`${url}/socket.io/?EIO=3&transport=polling&sid=${await openPolling()}`);
  expect(await response.json()).toEqual({ code: 3, message: 'Bad request' });
});

test('a transport that the server does not offer answers code 0', async () => {
  const { http } = await startServer({ transports: ['websocket'] });
  expect(await (await http('transport=polling')).json()).toEqual({ code: 0, message: 'Transport unknown' });
});

test('other methods on a session answer 500', async () => {
  const { http, openPolling } = await startServer();
  expect((await http(`transport=polling&sid=${await openPolling()}`, { method: 'PUT' })).status).toBe(500);
});

test.each([
  ['an unknown sid', '&sid=nobody', 'Session ID unknown'],
  ['an unknown transport', '&transport=tcp', 'Transport unknown'],
])('a WebSocket upgrade with %s is refused before the 101', async (_name, query, message) => {
  const { webSocket } = await startServer();
  expect(await webSocket(query).refusal()).toEqual({ status: 400, body: message });
});

test('a WebSocket upgrade of revision 3 is refused before the 101', async () => {
  const { url } = await startServer();
  const { RawWebSocket } = await import('../fixtures/core-server.ts');
  const webSocket = new RawWebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=3&transport=websocket`);
  expect(await webSocket.refusal()).toEqual({ status: 400, body: 'Unsupported protocol version' });
});
