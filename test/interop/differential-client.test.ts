// What a program sees of a connection: events, their order, buffers, acknowledgements; with the official client and ours.
import { describe, expect, test } from 'vitest';
import * as ours from '../../src/core/client/index.ts';
import { type ClientRun, same } from './two-clients.ts';

type Ack = (...args: unknown[]) => void;

async function connected(run: ClientRun, options: object = {}, namespace = '/'): Promise<ours.Socket> {
  const socket = run.manager({ transports: ['websocket'], ...options }).socket(namespace, options);
  socket.connect();
  await run.once(socket, 'connect');
  return socket;
}

/** Once a round trip is over, all that was sent before it has had its effect. */
async function fence(socket: ours.Socket): Promise<void> {
  await new Promise<void>((resolve) => socket.emit('fence', resolve));
}

function answerFences(io: { on(event: 'connection', listener: (socket: { on(event: string, listener: Ack): unknown }) => void): unknown }): void {
  io.on('connection', (socket) => {
    socket.on('fence', (...args) => (args.at(-1) as Ack)());
    socket.on('echo', (...args) => (args.at(-1) as Ack)(...args.slice(0, -1)));
    socket.on('silence', () => {});
  });
}

describe('connecting', () => {
  same('a manager and its socket tell that they are connected', async (run, io) => {
    answerFences(io);
    const manager = run.manager({ transports: ['websocket'] });
    const socket = manager.socket('/');
    run.logSocket(socket);
    run.log(socket.connected, socket.disconnected, socket.active, socket.id);
    socket.connect();
    run.logManager(manager);
    run.log(socket.connected, socket.active);
    await run.once(socket, 'connect');
    run.log(socket.connected, socket.disconnected, socket.active, typeof socket.id, socket.recovered ?? false);
    await fence(socket);
  });

  same('an unknown namespace is an error, and the socket is active no more', async (run, io) => {
    answerFences(io);
    const socket = run.manager({ transports: ['websocket'] }).socket('/unknown');
    run.logSocket(socket);
    socket.connect();
    await run.once(socket, 'connect_error');
    run.log(socket.active, socket.connected);
  });

  same('a middleware refuses with data', async (run, io) => {
    io.use((_socket, next) => next(Object.assign(new Error('no'), { data: { code: 1 } })));
    const socket = run.manager({ transports: ['polling'] }).socket('/');
    socket.connect();
    const [error] = (await run.once(socket, 'connect_error')) as [Error & { data: unknown }];
    run.log(error.message, error.data, socket.active);
  });

  same('auth is an object, or a function that is called for each connection', async (run, io) => {
    io.on('connection', (socket) => socket.emit('auth', socket.handshake.auth));
    const object = run.manager({ transports: ['websocket'] }).socket('/', { auth: { token: 'a' } });
    object.connect();
    run.log(...(await run.once(object, 'auth')));
    let count = 0;
    const called = run.manager({ transports: ['websocket'] }).socket('/', { auth: (callback) => callback({ count: ++count }) });
    called.connect();
    run.log(...(await run.once(called, 'auth')));
    called.disconnect();
    called.connect();
    run.log(...(await run.once(called, 'auth')));
  });

  same('the handshake has the query and the headers', async (run, io) => {
    io.on('connection', ({ handshake }) =>
      run.log(handshake.query.a, handshake.query.b, handshake.headers['x-own'], handshake.query.EIO, handshake.query.transport),
    );
    for (const transports of [['polling'], ['websocket']])
      await connected(run, { transports, query: { a: 'é &', b: 1 }, extraHeaders: { 'x-own': 'yes' } });
  });

  same('nobody listens at the port', async (run) => {
    const manager = run.manager({ transports: ['polling'] }, 'http://127.0.0.1:1');
    const socket = manager.socket('/');
    run.logSocket(socket);
    socket.connect();
    run.logManager(manager);
    await run.once(socket, 'connect_error');
    run.log(socket.active);
  });

  same('a manager that is opened by hand gives its callback what became of it', async (run) => {
    const failed = run.manager({ transports: ['websocket'], reconnection: true }, 'http://127.0.0.1:1');
    run.logManager(failed);
    await new Promise<void>((resolve) => failed.open((error) => resolve(run.log('callback', error))));
    const opened = run.manager({ transports: ['websocket'] });
    await new Promise<void>((resolve) => opened.open((error) => resolve(run.log('callback', error))));
  });
});

describe('disconnecting', () => {
  same('by the client', async (run, io) => {
    io.on('connection', (socket) => socket.on('disconnect', (reason) => run.log('server', reason)));
    const socket = await connected(run);
    run.logSocket(socket);
    const serverSide = new Promise((resolve) => io.sockets.sockets.values().next().value?.on('disconnect', resolve));
    socket.disconnect();
    run.log(socket.connected, socket.active, socket.id);
    await serverSide;
  });

  same('by the server, one namespace', async (run, io) => {
    io.on('connection', (socket) => socket.on('bye', () => socket.disconnect()));
    const socket = await connected(run, { reconnection: true });
    run.logSocket(socket);
    run.logManager(socket.io);
    socket.emit('bye');
    await run.once(socket, 'disconnect');
    run.log(socket.active, socket.connected);
  });

  same('by the server, the connection', async (run, io) => {
    io.on('connection', (socket) => socket.on('bye', () => socket.conn.close()));
    for (const transports of [['polling'], ['websocket']]) {
      const socket = await connected(run, { transports });
      run.logSocket(socket);
      socket.emit('bye');
      await run.once(socket, 'disconnect');
      run.log(socket.active);
    }
  });

  same('one of two namespaces leaves the connection to the other', async (run, io) => {
    io.of('/a').on('connection', () => {});
    answerFences(io);
    const socket = await connected(run);
    const other = socket.io.socket('/a');
    other.connect();
    await run.once(other, 'connect');
    run.logManager(socket.io);
    run.logSocket(other, 'other');
    other.disconnect();
    await fence(socket);
    run.log(socket.connected);
    socket.disconnect();
  });

  same('what waits for an acknowledgement gets an error, if it takes one', async (run, io) => {
    answerFences(io);
    const socket = await connected(run);
    socket.emit('silence', () => run.log('plain'));
    socket.timeout(60_000).emit('silence', (error: Error) => run.log('with timeout', error));
    const promised = socket.emitWithAck('silence').catch((error: unknown) => run.log('promise', error));
    await fence(socket);
    socket.disconnect();
    await promised;
  });
});

describe('a socket that never connected', () => {
  same('closes a manager that nobody else uses, each time it is disconnected', async (run) => {
    const manager = run.manager({ transports: ['websocket'] });
    const socket = manager.socket('/');
    run.logManager(manager);
    socket.disconnect();
    await new Promise<void>((resolve) => manager.open(() => resolve()));
    socket.disconnect();
    run.log(socket.active);
  });
});

describe('buffers', () => {
  same('what is emitted before the connection leaves in order, before connect is told', async (run, io) => {
    const seen: unknown[] = [];
    const done = new Promise<void>((resolve) => {
      io.on('connection', (socket) => {
        socket.onAny((...args) => seen.push(args));
        socket.on('last', resolve);
      });
    });
    const socket = run.manager({ transports: ['websocket'] }).socket('/');
    socket.onAnyOutgoing((...args) => run.log('outgoing', ...args));
    socket.emit('first', 1);
    socket.volatile.emit('volatile', 2);
    socket.compress(false).emit('second', Buffer.from([3]));
    run.log(socket.sendBuffer.length);
    socket.on('connect', () => {
      run.log('connect', socket.sendBuffer.length);
      socket.emit('last');
    });
    socket.connect();
    await done;
    run.log(seen);
  });

  same('an acknowledgement that times out takes its event out of the buffer', async (run, io) => {
    const seen: unknown[] = [];
    io.on('connection', (socket) => {
      socket.onAny((name) => seen.push(name));
      socket.on('fence', (...args) => args.at(-1)());
    });
    const socket = run.manager({ transports: ['websocket'] }).socket('/');
    const timedOut = new Promise<void>((resolve) => socket.timeout(10).emit('late', (error: Error) => resolve(run.log(error))));
    socket.emit('kept');
    await timedOut;
    socket.connect();
    await fence(socket);
    run.log(seen);
  });

  same('what is emitted while it is away leaves when it is back', async (run, io) => {
    const seen: unknown[] = [];
    answerFences(io);
    io.on('connection', (socket) => {
      socket.onAny((name, value) => name === 'away' && seen.push(value));
      socket.on('cut', () => socket.conn.close());
    });
    const socket = await connected(run, { reconnection: true, reconnectionDelay: 10, randomizationFactor: 0 });
    socket.emit('cut');
    await run.once(socket, 'disconnect');
    for (const value of [1, 2, 3]) socket.emit('away', value);
    await run.once(socket, 'connect');
    await fence(socket);
    run.log(seen);
  });
});

describe('the engine', () => {
  same('tells the packets that are made, with whether they are worth compressing', async (run, io) => {
    answerFences(io);
    const socket = await connected(run);
    const { engine } = socket.io;
    (engine as { on(event: string, listener: (packet: { type: string; data: unknown; options: { compress: boolean } }) => void): unknown }).on(
      'packetCreate',
      ({ type, data, options }) => run.log(type, data, options.compress),
    );
    socket.emit('plain');
    socket.compress(false).emit('bytes', Buffer.from([1]));
    await fence(socket);
  });
});

describe('acknowledgements', () => {
  same('both ways, with any arguments', async (run, io) => {
    answerFences(io);
    io.on('connection', (socket) => socket.on('ask', (...args) => socket.emit('question', ...args.slice(0, -1), args.at(-1))));
    const socket = await connected(run, { transports: ['polling'] });
    socket.on('question', (...args: unknown[]) => (args.at(-1) as Ack)(...args.slice(0, -1), 'and more'));
    run.log(await new Promise((resolve) => socket.emit('echo', 1, 'é', Buffer.from([1]), (...args: unknown[]) => resolve(args))));
    run.log(await new Promise((resolve) => socket.emit('ask', null, { a: [] }, (...args: unknown[]) => resolve(args))));
    run.log(await socket.emitWithAck('echo', 'first', 'second'));
    run.log(await new Promise((resolve) => socket.timeout(5000).emit('echo', 'a', 'b', (...args: unknown[]) => resolve(args))));
  });

  same('a second answer of a listener is not sent', async (run, io) => {
    answerFences(io);
    io.on('connection', (socket) => {
      let count = 0;
      socket.emit('question', () => run.log('answers', ++count));
    });
    const socket = run.manager({ transports: ['websocket'] }).socket('/');
    socket.on('question', (answer: Ack) => {
      answer();
      answer();
    });
    socket.connect();
    await run.once(socket, 'connect');
    await fence(socket);
  });

  same('ackTimeout is the timeout of all that have none of their own', async (run, io) => {
    answerFences(io);
    const socket = await connected(run, { ackTimeout: 10 });
    await socket.emitWithAck('silence').catch((error: unknown) => run.log(error));
    run.log(await socket.emitWithAck('echo', 'in time'));
    await new Promise<void>((resolve) => socket.emit('silence', (error: Error) => resolve(run.log(error))));
  });

  same('retries send one event after the other until each is acknowledged, or given up', async (run, io) => {
    const seen: unknown[] = [];
    io.on('connection', (socket) => {
      let tries = 0;
      socket.on('flaky', (value, answer: Ack) => {
        seen.push(value);
        if (++tries > 2) answer('at last');
      });
      socket.on('dead', (value) => seen.push(value));
      socket.on('fine', (value, answer: Ack) => {
        seen.push(value);
        answer(value);
      });
    });
    const socket = await connected(run, { retries: 2, ackTimeout: 30 });
    const answers = [
      new Promise((resolve) => socket.emit('flaky', 1, (...args: unknown[]) => resolve(args))),
      new Promise((resolve) => socket.emit('dead', 2, (...args: unknown[]) => resolve(args))),
      new Promise((resolve) => socket.emit('fine', 3, (...args: unknown[]) => resolve(args))),
    ];
    run.log(await Promise.all(answers));
    run.log(seen);
  });
});

describe('reconnection', () => {
  same('each attempt is told, until they are used up', async (run) => {
    const manager = run.manager(
      {
        transports: ['websocket'],
        reconnection: true,
        reconnectionAttempts: 2,
        reconnectionDelay: 5,
        reconnectionDelayMax: 10,
        randomizationFactor: 0,
      },
      'http://127.0.0.1:1',
    );
    const socket = manager.socket('/');
    run.logSocket(socket);
    socket.connect();
    run.logManager(manager);
    await run.once(manager, 'reconnect_failed');
    run.log(socket.active);
  });

  same('it comes back after the connection was lost', async (run, io) => {
    answerFences(io);
    const socket = await connected(run, { reconnection: true, reconnectionDelay: 5, randomizationFactor: 0 });
    run.logManager(socket.io);
    run.logSocket(socket);
    const { id } = socket;
    for (const [, { conn }] of io.sockets.sockets) conn.close();
    await run.once(socket.io, 'reconnect');
    if (!socket.connected) await run.once(socket, 'connect');
    run.log(socket.id === id);
    await fence(socket);
  });

  same('a listener may stop it', async (run) => {
    const manager = run.manager(
      { transports: ['websocket'], reconnection: true, reconnectionDelay: 5, randomizationFactor: 0 },
      'http://127.0.0.1:1',
    );
    run.logManager(manager);
    const socket = manager.socket('/');
    socket.connect();
    await new Promise<void>((resolve) => {
      manager.on('reconnect_attempt', () => {
        manager.reconnection(false);
        resolve();
      });
    });
    run.log(manager.reconnection());
  });

  same('its numbers can be asked for and changed', async (run) => {
    const manager = run.manager({ reconnection: true });
    run.log(
      manager.reconnection(),
      manager.reconnectionAttempts(),
      manager.reconnectionDelay(),
      manager.reconnectionDelayMax(),
      manager.randomizationFactor(),
      manager.timeout(),
    );
    manager.reconnectionAttempts(3).reconnectionDelay(4).reconnectionDelayMax(5).randomizationFactor(0.1).timeout(6).reconnection(false);
    run.log(
      manager.reconnection(),
      manager.reconnectionAttempts(),
      manager.reconnectionDelay(),
      manager.reconnectionDelayMax(),
      manager.randomizationFactor(),
      manager.timeout(),
    );
  });
});

describe('recovery', () => {
  same(
    'what was sent while it was away comes, and the socket is the same',
    async (run, io) => {
      io.on('connection', (socket) => {
        run.log('server', socket.recovered);
        void socket.join('room');
        socket.on('cut', () => socket.conn.close());
      });
      const socket = await connected(run, { reconnection: true, reconnectionDelay: 5, randomizationFactor: 0 });
      socket.onAny((name, value) => run.log('event', name, value));
      const { id } = socket;
      const first = run.once(socket, 'before');
      io.to('room').emit('before', 1);
      await first;
      const gone = new Promise<void>((resolve) => io.sockets.sockets.get(id ?? '')?.on('disconnect', () => resolve()));
      socket.emit('cut');
      await gone;
      io.to('room').emit('missed', 2);
      await run.once(socket, 'connect');
      run.log(socket.recovered, socket.id === id);
    },
    { connectionStateRecovery: {} },
  );
});

describe('the emitter', () => {
  same('listeners come and go in every form', async (run, io) => {
    io.on('connection', (socket) => socket.on('say', (...names) => names.map((name) => socket.emit(name))));
    answerFences(io);
    const socket = await connected(run);
    const on = (name: string) => () => run.log(name);
    const named = on('named');
    socket.on('a', on('a1'));
    socket.on('a', named);
    socket.once('a', on('once'));
    socket.on('b', on('b1'));
    socket.on('b', on('b2'));
    socket.on('c', on('c'));
    socket.onAny((name: string) => run.log('any', name));
    socket.prependAny((name: string) => run.log('first', name));
    run.log(socket.listeners('a').length, socket.hasListeners('b'), socket.hasListeners('none'), socket.listenersAny().length);
    socket.emit('say', 'a', 'b', 'c');
    await fence(socket);
    socket.off('a', named);
    socket.off('b');
    socket.offAny();
    socket.emit('say', 'a', 'b', 'c');
    await fence(socket);
    socket.off();
    socket.emit('say', 'a', 'b', 'c');
    await fence(socket);
    run.log(socket.hasListeners('a'), socket.hasListeners('c'));
  });

  same('names that are its own are refused', async (run) => {
    const socket = run.manager().socket('/');
    for (const name of ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']) {
      try {
        socket.emit(name);
      } catch (error) {
        run.log(name, error);
      }
    }
  });

  same('emit, send and their kin return the socket', async (run) => {
    const socket = run.manager().socket('/');
    run.log(
      socket.emit('a') === socket,
      socket.send('b') === socket,
      socket.timeout(1) === socket,
      socket.compress(true) === socket,
      socket.volatile === socket,
    );
    run.log(socket.onAny(() => {}) === socket, socket.on('x', () => {}) === socket, socket.off('x') === socket);
  });
});

describe('io()', () => {
  same('namespaces of one server share a manager, the same one twice does not', async (run) => {
    const { io } = run.library;
    const options = { autoConnect: false };
    const a = io(`${run.url}/a`, options);
    const b = io(`${run.url}/b`, options);
    const again = io(`${run.url}/a`, options);
    const forced = io(`${run.url}/c`, { ...options, forceNew: true });
    const alone = io(`${run.url}/d`, { ...options, multiplex: false });
    const elsewhere = io(`${run.url}/e`, { ...options, path: '/other' });
    run.log(a.io === b.io, a.io === again.io, a.io === forced.io, a.io === alone.io, a.io === elsewhere.io);
    run.log([a, b, again, forced, alone, elsewhere].map(({ nsp }) => nsp));
  });

  same('a query in the URL goes with the handshake', async (run, server) => {
    server.of('/chat').on('connection', ({ handshake }) => run.log(handshake.query.room));
    const socket = run.library.io(`${run.url}/chat?room=tea`, { forceNew: true, reconnection: false, transports: ['websocket'] });
    await run.once(socket, 'connect');
    socket.disconnect();
  });

  test('without a URL there is nothing to connect to', () => {
    expect(() => ours.io()).toThrow(/a URL is needed/);
    expect(() => ours.io('http://[nonsense')).toThrow(/is not a URL/);
  });
});
