// Engine.IO 3 and 4, "Heartbeat", the client's side.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { manager, recorded } from '../fixtures/core-client.ts';
import { nextEvent } from '../fixtures/core-server.ts';
import { handshake, ScriptedServer } from '../fixtures/scripted-server.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Connected over WebSocket to a server that a test plays. */
async function connected(change: object, protocolVersion: 3 | 4 = 4) {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['websocket'], protocolVersion });
  const records = recorded(client.tap);
  const socket = client.socket('/').connect();
  const isConnected = nextEvent(socket, 'connect');
  const ws = await server.nextWebSocket();
  ws.send(handshake(change), protocolVersion === 3 ? '40' : '40{"sid":"the-socket"}');
  if (protocolVersion === 4) await ws.next();
  await isConnected;
  return { socket, ws, records };
}

describe('revision 4', () => {
  test('the client answers a ping with a pong', async () => {
    const { ws, records } = await connected({});
    ws.send('2');
    expect(await ws.next()).toBe('3');
    expect(records.filter(({ type }) => type === 'heartbeat')).toEqual([expect.objectContaining({ engineId: 'the-sid', rttMs: null })]);
  });

  test('without a ping in pingInterval and pingTimeout the client closes the connection', async () => {
    const { socket, ws } = await connected({ pingInterval: 20, pingTimeout: 10 });
    expect((await nextEvent(socket, 'disconnect'))[0]).toBe('ping timeout');
    await ws.closed;
  });

  test('each ping gives the server as much time again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { socket, ws } = await connected({ pingInterval: 1000, pingTimeout: 500 });
    for (let count = 0; count < 3; count++) {
      vi.advanceTimersByTime(1400);
      ws.send('2');
      expect(await ws.next()).toBe('3');
    }
    expect(socket.connected).toBe(true);
    const gone = nextEvent(socket, 'disconnect');
    vi.advanceTimersByTime(1500);
    expect((await gone)[0]).toBe('ping timeout');
  });

  test('a throttled timer does not let an event go to a server that must be gone: it waits for the next connection', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { socket, ws } = await connected({ pingInterval: 1000, pingTimeout: 500 });
    // The machine slept: the clock went on, and the timer has not been called.
    vi.setSystemTime(Date.now() + 1501);
    const messages: unknown[] = [];
    ws.ws.on('message', (data: Buffer) => messages.push(data.toString()));
    const gone = nextEvent(socket, 'disconnect');
    socket.emit('kept');
    expect((await gone)[0]).toBe('ping timeout');
    await ws.closed;
    expect(messages).toEqual([]);
    expect(socket.sendBuffer).toEqual([expect.objectContaining({ data: ['kept'] })]);
  });

  test('with useNativeTimers a clock that is not the real one changes nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: ['websocket'], useNativeTimers: true });
    const socket = client.socket('/').connect();
    const ws = await server.nextWebSocket();
    ws.send(handshake({ pingInterval: 20, pingTimeout: 10 }), '40{"sid":"the-socket"}');
    expect((await nextEvent(socket, 'disconnect'))[0]).toBe('ping timeout');
  });
});

describe('revision 3', () => {
  test('the client sends a ping each pingInterval, and the pong tells the round trip', async () => {
    const { ws, records } = await connected({ pingInterval: 20, pingTimeout: 10_000 }, 3);
    expect(await ws.next()).toBe('2');
    ws.send('3');
    expect(await ws.next()).toBe('2');
    const [heartbeat] = records.filter((record) => record.type === 'heartbeat');
    expect(heartbeat?.rttMs).toBeGreaterThanOrEqual(0);
  });

  test('without a pong in pingTimeout the client closes the connection', async () => {
    const { socket, ws } = await connected({ pingInterval: 10, pingTimeout: 20 }, 3);
    expect(await ws.next()).toBe('2');
    expect((await nextEvent(socket, 'disconnect'))[0]).toBe('ping timeout');
  });

  test('any packet shows that the server is there', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const { socket, ws } = await connected({ pingInterval: 1000, pingTimeout: 500 }, 3);
    vi.advanceTimersByTime(1000);
    expect(await ws.next()).toBe('2');
    vi.advanceTimersByTime(400);
    const large = nextEvent(socket, 'large');
    ws.send('42["large"]');
    await large;
    vi.advanceTimersByTime(400);
    ws.send('3');
    const after = nextEvent(socket, 'after');
    ws.send('42["after"]');
    await after;
    vi.advanceTimersByTime(999);
    expect(socket.connected).toBe(true);
  });
});
