// Socket.IO: the same program and the same frames on the official server and on ours.
import { EventEmitter } from 'node:events';
import { describe } from 'vitest';
import type { Server, Socket } from '../../src/core/server/index.ts';
import { differs, type Run, same, uncaughtDuring } from './two-servers.ts';

/** Behind all that was sent before: a client that reads up to the answer has it all. */
function answerFences(io: Server): void {
  io.on('connection', (socket) => socket.on('fence', (answer) => answer()));
}

const FENCE = '42999["fence"]';
const FENCED = /^43999/;

function tell(run: Run, socket: Socket): void {
  run.log('connection', socket.nsp.name, socket.connected, [...socket.rooms].length);
  socket.onAny((...event) => event[0] !== 'fence' && run.log('in', ...event.filter((value) => typeof value !== 'function')));
  socket.on('error', (error) => run.log('error', error instanceof Error ? 'an error' : error));
  socket.on('disconnecting', (reason) => run.log('disconnecting', reason, socket.connected, [...socket.rooms].length));
  socket.on('disconnect', (reason) => run.log('disconnect', reason, socket.connected, [...socket.rooms].length, run.io.sockets.sockets.size));
}

describe('what is emitted', () => {
  const shared = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
  class Point {
    x = 1;
    toJSON(): object {
      return new Point();
    }
  }
  const VALUES: Record<string, unknown[]> = {
    nothing: [],
    undefined: [undefined],
    'undefined among others': [1, undefined, { a: undefined, b: [undefined] }],
    numbers: [Number.NaN, Number.POSITIVE_INFINITY, -0, 1e21, 0.1],
    text: ['', 'é€😀\u2028\u0000"\\', '\ud800', '_placeholder'],
    dates: [new Date(0), { at: new Date(1e12) }],
    null: [null, [null]],
    containers: [new Map([[1, 2]]), new Set([1]), /x/, Symbol('s'), new Error('e')],
    bytes: [Buffer.from([1, 2]), new Uint8Array([3]), new Uint8Array(shared.buffer, 2, 3)],
    'other views': [new Float64Array([1.5]), new DataView(shared.buffer, 1, 2), new Uint16Array([258])],
    'array buffers': [shared.buffer.slice(1, 3), { deep: [{ bytes: new ArrayBuffer(2) }] }],
    'empty bytes': [Buffer.alloc(0)],
    'bytes and a date': [Buffer.from([9]), new Date(0), { undefined, nan: Number.NaN }],
    'a toJSON that makes another': [new Point(), Buffer.from([1]), { point: new Point() }],
    'a toJSON that answers bytes': [{ toJSON: () => ({ bytes: Buffer.from([7]) }) }],
    'a placeholder of its own': [{ _placeholder: true, num: 0 }],
    'eleven attachments': Array.from({ length: 11 }, (_, n) => Buffer.from([n])),
  };
  for (const [name, values] of Object.entries(VALUES)) {
    same(name, async (run) => {
      answerFences(run.io);
      const peer = await run.connected();
      run.io.emit('all', ...values);
      for (const socket of run.io.sockets.sockets.values()) socket.emit('one', ...values);
      for (const socket of run.io.sockets.sockets.values()) socket.emit('asked', ...values, () => {});
      peer.send(FENCE);
      await peer.read(FENCED);
    });
  }

  same('large texts and bytes', async (run) => {
    answerFences(run.io);
    const peer = await run.connected();
    for (const size of [120, 130, 65_520, 65_540, 200_000]) {
      run.io.emit('text', 'é'.repeat(size));
      run.io.emit('bytes', Buffer.alloc(size, 1));
    }
    peer.send(FENCE);
    await peer.read(FENCED);
  });

  same('names that are reserved, and cycles, throw', async (run) => {
    run.io.on('connection', (socket) => {
      const cycle: { self?: unknown } = {};
      cycle.self = cycle;
      for (const [name, value] of [
        ['connect', 1],
        ['disconnecting', 1],
        ['newListener', 1],
        ['big', 1n],
        ['cycle', cycle],
        ['fine', 1],
      ] as const) {
        try {
          run.log(name, socket.emit(name, value));
        } catch {
          run.log(name, 'throws');
        }
      }
    });
    const peer = await run.webSocket();
    peer.send('40');
    await peer.read(/fine/);
  });
});

describe('what a client sends', () => {
  const FRAMES: Record<string, (string | Buffer)[]> = {
    'an event': ['42["a",1,"é😀",null,{"b":[]}]', FENCE],
    'an event named by a number': ['42[1,"x"]', FENCE],
    'an event named error': ['42["error","x"]', FENCE],
    'events named as an emitter names its own': ['42["message"]', '42["data"]', '42["close"]', '42["end"]', FENCE],
    'an event named __proto__': ['42["__proto__",{"__proto__":{"x":1}}]', FENCE],
    'reserved names': ['42["disconnect"]'],
    'an acknowledgement nobody asked for': ['43123["x"]', '43["x"]', FENCE],
    'an acknowledgement twice': ['420["double"]', FENCE],
    'binary, and what is behind it': [
      '452-["a",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]',
      Buffer.from([1]),
      Buffer.from([2]),
      FENCE,
    ],
    'binary with an id': ['451-7["echo",{"_placeholder":true,"num":0}]', Buffer.from([1, 2]), FENCE],
    'an attachment as base64 text': ['451-["a",{"_placeholder":true,"num":0}]', 'bAQID', FENCE],
    'the same attachment twice': ['451-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]', Buffer.from([1]), FENCE],
    'an announced attachment that is not used': ['451-["a"]', Buffer.from([1]), FENCE],
    'a placeholder in plain text': ['42["a",{"_placeholder":true,"num":0}]', FENCE],
    'a second CONNECT': ['40'],
    'a CONNECT to a namespace that is not there': ['40/nope', '40/nope,', FENCE],
    'a namespace with a query': ['40/nope?x=1,', FENCE],
    'leaving, and events after it': ['41', '42["a"]'],
    'leaving and coming back': ['41', '40', FENCE],
    'leaving a namespace one is not in': ['41/nope,'],
    'leaving with data': ['41{"a":1}'],
    'an Engine.IO ping': ['2'],
    'an Engine.IO pong, noop, upgrade and open': ['3', '6', '5', '0', FENCE],
    'an unknown Engine.IO packet': ['7'],
    'an empty frame': [''],
    'a message without a packet': ['4'],
    'an unknown type': ['48'],
    'not JSON': ['42["a"'],
    'an object': ['42{"a":1}'],
    'an empty array': ['42[]'],
    'a name that is an object': ['42[{}]'],
    'a CONNECT_ERROR': ['44{"message":"x"}'],
    'bytes from nowhere': [Buffer.from([1])],
    'text among attachments': ['451-["a",{"_placeholder":true,"num":0}]', '42["b"]'],
    'no attachments announced': ['450-["a"]'],
    'eleven attachments announced': ['4511-["a"]'],
    'an index out of range': ['451-["a",{"_placeholder":true,"num":1}]', Buffer.from([1])],
    'a negative index': ['451-["a",{"_placeholder":true,"num":-1}]', Buffer.from([1])],
    'an index that is text': ['451-["a",{"_placeholder":true,"num":"0"}]', Buffer.from([1])],
  };
  for (const [name, frames] of Object.entries(FRAMES)) {
    same(name, async (run) => {
      answerFences(run.io);
      run.io.on('connection', (socket) => {
        tell(run, socket);
        socket.on('echo', (value, answer) => answer(value));
        socket.on('double', (answer) => {
          answer(1);
          answer(2);
        });
      });
      const peer = await run.connected();
      await peer.sendOneByOne(...frames);
      if (frames.at(-1) === FENCE) await peer.read(FENCED);
      else await peer.readToEnd();
    });
  }
});

describe('connecting', () => {
  same('middlewares: their order, rooms, data, and what runs behind next()', async (run) => {
    run.io.use((socket, next) => {
      run.log('first', socket.connected);
      void socket.join(['early', 'both']);
      next();
      socket.data.late = true;
    });
    run.io.use((socket, next) => {
      run.log('second', [...socket.rooms]);
      setImmediate(() => next());
    });
    run.io.on('connection', (socket) => {
      run.log('connection', socket.data, [...socket.rooms].slice(0, 2), socket.rooms.size);
      socket.emit('hello');
      run.io.to('early').emit('to early');
      socket.to('early').emit('not to itself');
      void socket.join('late');
      run.io.to('late').emit('to late');
    });
    run.io.to('early').emit('nobody yet');
    const peer = await run.webSocket();
    peer.send('40');
    await peer.read(/to late/);
    run.log([...run.io.sockets.adapter.rooms.keys()]);
  });

  const ERRORS: Record<string, unknown> = {
    plain: new Error('no'),
    'with data': Object.assign(new Error('no'), { data: { code: 1, at: new Date(0) } }),
    'with data null': Object.assign(new Error('no'), { data: null }),
    'without a message': new Error(),
    text: 'no',
    'an object': { message: 'm', data: 2, other: 3 },
    null: null,
    undefined: undefined,
    false: false,
  };
  for (const [name, error] of Object.entries(ERRORS)) {
    same(`a middleware answers ${name}`, async (run) => {
      run.io.of('/n').use((socket, next) => {
        void socket.join('room');
        next(error as Error);
      });
      run.io.of('/n').on('connection', () => run.log('connection'));
      const peer = await run.webSocket();
      peer.send('40/n,');
      await peer.read(/^4[04]/);
      run.log(
        [...run.io.of('/n').adapter.rooms.keys()].filter((room) => room === 'room'),
        run.io.of('/n').sockets.size,
      );
      peer.send('40/n,');
      if (error) await peer.read(/^44/);
      else await peer.readToEnd();
    });
  }

  same('a client that leaves while a middleware thinks', async (run) => {
    let go: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      run.io.use((socket, next) => {
        void socket.join('room');
        go = next;
        resolve();
      });
    });
    run.io.on('connection', () => run.log('connection'));
    const peer = await run.webSocket();
    peer.send('40');
    await asked;
    const gone = new Promise((resolve) => run.io.engine.on('connection', (session) => session.on('close', resolve)));
    peer.ws.close();
    const other = await run.webSocket();
    other.ws.close();
    await gone;
    go?.();
    await new Promise((resolve) => setImmediate(resolve));
    run.log(run.io.sockets.sockets.size, [...run.io.sockets.adapter.rooms.keys()]);
  });

  same('dynamic namespaces', async (run) => {
    run.io.on('new_namespace', (namespace) => run.log('new_namespace', namespace.name));
    const byPattern = run.io.of(/^\/d-\d+$/);
    byPattern.use((socket, next) => {
      run.log('use', socket.nsp.name);
      next();
    });
    byPattern.on('connection', (socket) => {
      run.log('connection', socket.nsp.name);
      void socket.join('room');
    });
    run.io.of((name, auth, next) => {
      run.log('asked', name, auth);
      if (auth.how === 'error') next(new Error('no'), true);
      else if (auth.how === 'undefined') next(undefined, true);
      else if (auth.how === 'late') setImmediate(() => next(null, true));
      else next(null, auth.how === 'yes');
    });
    const peer = await run.webSocket();
    for (const connect of [
      '/d-1',
      '/d-1x',
      '/f1,{"how":"yes"}',
      '/f2,{"how":"no"}',
      '/f3,{"how":"error"}',
      '/f4,{"how":"undefined"}',
      '/f5,{"how":"late"}',
    ]) {
      peer.send(`40${connect}`);
      await peer.read(/^4[04]/);
    }
    byPattern.emit('all');
    await peer.read(/all/);
    byPattern.to('room').emit('room');
    await peer.read(/room/);
    byPattern.except('room').emit('nobody');
    run.io.of('/d-2').on('connection', () => run.log('own listener'));
    peer.send('40/d-2');
    await peer.read(/d-2/);
    byPattern.compress(false).emit('both');
    await peer.read(/d-2,\["both/);
  });

  same('what a handshake is', async (run) => {
    run.io.on('connection', (socket) => {
      const { handshake } = socket;
      run.log(handshake.query, { ...handshake.auth }, handshake.url, handshake.xdomain, handshake.secure, handshake.address);
      run.log(typeof handshake.issued, /^\w{3} \w{3} \d\d \d{4} /.test(handshake.time), Object.keys(handshake).sort());
      run.log(
        handshake.headers['x-own'],
        socket.request.url,
        socket.request.method,
        socket.conn.protocol,
        socket.conn.transport.name,
        socket.recovered,
      );
      run.log(
        socket.connected,
        socket.disconnected,
        socket.rooms.size,
        socket.nsp.name,
        socket.client.conn === socket.conn,
        socket.handshake === handshake,
      );
    });
    const peer = await run.webSocket('&a=1&a=2&b=%C3%A9+x&c&=d&constructor=1#', { headers: { 'x-own': 'mine' } });
    peer.send('40{"token":{"deep":[1]}}');
    await peer.read(/^40/);
  });

  same('of() with a listener runs it before the others', async (run) => {
    run.io.of('/n').on('connection', () => run.log('second'));
    run.io.of('n', () => run.log('first'));
    const peer = await run.webSocket();
    peer.send('40/n,');
    await peer.read(/^40/);
  });
});

describe('broadcasts', () => {
  same('unions, exceptions, the sender, and each once', async (run) => {
    answerFences(run.io);
    run.io.on('connection', (socket) => {
      void socket.join(String(socket.handshake.auth.rooms).split(''));
      socket.on('from me', () => {
        socket.broadcast.emit('broadcast');
        socket.to('a').emit('to a');
        socket.to('a').to('b').emit('to a b');
        socket.except('c').emit('except c');
        socket.to(['a', 'b']).except(['c']).emit('to a b except c');
        socket.to(socket.id).emit('to myself');
        socket.local.emit('local');
        socket.compress(false).to('a').emit('compress');
        socket.broadcast.emit('end');
      });
    });
    const peers = [];
    for (const rooms of ['a', 'b', 'ab', 'abc', 'c', '']) {
      const peer = await run.webSocket();
      peer.send(`40{"rooms":"${rooms}"}`);
      await peer.next();
      peers.push(peer);
    }
    const ids = [...run.io.sockets.sockets.keys()];
    run.io.emit('all');
    run.io.to('a').emit('a');
    run.io.in(['a', 'b']).emit('ab');
    run.io.to('a').to('b').except('c').emit('ab-c');
    run.io.except('a').except('b').emit('-a-b');
    run.io.to('nobody').emit('nobody');
    run.io.to(['nobody', 'c']).emit('c');
    run.io
      .to(ids[0] ?? '')
      .to(ids[5] ?? '')
      .emit('two ids');
    run.io.except(ids.slice(0, 5)).emit('last id');
    run.io.to([]).emit('no rooms');
    run.io.send('sent');
    run.io.sockets.write('written');
    peers[2]?.send('42["from me"]');
    for (const [index, peer] of peers.entries()) {
      if (index !== 2) await peer.read(/end/, `${index}`);
      peer.send(FENCE);
      await peer.read(FENCED, `${index}`);
    }
  });

  same('sockets that join, leave and are disconnected by room', async (run) => {
    answerFences(run.io);
    run.io.on('connection', (socket) => socket.on('disconnect', (reason) => run.log('disconnect', reason)));
    const [first, second] = [await run.connected(), await run.connected()];
    const ids = [...run.io.sockets.sockets.keys()];
    const events = ['create-room', 'join-room', 'leave-room', 'delete-room'];
    for (const event of events) run.io.sockets.adapter.on(event, (room) => run.log(event, room));
    run.io.in(ids[0] ?? '').socketsJoin(['x', 'y']);
    run.io.socketsJoin('z');
    run.io.in('x').socketsLeave('y');
    run.log(
      (await run.io.in('z').fetchSockets()).map((socket) => [...socket.rooms].length),
      await run.io.to('x').allSockets(),
    );
    const [remote] = await run.io.in('x').fetchSockets();
    remote?.emit('hello', 1);
    remote?.join('w');
    run.log(remote?.id === ids[0], remote?.data, [...(remote?.rooms ?? [])].length, Object.keys(remote?.handshake ?? {}).length);
    run.io.in('w').disconnectSockets();
    await first.read(/^41/);
    run.io.in('z').disconnectSockets(true);
    await second.readToEnd();
    first.send('42["a"]');
    await first.readToEnd();
  });

  same('numbers name rooms', async (run) => {
    answerFences(run.io);
    const peer = await run.connected();
    for (const socket of run.io.sockets.sockets.values()) void socket.join(7 as unknown as string);
    run.io.to(7 as unknown as string).emit('seven');
    run.io.except(7 as unknown as string).emit('not seven');
    peer.send(FENCE);
    await peer.read(FENCED);
  });

  same('acknowledgements: all, some, none, of nobody', async (run) => {
    const [first, second] = [await run.connected(), await run.connected()];
    const answers = new Promise<void>((resolve) =>
      run.io.timeout(5000).emit('q', 1, (error: Error | null, responses: unknown[]) => {
        run.log('all', error, responses);
        resolve();
      }),
    );
    run.log(await first.next());
    run.log(await second.next());
    first.send('430["one","more"]');
    // Answers twice: the second one is not owed.
    second.send('430["two"]', '430["three"]');
    await answers;
    const some = run.io
      .timeout(150)
      .emitWithAck('q2')
      .catch((error: Error & { responses: unknown[] }) => run.log('some', error, error.responses));
    first.send('431[]');
    await some;
    await run.io
      .in([])
      .emitWithAck('q3')
      .catch((error: Error & { responses: unknown[] }) => run.log('without a timeout', error, error.responses));
    run.log('nobody', await run.io.to('nobody').timeout(50).emitWithAck('q4'));
    let isReturned = false;
    const order = new Promise<void>((resolve) =>
      run.io
        .to('nobody')
        .timeout(50)
        .emit('q5', (error: Error | null) => {
          run.log('after emit returned', isReturned, error);
          resolve();
        }),
    );
    isReturned = true;
    await order;
    const [remote] = await run.io.fetchSockets();
    const single = remote?.timeout(5000).emitWithAck('q6');
    for (let message = await first.next(); !String(message).includes('q6'); ) message = await first.next();
    first.send('435["single"]', '436["single"]');
    run.log('one of fetchSockets()', await single);
  });

  same("a socket's own acknowledgements", async (run) => {
    const late = new EventEmitter();
    run.io.on('connection', (socket) => {
      socket.emit('a', (...values: unknown[]) => run.log('plain', values));
      socket.timeout(5000).emit('b', (...values: unknown[]) => run.log('with a timeout', values));
      socket.timeout(20).emit('c', (...values: unknown[]) => late.emit('c', values));
      void socket.emitWithAck('d').then((value) => {
        run.log('promise', value);
        late.emit('d');
      });
      socket.on('disconnect', () => {
        socket.emit('f', () => run.log('never'));
        socket.timeout(20).emit('e', (...values: unknown[]) => late.emit('e', values));
      });
    });
    const [answered, timedOut] = [run.once(late, 'd'), run.once(late, 'c')];
    const peer = await run.webSocket();
    peer.send('40');
    await peer.read(/"d"/);
    peer.send('430[1,2]', '431["x",{"y":null}]', '433["d","e"]');
    await answered;
    run.log('late', ...(await timedOut));
    const gone = run.once(late, 'e');
    peer.ws.close();
    await peer.readToEnd();
    run.log('after it left', ...(await gone));
  });
});

describe('leaving', () => {
  const ENDS: Record<string, (run: Run, peer: Awaited<ReturnType<Run['connected']>>, socket: Socket) => unknown> = {
    'socket.disconnect(true)': (_run, _peer, socket) => socket.disconnect(true),
    'io.disconnectSockets(true)': (run) => run.io.disconnectSockets(true),
    'conn.close()': (_run, _peer, socket) => socket.conn.close(),
    'conn.close(true)': (_run, _peer, socket) => socket.conn.close(true),
    'engine.close()': (run) => run.io.engine.close(),
    'io.close()': (run) => void run.io.close(),
    'the client closes': (_run, peer) => peer.ws.close(),
    'the client closes with a code': (_run, peer) => peer.ws.close(4000, 'bye'),
    'the client is cut off': (_run, peer) => peer.ws.terminate(),
    'too large a frame': (_run, peer) => peer.send(`42["${'x'.repeat(3000)}"]`),
    'a frame that breaks RFC 6455': (_run, peer) =>
      (peer.ws as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.from([0xff, 0xff, 0xff])),
  };
  for (const [name, end] of Object.entries(ENDS)) {
    same(
      name,
      async (run) => {
        run.io.of('/n').on('connection', (socket) => tell(run, socket));
        run.io.on('connection', (socket) => tell(run, socket));
        const peer = await run.connected();
        peer.send('40/n,');
        await peer.next();
        const [socket] = run.io.sockets.sockets.values();
        if (socket === undefined) throw new Error('nobody is connected');
        const closed = run.once(socket.conn, 'close');
        end(run, peer, socket);
        run.log('session', ...(await closed).slice(0, 1));
        await peer.readToEnd();
        socket.emit('nobody hears it');
        void socket.join('room');
        run.log(socket.rooms.size, socket.disconnect().connected, run.io.engine.clientsCount, [...run.io.sockets.adapter.rooms.keys()]);
      },
      { maxHttpBufferSize: 2000 },
    );
  }

  same('emit after disconnect() of one namespace', async (run) => {
    answerFences(run.io.of('/n') as unknown as Server);
    const peer = await run.connected();
    peer.send('40/n,');
    await peer.next();
    for (const socket of run.io.sockets.sockets.values()) {
      socket.disconnect();
      socket.emit('after', 1);
      run.log(socket.disconnect() === socket);
    }
    peer.send('42/n,999["fence"]');
    await peer.read(/999/);
  });

  same(
    'a heartbeat that is not answered',
    async (run) => {
      run.io.on('connection', (socket) => tell(run, socket));
      const peer = await run.connected();
      await peer.readToEnd();
    },
    { pingInterval: 20, pingTimeout: 20 },
  );
});

describe("the program's code throws", () => {
  const SITES: Record<string, (io: Server) => unknown> = {
    'a listener': (io) => io.on('connection', (socket) => socket.on('a', () => fail('listener'))),
    'an async listener': (io) => io.on('connection', (socket) => socket.on('a', async () => fail('async'))),
    'an onAny listener': (io) => io.on('connection', (socket) => socket.onAny((event) => event === 'a' && fail('onAny'))),
    'a socket middleware': (io) => io.on('connection', (socket) => socket.use(([event], next) => (event === 'a' ? fail('middleware') : next()))),
    'a listener, behind a middleware': (io) =>
      io.on('connection', (socket) => {
        socket.use((_event, next) => next());
        socket.on('a', () => fail('behind'));
      }),
    'an error listener': (io) =>
      io.on('connection', (socket) => {
        socket.use(([event], next) => next(event === 'a' ? new Error('no') : undefined));
        socket.on('error', () => fail('error listener'));
      }),
    'a connection listener': (io) => io.on('connection', () => fail('connection')),
    'a middleware': (io) => io.of('/n').use(() => fail('namespace middleware')),
    'an async middleware': (io) => io.of('/n').use(async () => fail('async middleware')),
    'a middleware behind its next()': (io) =>
      io.of('/n').use((_socket, next) => {
        next();
        fail('late');
      }),
    'a connection listener of a namespace, behind a middleware that catches': (io) =>
      io
        .of('/n')
        .use((_socket, next) => {
          try {
            next();
          } catch {
            next(new Error('must not get here'));
          }
        })
        .on('connection', () => fail('caught?')),
    'a disconnect listener': (io) => io.of('/n').on('connection', (socket) => socket.on('disconnect', () => fail('disconnect'))),
    'an acknowledgement': (io) => io.on('connection', (socket) => socket.emit('q', () => fail('acknowledgement'))),
  };
  function fail(message: string): never {
    throw new Error(message);
  }
  for (const [name, install] of Object.entries(SITES)) {
    same(`in ${name}: it is uncaught, and the packets behind it are read`, async (run) => {
      answerFences(run.io);
      run.io.of('/n');
      install(run.io);
      const uncaught = await uncaughtDuring(async () => {
        const peer = await run.webSocket();
        peer.send('40');
        await peer.read(/^40/);
        await peer.sendOneByOne('42["a"]', '430["answer"]', '40/n,', FENCE);
        await peer.read(FENCED);
        // A middleware that has thrown has let nobody in.
        if (!/^(a|an async) middleware$/.test(name)) {
          await peer.sendOneByOne('41/n,', FENCE);
          await peer.read(FENCED);
        }
        run.log('sessions', run.io.engine.clientsCount);
      });
      run.log('uncaught', uncaught);
    });
  }
});

describe('differences on purpose', () => {
  differs(
    'an event in front of a DISCONNECT is delivered',
    'the reference has left by the time it dispatches',
    async (run) => {
      answerFences(run.io);
      run.io.on('connection', (socket) => socket.on('a', () => run.log('a')));
      const sid = await run.openPolling();
      const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
      await run.request(path, 'POST', '40', {});
      await run.request(path, 'POST', '42["a"]\x1e41', {});
      run.log('left', run.io.sockets.sockets.size);
    },
    { official: [['left', 0]], ours: [['a'], ['left', 0]] },
  );

  const STRICTER: Record<string, string> = {
    'an EVENT without data': '42',
    'an ACK without data': '430',
    'an acknowledgement id of 16 digits': '421234567890123456["a"]',
  };
  for (const [name, frame] of Object.entries(STRICTER)) {
    differs(
      `${name} closes the connection`,
      'the protocol has an array there, and ids that are numbers',
      async (run) => {
        answerFences(run.io);
        const peer = await run.connected();
        peer.send(frame, FENCE);
        run.log(await Promise.race([peer.closed.then(() => 'closed'), peer.next().then(() => 'open')]));
      },
      { official: [['open']], ours: [['closed']] },
    );
  }

  differs(
    'a second CONNECT while the first waits for a middleware closes the connection',
    'the reference lets one client in twice',
    async (run) => {
      run.io.use((_socket, next) => setImmediate(() => next()));
      run.io.on('connection', () => run.log('connection'));
      const peer = await run.webSocket();
      peer.send('40', '40');
      if (run.kind === 'ours') await peer.closed;
      else for (let n = 0; n < 2; n++) await peer.next();
    },
    { official: [['connection'], ['connection']], ours: [] },
  );

  differs(
    'a middleware that calls next() twice lets in once',
    'the reference lets one client in twice',
    async (run) => {
      run.io.use((_socket, next) => {
        next();
        next();
      });
      run.io.on('connection', (socket) => {
        run.log('connection');
        socket.on('fence', (answer) => answer());
      });
      const peer = await run.connected();
      peer.send(FENCE);
      for (let message = await peer.next(); !FENCED.test(String(message)); ) message = await peer.next();
    },
    { official: [['connection'], ['connection']], ours: [['connection']] },
  );

  differs(
    'bytes are those that were there when they were sent',
    'the reference keeps the buffer until it is written',
    async (run) => {
      answerFences(run.io);
      const peer = await run.connected();
      const scratch = Buffer.alloc(1);
      for (const socket of run.io.sockets.sockets.values()) {
        for (let n = 0; n < 3; n++) {
          scratch[0] = n;
          socket.emit('bytes', scratch);
        }
      }
      for (let n = 0; n < 6; n++) {
        const message = await peer.next();
        if (typeof message !== 'string') run.log(message);
      }
    },
    { official: [[{ bytes: '02' }], [{ bytes: '02' }], [{ bytes: '02' }]], ours: [[{ bytes: '00' }], [{ bytes: '01' }], [{ bytes: '02' }]] },
  );

  differs(
    'a close packet over a WebSocket ends the session',
    'the reference overhears it',
    async (run) => {
      answerFences(run.io);
      const peer = await run.connected();
      peer.send('1', FENCE);
      run.log(await Promise.race([peer.closed.then(() => 'closed'), peer.next().then(() => 'open')]));
    },
    { official: [['open']], ours: [['closed']] },
  );

  differs(
    'a client may leave and come back in one breath',
    'the reference takes the second CONNECT for one too many',
    async (run) => {
      const peer = await run.connected();
      peer.send('41', '40');
      run.log(await Promise.race([peer.closed.then(() => 'closed'), peer.next().then(() => 'connected')]));
    },
    { official: [['closed']], ours: [['connected']] },
  );

  differs(
    'query and auth inherit nothing',
    'a client names their keys',
    async (run) => {
      run.io.on('connection', ({ handshake }) => {
        for (const given of [handshake.query, handshake.auth]) run.log('constructor' in given, '__proto__' in given);
      });
      await run.connected();
    },
    {
      official: [
        [true, true],
        [true, true],
      ],
      ours: [
        [false, false],
        [false, false],
      ],
    },
  );

  differs(
    'a volatile event goes out behind another of its tick',
    'there is room for it; the reference takes every write for a full buffer',
    async (run) => {
      answerFences(run.io);
      const peer = await run.connected();
      run.io.emit('one');
      run.io.volatile.emit('two');
      peer.send(FENCE);
      await peer.read(FENCED);
    },
    {
      official: [
        ['client', '42["one"]'],
        ['client', '43999[]'],
      ],
      ours: [
        ['client', '42["one"]'],
        ['client', '42["two"]'],
        ['client', '43999[]'],
      ],
    },
  );
});
