// Clients of Socket.IO 1.x and 2.x (protocol revision 4, over Engine.IO 3): the same frames to the official server and to ours.
import { describe } from 'vitest';
import type { ServerOptions } from '../../src/core/server/index.ts';
import { differs, type Peer, type Run, same } from './two-servers.ts';

const ALLOWED: Partial<ServerOptions> = { allowEIO3: true };
const FENCE = '42999["fence"]';
const FENCED = /^43999/;

function old(run: Run, query = ''): Promise<Peer> {
  return run.webSocket(query, {}, 3);
}

function tell(run: Run): void {
  run.io.on('connection', (socket) => {
    run.log('connection', socket.nsp.name, socket.id === socket.conn.id, socket.conn.protocol, socket.handshake.auth);
    socket.on('fence', (answer) => answer());
    socket.onAny((...event) => event[0] !== 'fence' && run.log('in', ...event.filter((value) => typeof value !== 'function')));
    socket.on('disconnect', (reason) => run.log('disconnect', reason));
  });
}

describe('connecting', () => {
  same(
    'is implicit for "/", and its answer names no id',
    async (run) => {
      tell(run);
      const peer = await old(run);
      await peer.read(/^40/);
      peer.send(FENCE);
      await peer.read(FENCED);
    },
    ALLOWED,
  );

  same(
    'to "/" runs its middlewares; an error is its data, or its message',
    async (run) => {
      run.io.use((socket, next) => {
        const { error } = socket.handshake.query;
        if (error === 'data') next(Object.assign(new Error('message'), { data: { code: 1 } }));
        else if (error === 'text') next(Object.assign(new Error('message'), { data: 'text' }));
        else next(error === undefined ? undefined : new Error('message'));
      });
      for (const query of ['', '&error=plain', '&error=data', '&error=text']) {
        const peer = await old(run, query);
        run.log(await peer.next());
      }
    },
    ALLOWED,
  );

  same(
    'to a namespace: the query becomes auth, the id is made of the connection’s',
    async (run) => {
      run.io.of('/admin').on('connection', (socket) => {
        run.log(
          socket.nsp.name,
          socket.id === `/admin#${socket.conn.id}`,
          { ...socket.handshake.auth },
          Object.getPrototypeOf(socket.handshake.auth),
        );
      });
      run.io.of('/deny').use((_socket, next) => next(new Error('no')));
      run.io.of('/deny-data').use((_socket, next) => next(Object.assign(new Error('no'), { data: { code: 1 } })));
      const peer = await old(run, '&a=1');
      await peer.read(/^40/);
      for (const name of ['/admin?token=abc&x=1&x=2&y=%C3%A9', '/deny', '/deny-data?x', '/nope?token=1', '/nope']) {
        peer.send(`40${name},`);
        run.log(name, await peer.next());
      }
    },
    ALLOWED,
  );

  same(
    'to a namespace without a comma, and twice',
    async (run) => {
      run.io.of('/admin').on('connection', (socket) => socket.on('disconnect', (reason) => run.log(reason)));
      const peer = await old(run);
      await peer.read(/^40/);
      peer.send('40/admin');
      await peer.read(/^40/);
      peer.send('40/admin?again=1,');
      await peer.readToEnd();
    },
    ALLOWED,
  );

  same(
    'to "/" again closes the connection',
    async (run) => {
      tell(run);
      const peer = await old(run);
      await peer.read(/^40/);
      peer.send('40');
      await peer.readToEnd();
    },
    ALLOWED,
  );

  same(
    'a pattern decides with the query as auth',
    async (run) => {
      run.io.of((name, auth, next) => {
        run.log(name, { ...auth });
        next(null, auth.token === 'yes');
      });
      const peer = await old(run);
      await peer.read(/^40/);
      for (const name of ['/x?token=no', '/y?token=yes']) {
        peer.send(`40${name},`);
        run.log(await peer.next());
      }
    },
    ALLOWED,
  );
});

describe('events', () => {
  same(
    'texts, acknowledgements and namespaces, both ways',
    async (run) => {
      tell(run);
      run.io.of('/a').on('connection', (socket) => socket.on('echo', (...args) => args.pop()(...args)));
      run.io.on('connection', (socket) => {
        socket.on('ask', () => socket.emit('asked', 1, (answer: unknown) => run.log('answered', answer)));
        socket.on('echo', (...args) => args.pop()(...args));
      });
      const peer = await old(run);
      await peer.read(/^40/);
      peer.send('40/a,');
      await peer.read(/^40/);
      peer.send('42/a,1["echo","é😀",{"a":[null]}]', '420["echo",1,2]', '42["ask"]');
      await peer.read(/asked/);
      peer.send('430["yes"]', FENCE);
      await peer.read(FENCED);
      run.io.emit('to all', '€');
      run.io.of('/a').emit('to a');
      await peer.read(/to a"/);
    },
    ALLOWED,
  );

  same(
    'binary has its type byte, both ways',
    async (run) => {
      run.io.on('connection', (socket) => socket.on('echo', (...args) => args.pop()(...args)));
      const peer = await old(run);
      await peer.read(/^40/);
      peer.send('452-1["echo",{"_placeholder":true,"num":1},{"x":{"_placeholder":true,"num":0}}]');
      peer.send(Buffer.from([4, 1, 2]), Buffer.from([4, 255]));
      for (let count = 0; count < 3; count++) run.log(await peer.next());
      run.io.emit('bytes', Buffer.from([7, 8]), 'text');
      for (let count = 0; count < 2; count++) run.log(await peer.next());
    },
    ALLOWED,
  );

  same(
    'with b64=1 binary is text',
    async (run) => {
      run.io.on('connection', (socket) => socket.on('echo', (...args) => args.pop()(...args)));
      const peer = await old(run, '&b64=1');
      await peer.read(/^40/);
      peer.send('451-1["echo",{"_placeholder":true,"num":0}]', 'b4AQID');
      for (let count = 0; count < 2; count++) run.log(await peer.next());
    },
    ALLOWED,
  );

  same(
    'a broadcast reaches old and new clients, each in its form',
    async (run) => {
      const peers = [await old(run), await run.connected(), await old(run, '&b64=1')];
      for (const peer of [peers[0], peers[2]]) await peer?.read(/^40/);
      run.io.emit('mixed', 'text', Buffer.from([1, 2, 3]));
      run.io.emit('text only');
      for (const peer of peers) for (let count = 0; count < 3; count++) run.log(await peer.next());
    },
    ALLOWED,
  );
});

describe('leaving', () => {
  for (const [name, messages] of Object.entries({
    'a DISCONNECT of "/"': ['41'],
    'an event of a namespace it is not in': ['42/a,["x"]'],
    'a packet of an unknown type': ['49'],
    'text that is not JSON': ['42["a"'],
    'a reserved name': ['42["disconnect"]'],
  })) {
    same(
      name,
      async (run) => {
        tell(run);
        const peer = await old(run);
        await peer.read(/^40/);
        await peer.sendOneByOne(...messages);
        peer.ws.close();
        await peer.readToEnd();
      },
      ALLOWED,
    );
  }

  same(
    'disconnect() of the server',
    async (run) => {
      tell(run);
      run.io.of('/a');
      const peer = await old(run);
      await peer.read(/^40/);
      peer.send('40/a,');
      await peer.read(/^40/);
      run.io.of('/a').disconnectSockets();
      await peer.read(/^41/);
      run.io.disconnectSockets(true);
      await peer.readToEnd();
    },
    ALLOWED,
  );
});

describe('recovery', () => {
  same(
    'is not for them, and events have offsets all the same',
    async (run) => {
      run.io.on('connection', (socket) => run.log(socket.recovered));
      const peer = await old(run);
      await peer.read(/^40/);
      run.io.emit('a', 1);
      const [name, value, offset] = JSON.parse(String(await peer.next()).slice(2)) as unknown[];
      run.log(name, value, typeof offset);
    },
    { ...ALLOWED, connectionStateRecovery: {} },
  );
});

describe('differences on purpose', () => {
  differs(
    'without allowEIO3 there is no 101',
    'the reference opens the WebSocket first, and drops it',
    async (run) => run.log(await run.upgradeOutcome('/socket.io/?EIO=3&transport=websocket')),
    { official: [['open']], ours: [[400]] },
  );
});
