// Engine.IO 4, "HTTP long-polling" and "Payload encoding".
import { expect, test } from 'vitest';
import { nextEvent, startServer } from '../fixtures/core-server.ts';

async function open(options = {}) {
  const server = await startServer({ pingInterval: 60_000, ...options });
  const sid = await server.openPolling();
  return {
    ...server,
    get: async () => {
      const response = await server.http(`transport=polling&sid=${sid}`);
      return { status: response.status, text: await response.text() };
    },
    post: async (body: string | Uint8Array<ArrayBuffer>, contentType = 'text/plain;charset=UTF-8') => {
      const response = await server.http(`transport=polling&sid=${sid}`, { method: 'POST', body, headers: { 'content-type': contentType } });
      return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
    },
  };
}

test('packets are divided by U+001E, and a POST answers ok', async () => {
  const { io, get, post } = await open();
  const received: unknown[] = [];
  io.on('connection', (socket) => socket.onAny((...event) => received.push(event)));
  expect(await post('40\x1e42["a",1]\x1e42["b","€"]')).toEqual({ status: 200, type: 'text/html', text: 'ok' });
  expect(received).toEqual([
    ['a', 1],
    ['b', '€'],
  ]);
  expect((await get()).text).toMatch(/^40\{"sid":"[\w-]{20}"\}$/);
});

test('messages of one tick share a payload', async () => {
  const { io, get, post } = await open();
  io.on('connection', (socket) => {
    socket.emit('one');
    socket.emit('two', '€');
  });
  await post('40');
  expect((await get()).text.split('\x1e')).toEqual([expect.stringMatching(/^40\{/), '42["one"]', '42["two","€"]']);
});

test('a binary message is b and base64, both ways', async () => {
  const { io, get, post } = await open();
  const received: unknown[] = [];
  io.on('connection', (socket) => {
    socket.on('bin', (bytes: Buffer) => received.push([...bytes]));
    socket.emit('out', Buffer.from([255]));
  });
  await post('40\x1e451-["bin",{"_placeholder":true,"num":0}]\x1ebAQID');
  expect(received).toEqual([[1, 2, 3]]);
  expect((await get()).text.split('\x1e').slice(1)).toEqual(['451-["out",{"_placeholder":true,"num":0}]', 'b/w==']);
});

test('a GET waits until there is something to send', async () => {
  const { io, get, post } = await open();
  const connected = nextEvent(io.sockets, 'connection');
  await post('40');
  await get();
  const waiting = get();
  await connected;
  io.emit('late');
  expect((await waiting).text).toBe('42["late"]');
});

test('an overlapping GET answers 400, the first one gets a close packet and the session is gone', async () => {
  const { get } = await open();
  const first = get();
  // Both are on their way at once: whichever the server reads second overlaps.
  const answers = await Promise.all([first, get()]);
  expect(answers.map((answer) => [answer.status, answer.text]).sort()).toEqual([
    [200, '1'],
    [400, ''],
  ]);
  expect(await get()).toMatchObject({ status: 400, text: '{"code":1,"message":"Session ID unknown"}' });
});

test('a binary POST answers 400 and the session is gone', async () => {
  const { get, post } = await open();
  expect(await post(new Uint8Array([1, 2]), 'application/octet-stream')).toMatchObject({ status: 400, text: '' });
  expect((await get()).status).toBe(400);
});

test('a body over maxHttpBufferSize answers 413 and the session lives', async () => {
  const { io, post } = await open({ maxHttpBufferSize: 100 });
  expect(await post('4'.repeat(101))).toMatchObject({ status: 413, text: '' });
  expect(io.engine.clientsCount).toBe(1);
});

test('an unparseable packet: the POST is ok, the pending GET gets a close packet, the session is gone', async () => {
  const { io, get, post } = await open();
  const waiting = get();
  expect(await post('x')).toMatchObject({ status: 200, text: 'ok' });
  expect((await waiting).text).toBe('1');
  expect(io.engine.clientsCount).toBe(0);
});

test('a client that sends a close packet: its pending GET gets a noop, the session is gone', async () => {
  const { io, get, post } = await open();
  const waiting = get();
  expect(await post('1')).toMatchObject({ status: 200, text: 'ok' });
  expect((await waiting).text).toBe('6');
  expect(io.engine.clientsCount).toBe(0);
});

test('what was written before a close is fetched first, the close packet with the next GET', async () => {
  const { io, get, post } = await open();
  io.on('connection', (socket) => {
    socket.emit('bye');
    socket.disconnect(true);
  });
  await post('40');
  expect((await get()).text.split('\x1e').slice(1)).toEqual(['42["bye"]', '41']);
  expect((await get()).text).toBe('1');
});

test('a GET that the client drops ends the session', async () => {
  const { io, http, openPolling } = await open();
  const sid = await openPolling();
  const abort = new AbortController();
  const polling = http(`transport=polling&sid=${sid}`, { signal: abort.signal }).catch(() => 'aborted');
  const closed = new Promise((resolve) => {
    io.tap.listen((record) => record.type === 'session_close' && record.engineId === sid && resolve(record.reason));
  });
  await http('transport=polling');
  abort.abort();
  expect(await polling).toBe('aborted');
  expect(await closed).toBe('transport error');
});
