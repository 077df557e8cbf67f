// Namespaces, parsers, setters and what servers say to each other: the same program on the official server and on ours.

import msgpack from 'socket.io-msgpack-parser';
import { describe } from 'vitest';
import { Server, type Socket } from '../../src/core/server/index.ts';
import { differs, type Run, same } from './two-servers.ts';

const FENCE = '42999["fence"]';
const FENCED = /^43999/;

function answerFences(run: Run): void {
  run.io.on('connection', (socket) => socket.on('fence', (answer) => answer()));
}

function attempt(run: Run, name: string, action: () => unknown): void {
  try {
    run.log(name, action());
  } catch (error) {
    run.log(name, 'throws', run.kind === 'ours' || error instanceof Error);
  }
}

describe('namespaces that come into being', () => {
  same(
    'cleanupEmptyChildNamespaces',
    async (run) => {
      answerFences(run);
      const parent = run.io.of(/^\/room-\d$/);
      parent.on('connection', (socket) => run.log('in', socket.nsp.name));
      run.io.on('new_namespace', (namespace) => run.log('new', namespace.name));
      const peer = await run.connected();
      for (let round = 0; round < 2; round++) {
        peer.send('40/room-1,');
        await peer.read(/^40/);
        peer.send('41/room-1,', FENCE);
        await peer.read(FENCED);
      }
    },
    { cleanupEmptyChildNamespaces: true },
  );

  same(
    'one that is refused is cleaned up too',
    async (run) => {
      answerFences(run);
      run.io.on('new_namespace', (namespace) => run.log('new', namespace.name));
      run.io.of(/^\/x/).use((_socket, next) => setImmediate(next, new Error('no')));
      const peer = await run.connected();
      for (let round = 0; round < 2; round++) {
        peer.send('40/x,');
        await peer.read(/^44/);
      }
    },
    { cleanupEmptyChildNamespaces: true },
  );

  same('without it they stay', async (run) => {
    run.io.of(/^\/x/);
    run.io.on('new_namespace', (namespace) => run.log('new', namespace.name));
    const peer = await run.connected();
    for (let round = 0; round < 2; round++) {
      peer.send('40/x,');
      await peer.read(/^40/);
      await peer.sendOneByOne('41/x,');
    }
  });

  same('createChild, of() of a name that a pattern matches, and what a parent can', async (run) => {
    const parent = run.io.of(/^\/p-/);
    parent.use((_socket, next) => {
      run.log('middleware');
      next();
    });
    parent.on('connection', (socket) => run.log('connection', socket.nsp.name));
    run.io.on('new_namespace', (namespace) => run.log('new', namespace.name));
    const child = run.io.of('/p-1');
    run.log(child.name, child === run.io.of('p-1'));
    const peer = await run.connected();
    peer.send('40/p-1,');
    await peer.read(/^40/);
    peer.send('40/p-2,');
    await peer.read(/^40/);
    parent.emit('to all', 1);
    await peer.read(/p-\d/);
    await peer.read(/p-\d/);
    for (const name of ['fetchSockets'] as const) attempt(run, name, () => parent[name]());
    attempt(run, 'g', () => run.io.of(/x/g));
    attempt(run, 'y', () => run.io.of(/x/y));
  });
});

describe('serverSideEmit without a cluster', () => {
  differs(
    'acknowledgements',
    'the reference warns that its adapter does not support it, and never answers',
    async (run) => {
      run.io.serverSideEmit('hello', 1);
      if (run.kind === 'ours') run.log(await run.io.serverSideEmitWithAck('hello', 1));
    },
    { official: [], ours: [[[]]] },
  );

  same('reserved names throw', async (run) => {
    for (const name of ['connect', 'connection', 'new_namespace']) attempt(run, name, () => run.io.serverSideEmit(name as never));
  });
});

describe('a parser of the program', () => {
  const packet = (type: number, data: unknown, extra: object = {}): Buffer =>
    // It says that it answers one ArrayBuffer, and answers an array of Buffers.
    (new msgpack.Encoder().encode({ type, data, nsp: '/', ...extra }) as unknown as Buffer[])[0] ?? Buffer.alloc(0);
  const decode = (message: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      const decoder = new msgpack.Decoder();
      decoder.on('decoded', (decoded) => resolve(decoded));
      decoder.add(message);
    });

  same(
    'socket.io-msgpack-parser, both ways, acknowledged and broadcast',
    async (run) => {
      run.io.on('connection', (socket) => {
        socket.on('echo', (...args) => args.pop()(...args));
        socket.on('all', (value) => run.io.emit('all', value, Buffer.from([1, 2])));
      });
      const peer = await run.webSocket();
      peer.send(packet(0, undefined));
      const { type } = (await decode(await peer.next())) as { type: number };
      run.log('connect', type);
      peer.send(packet(2, ['echo', { deep: [Buffer.from([7]), 1.5, 'é😀', null] }], { id: 3 }));
      run.log(await decode(await peer.next()));
      peer.send(packet(2, ['all', 'x']));
      run.log(await decode(await peer.next()));
      peer.send(packet(2, ['connect']));
      peer.send(packet(9, []));
      await peer.readToEnd();
    },
    { parser: msgpack },
  );

  for (const bytes of ['c1', '81', '', 'ffffffff', '93010203', '84a474797065a474797065']) {
    same(
      `bytes that are not of it: ${bytes}`,
      async (run) => {
        const peer = await run.webSocket();
        peer.send(packet(0, undefined));
        await peer.next();
        peer.send(Buffer.from(bytes, 'hex'));
        await peer.readToEnd();
      },
      { parser: msgpack },
    );
  }
});

describe('setters and emitters', () => {
  same('path, connectTimeout, serveClient, adapter', async (run) => {
    const { io } = run;
    run.log(io.path(), io.connectTimeout(), io.serveClient(), typeof io.adapter());
    run.log(io.path('/live/') === io, io.path(), io.connectTimeout(10) === io, io.connectTimeout(), io.serveClient(false) === io, io.serveClient());
    const before = io.sockets.adapter;
    const adapter = io.adapter();
    run.log(io.adapter(adapter) === io, io.sockets.adapter === before);
  });

  same('the emitter of the server is that of "/"', async (run) => {
    const { io } = run;
    const listener = (socket: Socket): void => run.log('heard', typeof socket.id);
    io.addListener('connection', listener).prependOnceListener('connection', () => run.log('first'));
    run.log(
      io.eventNames(),
      io.listenerCount('connection'),
      io.sockets.listeners('connection').includes(listener),
      io.rawListeners('connect').length,
    );
    await run.connected();
    io.off('connection', listener);
    run.log(io.listeners('connection').length, io.getMaxListeners());
    io.setMaxListeners(3);
    io.on('connection', listener).removeAllListeners('connection');
    run.log(io.sockets.listenerCount('connection'), io.sockets.getMaxListeners());
  });

  same('close() with a callback, twice', async (run) => {
    const peer = await run.connected();
    await run.io.close((error) => run.log('callback', error === undefined));
    await run.io.close((error) => run.log('again', error === undefined));
    await peer.readToEnd();
  });

  differs(
    'close() of a server that is not attached',
    'there is no engine yet in the reference, and it rejects',
    async (run) => {
      const Official = run.io.constructor as typeof Server;
      const lone = run.kind === 'ours' ? new Server() : new Official();
      run.log(
        await lone.close().then(
          () => 'closed',
          () => 'rejects',
        ),
      );
    },
    { official: [['rejects']], ours: [['closed']] },
  );
});
