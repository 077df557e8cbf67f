// Which events an admin of the official protocol is told of: the same of our server, which tells the agent of each with its
// text, and of the official one, on which listeners hear them.

import { EventEmitter } from 'node:events';
import { Adapter as ForeignAdapter } from 'socket.io-adapter';
import * as msgpackParser from 'socket.io-msgpack-parser';
import { describe, expect, test } from 'vitest';
import { type Administered, admin, administered, client, SERVER_KINDS, type TestClient } from '../../fixtures/admin/administered.ts';

/** A packet is one JSON object. */
const jsonParser = {
  Encoder: class {
    encode(packet: object): string[] {
      return [JSON.stringify(packet)];
    }
  },
  Decoder: class extends EventEmitter {
    add(text: string): void {
      this.emit('decoded', JSON.parse(text));
    }
    destroy(): void {}
  },
};

/** What the admin was told, without times: the name, the socket and the event of each; of what is no event, the name alone. */
function told({ events }: TestClient): unknown[][] {
  const first = events.findIndex(([name]) => name === 'all_sockets') + 1;
  return events
    .slice(first)
    .filter(([name]) => name !== 'server_stats' && name !== 'socket_updated')
    .map(([name, ...args]) => (String(name).startsWith('event_') ? [name, ...args.slice(0, 3)] : [name]));
}

/** Once it has been told of `last`. */
function untilEvent(watching: TestClient, last: string): Promise<unknown> {
  const isLast = (...[, , event]: never[]): boolean => event?.[0] === last;
  return Promise.race([watching.event('event_sent', isLast), watching.event('event_received', isLast)]);
}

async function pair(
  { url }: Administered,
  namespace = '',
  options: object = {},
): Promise<{ readonly one: TestClient; readonly two: TestClient; readonly watching: TestClient }> {
  const [one, two] = [await client(url, options, namespace), await client(url, options, namespace)];
  return { one, two, watching: await admin(url, {}, options) };
}

describe.each(SERVER_KINDS)('on %s', (kind) => {
  test.each([
    ['by itself', {}, {}],
    ['with a parser that writes bytes', { parser: msgpackParser }, { parser: msgpackParser }],
    ['with a parser that writes other texts', { parser: jsonParser }, { parser: jsonParser }],
    ['with an adapter of others', { adapter: ForeignAdapter }, {}],
  ])('tells each event of each socket, in the order of the program: %s', async (_, serverOptions, clientOptions) => {
    const server = await administered(kind, {}, serverOptions);
    const chat = server.io.of('/chat');
    chat.on('connection', (socket) => {
      socket.on('ask', async (_question: unknown, _more: unknown, answer: (...args: unknown[]) => void) => {
        answer('told to nobody');
        socket.emit('one', null, 'ä"\\\u2028😀', { deep: [1.5, {}] });
        socket.emit('asked', 1, () => {});
        socket.broadcast.emit('others');
        await socket.join('room');
        chat.to('room').emit('room');
        chat.except('room').emit('not in the room', 2);
        chat.to('nobody').emit('nobody');
        server.io.emit('elsewhere');
        chat.volatile.emit('volatile');
        chat.timeout(1000).emit('all asked', () => {});
        socket.volatile.emit('done');
      });
    });
    const { one, two, watching } = await pair(server, '/chat', clientOptions);
    expect(await one.socket.emitWithAck('ask', 'why', null)).toBe('told to nobody');
    await untilEvent(watching, 'done');
    expect(told(watching)).toEqual([
      ['event_received', '/chat', one.id, ['ask', 'why', null]],
      ['event_sent', '/chat', one.id, ['one', null, 'ä"\\\u2028😀', { deep: [1.5, {}] }]],
      ['event_sent', '/chat', one.id, ['asked', 1]],
      ['event_sent', '/chat', two.id, ['others']],
      ['room_joined'],
      ['event_sent', '/chat', one.id, ['room']],
      ['event_sent', '/chat', two.id, ['not in the room', 2]],
      ['event_sent', '/chat', one.id, ['volatile']],
      ['event_sent', '/chat', two.id, ['volatile']],
      ['event_sent', '/chat', one.id, ['all asked']],
      ['event_sent', '/chat', two.id, ['all asked']],
      ['event_sent', '/chat', one.id, ['done']],
    ]);
  });

  test('tells bytes as they were when they came and went', async () => {
    const server = await administered(kind);
    server.io.on('connection', (socket) => {
      socket.on('bytes', (bytes: Buffer, _more: unknown, answer: () => void) => {
        server.io.emit('copied', Buffer.from(bytes), 'text');
        if (kind === 'ours') bytes.fill(0);
        answer();
        socket.emit('done');
      });
    });
    const { one, two, watching } = await pair(server);
    await one.socket.emitWithAck('bytes', Buffer.from('abc'), { deep: [Buffer.from('d')] });
    await untilEvent(watching, 'done');
    expect(told(watching)).toEqual([
      ['event_received', '/', one.id, ['bytes', Buffer.from('abc'), { deep: [Buffer.from('d')] }]],
      ['event_sent', '/', one.id, ['copied', Buffer.from('abc'), 'text']],
      ['event_sent', '/', two.id, ['copied', Buffer.from('abc'), 'text']],
      ['event_sent', '/', one.id, ['done']],
    ]);
  });

  test('tells what a socket did before it left', async () => {
    const server = await administered(kind);
    server.io.on('connection', (socket) => {
      socket.on('leave', () => {
        socket.emit('bye');
        socket.disconnect();
      });
    });
    const { one, watching } = await pair(server);
    const { id } = one;
    one.socket.emit('leave');
    await watching.event('room_left');
    expect(told(watching)).toEqual([
      ['event_received', '/', id, ['leave']],
      ['event_sent', '/', id, ['bye']],
      ['socket_disconnected'],
      ['room_left'],
    ]);
  });

  test('tells a volatile event that its connection could not take', async () => {
    const server = await administered(kind);
    server.io.on('connection', (socket) => {
      socket.on('poke', () => {
        socket.emit('first');
        // The GET is answered, and the next has not come.
        setImmediate(() => {
          socket.volatile.emit('dropped');
          server.io.volatile.emit('dropped for all');
          socket.emit('done');
        });
      });
    });
    const polling = await client(server.url, { transports: ['polling'] });
    const watching = await admin(server.url);
    polling.socket.emit('poke');
    await polling.event('done');
    await untilEvent(watching, 'done');
    expect(polling.names()).toEqual(['first', 'done']);
    expect(told(watching)).toEqual([
      ['event_received', '/', polling.id, ['poke']],
      ['event_sent', '/', polling.id, ['first']],
      ['event_sent', '/', polling.id, ['dropped']],
      ['event_sent', '/', polling.id, ['dropped for all']],
      ['event_sent', '/', polling.id, ['done']],
    ]);
  });

  test('tells every admin the same, over whatever transport, and of admins nothing', async () => {
    const server = await administered(kind);
    const { one, watching } = await pair(server);
    const other = await admin(server.url, {}, { transports: ['polling'] });
    watching.socket.emit('emit', '/', undefined, 'hello', 1);
    one.socket.emit('done');
    for (const each of [watching, other]) await untilEvent(each, 'done');
    const events = (each: TestClient): unknown[][] => told(each).filter(([name]) => String(name).startsWith('event_'));
    expect(events(other)).toEqual(events(watching));
    expect(events(other).filter(([, , id]) => id === one.id)).toHaveLength(2);
    expect(events(other).every(([, namespace]) => namespace === '/')).toBe(true);
  });
});

describe('on ours', () => {
  test('tells the same with recovery, but for the offset behind each event that is kept', async () => {
    const server = await administered('ours', {}, { connectionStateRecovery: {} });
    server.io.on('connection', (socket) => socket.on('ask', () => server.io.emit('all', 1)));
    const { one, two, watching } = await pair(server);
    one.socket.emit('ask');
    const last = await watching.event('event_sent', (...[, id]: never[]) => id === two.id);
    const offset = expect.any(String);
    // Its own, with which an admin that comes back says what it has not missed.
    expect(last.slice(3)).toEqual([offset, offset]);
    expect(told(watching)).toEqual([
      ['event_received', '/', one.id, ['ask']],
      ['event_sent', '/', one.id, ['all', 1, offset]],
      ['event_sent', '/', two.id, ['all', 1, offset]],
    ]);
  });

  test('leaves out an event that is too large for an admin, and no other', async () => {
    const limit = 20_000;
    const server = await administered('ours', {}, { maxOutgoingMessageSize: limit });
    server.io.on('connection', (socket) => {
      socket.on('ask', () => {
        socket.emit('small');
        // With what is told beside it, it is too large.
        socket.emit('large', 'x'.repeat(limit - 50));
        socket.emit('done');
      });
    });
    const { one, watching } = await pair(server);
    one.socket.emit('ask');
    await untilEvent(watching, 'done');
    expect(told(watching).map(([, , , event]) => event)).toEqual([['ask'], ['small'], ['done']]);
  });

  test("the server's tap is told what admins are told", async () => {
    const server = await administered('ours');
    const texts: string[] = [];
    const stop = server.io.tap.listen((record) => {
      if (record.type === 'packet' && record.event === 'event_received') texts.push(`${record.namespace} ×${record.recipients}: ${record.text}`);
    });
    const { one, watching } = await pair(server);
    one.socket.emit('done', 1);
    await untilEvent(watching, 'done');
    stop();
    expect(texts).toEqual([
      expect.stringMatching(new RegExp(`^/admin ×1: 2/admin,\\["event_received","/","${one.id}",\\["done",1\\],"[\\dTZ:.-]+"\\]$`)),
    ]);
  });
});
