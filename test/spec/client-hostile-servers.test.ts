// Whatever a server sends, its client says so or goes on; nothing is thrown, and nothing is told that is not of the protocol.
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manager } from '../fixtures/core-client.ts';
import { nextEvent } from '../fixtures/core-server.ts';
import { handshake, ScriptedServer } from '../fixtures/scripted-server.ts';

const RUNS = 100;

const uncaught: unknown[] = [];
const collect = (error: unknown): void => void uncaught.push(error);

beforeEach(() => {
  process.on('uncaughtException', collect);
});

afterEach(() => {
  process.off('uncaughtException', collect);
  expect(uncaught.splice(0)).toEqual([]);
});

/** Packets that nearly are some, and what is none at all. */
const message = fc.oneof(
  fc.string(),
  fc.json().map((json) => `42${json}`),
  fc
    .tuple(fc.constantFrom('0', '1', '2', '3', '4', '40', '41', '42', '43', '44', '45', '46', '451-', '461-'), fc.string())
    .map((parts) => parts.join('')),
  fc.tuple(fc.nat(), fc.json()).map(([id, json]) => `43${id}${json}`),
);
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));

/** `spoken`: what the client is set to. */
async function survives(messages: readonly (string | Buffer)[], transport: 'polling' | 'websocket', spoken: 3 | 4 | 'auto'): Promise<void> {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: [transport], protocolVersion: spoken });
  const socket = client.socket('/').connect();
  const events: unknown[][] = [];
  socket.onAny((...event) => events.push(event));
  const over = Promise.race([nextEvent(socket, 'disconnect'), nextEvent(socket, 'connect_error')]);
  if (transport === 'websocket') {
    const ws = await server.nextWebSocket();
    ws.send(handshake(), '40{"sid":"the-socket"}', ...messages);
    ws.ws.close();
  } else {
    (await server.nextGet()).answer(handshake());
    const texts = messages.filter((item) => typeof item === 'string');
    (await server.nextGet()).answer(['40{"sid":"the-socket"}', ...texts, '1'].join('\x1e'));
  }
  await over;
  for (const [name] of events) expect(typeof name === 'string' || typeof name === 'number').toBe(true);
  client.disconnect();
}

test.each([
  ['websocket', 4],
  ['websocket', 3],
  ['websocket', 'auto'],
  ['polling', 4],
  ['polling', 'auto'],
] as const)('over %s, revision %s', { timeout: 60_000 }, async (transport, revision) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(message, bytes), { maxLength: 8 }), (messages) => survives(messages, transport, revision)),
    { numRuns: RUNS },
  );
});

test('a first answer that is anything at all ends the attempt, or opens the connection', { timeout: 60_000 }, async () => {
  const body = fc.oneof(
    fc.string(),
    bytes,
    fc.json().map((json) => `0${json}`),
    fc.json().map((json) => `${json.length + 1}:0${json}`),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom<(3 | 4 | 'auto')[]>(3, 4, 'auto'), async (answer, protocolVersion) => {
      const server = await ScriptedServer.start();
      const client = manager(server.url, { transports: ['polling'], protocolVersion });
      const over = Promise.race([nextEvent(client, 'open'), nextEvent(client, 'error')]);
      client.open();
      (await server.nextGet()).answer(answer);
      await over;
      client.disconnect();
    }),
    { numRuns: RUNS },
  );
});
