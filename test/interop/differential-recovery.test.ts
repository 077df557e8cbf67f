// Connection state recovery: what is sent, kept and restored, on the official server and on ours.
import { describe } from 'vitest';
import type { ServerOptions } from '../../src/core/server/index.ts';
import { differs, type Peer, type Run, same } from './two-servers.ts';

const RECOVERY: Partial<ServerOptions> = { connectionStateRecovery: {} };

interface Connected {
  readonly peer: Peer;
  readonly sid: string;
  readonly pid: string;
}

/** Sends a CONNECT, writes down what comes up to its answer, offsets left out, and returns what the answer named. */
async function connect(run: Run, auth: object | undefined, namespace = ''): Promise<Connected> {
  const peer = await run.webSocket();
  peer.send(`40${namespace}${auth === undefined ? '' : JSON.stringify(auth)}`);
  for (;;) {
    const message = String(await peer.next());
    run.log('gets', withoutOffset(message));
    const start = message.indexOf('{');
    if (message.startsWith('44')) return { peer, sid: '', pid: '' };
    if (!message.startsWith('40')) continue;
    const { sid, pid } = JSON.parse(message.slice(start)) as { sid: string; pid: string };
    return { peer, sid, pid };
  }
}

/** Of `42["name",…,"offset"]`, without the offset. */
function withoutOffset(message: string): string {
  if (!/^42\D*\[/.test(message)) return message;
  const start = message.indexOf('[');
  return `${message.slice(0, start)}${JSON.stringify((JSON.parse(message.slice(start)) as unknown[]).slice(0, -1))} and an offset`;
}

/** The offset of the next event. */
async function offsetOf(peer: Peer): Promise<string> {
  const message = String(await peer.next());
  return String((JSON.parse(message.slice(message.indexOf('['))) as unknown[]).at(-1));
}

async function cut(run: Run, { peer }: Connected): Promise<void> {
  const [socket] = [...run.io.sockets.sockets.values()];
  const gone = socket === undefined ? undefined : run.once(socket, 'disconnect');
  peer.ws.terminate();
  await gone;
}

async function comesBack(run: Run, missed: () => void, first: () => void = () => run.io.emit('first', 1), auth: object = {}): Promise<Connected> {
  const before = await connect(run, auth);
  first();
  const offset = await offsetOf(before.peer);
  await cut(run, before);
  missed();
  const after = await connect(run, { ...auth, pid: before.pid, offset });
  run.log('same sid', after.sid === before.sid, 'same pid', after.pid === before.pid);
  return after;
}

function tellSockets(run: Run): void {
  run.io.on('connection', (socket) => {
    run.log('connection', socket.recovered, socket.data, [...socket.rooms].filter((room) => room !== socket.id).sort());
    socket.on('disconnect', (reason) => run.log('disconnect', reason));
  });
}

describe('connection state recovery', () => {
  same(
    'events end with an offset, and those with an acknowledgement or volatile have none',
    async (run) => {
      const { peer } = await connect(run, undefined);
      run.io.volatile.emit('volatile');
      run.log(await peer.next());
      run.io.emit('plain', 1, { a: [Buffer.from([1])] });
      for (const socket of run.io.sockets.sockets.values()) {
        socket.emit('to one');
        socket.emit('asked', () => {});
        socket.compress(false).emit('uncompressed');
      }
      run.io.timeout(1000).emit('asked of all', () => {});
      run.io.emit('last');
      for (;;) {
        const message = await peer.next();
        run.log(typeof message !== 'string' || /asked/.test(message) ? message : withoutOffset(message.replace(/^451-/, '42')));
        if (String(message).includes('last')) return;
      }
    },
    RECOVERY,
  );

  same(
    'what was missed comes before the answer to CONNECT, with the same ids',
    async (run) => {
      tellSockets(run);
      await comesBack(run, () => {
        run.io.emit('missed', 'a');
        run.io.volatile.emit('not kept');
        run.io.timeout(1).emit('not kept either', () => {});
        run.io.emit('missed', 'b', { deep: true });
      });
    },
    RECOVERY,
  );

  same(
    'rooms and data are as before, and only what they were sent is missed',
    async (run) => {
      run.io.on('connection', (socket) => {
        if (socket.recovered) return;
        void socket.join(['a', 'b']);
        socket.data = { user: 1 };
      });
      tellSockets(run);
      await comesBack(run, () => {
        run.io.to('a').emit('to a');
        run.io.to('c').emit('to c');
        run.io.except('b').emit('except b');
        run.io.to(['a', 'b']).except('c').emit('once');
      });
      run.io.to('a').emit('live');
      run.log(run.io.sockets.adapter.rooms.get('a')?.size);
    },
    RECOVERY,
  );

  same(
    'binary is missed too',
    async (run) => {
      const before = await connect(run, undefined);
      run.io.emit('first');
      const offset = await offsetOf(before.peer);
      await cut(run, before);
      run.io.emit('bytes', Buffer.from([1, 2, 3]));
      const peer = await run.webSocket();
      peer.send(`40${JSON.stringify({ pid: before.pid, offset })}`);
      const head = String(await peer.next());
      run.log(head.slice(0, head.lastIndexOf(',')), await peer.next(), String(await peer.next()).slice(0, 2));
    },
    RECOVERY,
  );

  for (const [name, change] of Object.entries({
    'an unknown pid': { pid: 'unknown' },
    'an unknown offset': { offset: 'unknown' },
    'a pid that is not a text': { pid: 1 },
  })) {
    same(
      `${name} begins a fresh session`,
      async (run) => {
        tellSockets(run);
        const before = await connect(run, {});
        run.io.emit('first');
        const offset = await offsetOf(before.peer);
        await cut(run, before);
        run.io.emit('missed');
        const after = await connect(run, { pid: before.pid, offset, ...change });
        run.log(after.sid === before.sid, after.pid === before.pid);
      },
      RECOVERY,
    );
  }

  for (const [name, leave] of Object.entries({
    'the client leaves the namespace': (_run: Run, peer: Peer) => peer.send('41'),
    'the server disconnects the socket': (run: Run) => run.io.disconnectSockets(),
    'the client closes the connection': (_run: Run, peer: Peer) => peer.ws.close(),
    'the server closes the connection': (run: Run) => [...run.io.sockets.sockets.values()][0]?.conn.close(),
    'the client breaks the protocol': (_run: Run, peer: Peer) => peer.send('4x'),
  })) {
    same(
      `after "${name}"`,
      async (run) => {
        tellSockets(run);
        const before = await connect(run, {});
        run.io.emit('first');
        const offset = await offsetOf(before.peer);
        const gone = run.once([...run.io.sockets.sockets.values()][0] ?? run.io.engine, 'disconnect');
        leave(run, before.peer);
        await gone;
        const after = await connect(run, { pid: before.pid, offset });
        run.log(after.sid === before.sid);
      },
      RECOVERY,
    );
  }

  same(
    'middlewares are not asked about a client that is recovered',
    async (run) => {
      run.io.use((socket, next) => {
        run.log('middleware', socket.recovered);
        next();
      });
      await comesBack(run, () => {});
    },
    RECOVERY,
  );

  same(
    'with skipMiddlewares: false they are',
    async (run) => {
      run.io.use((socket, next) => {
        run.log('middleware', socket.recovered);
        next();
      });
      tellSockets(run);
      await comesBack(run, () => run.io.emit('missed'));
    },
    { connectionStateRecovery: { skipMiddlewares: false } },
  );

  same(
    'of a namespace',
    async (run) => {
      run.io.of('/a').on('connection', (socket) => run.log('connection', socket.recovered));
      const before = await connect(run, undefined, '/a,');
      run.io.of('/a').emit('first');
      const offset = await offsetOf(before.peer);
      const [socket] = [...run.io.of('/a').sockets.values()];
      const gone = socket === undefined ? undefined : run.once(socket, 'disconnect');
      before.peer.ws.terminate();
      await gone;
      run.io.of('/a').emit('missed');
      run.io.emit('elsewhere');
      const after = await connect(run, { pid: before.pid, offset }, '/a,');
      run.log(after.sid === before.sid);
    },
    RECOVERY,
  );

  same('without the option there is no pid, and none is taken', async (run) => {
    const peer = await run.webSocket();
    peer.send('40{"pid":"x","offset":"y"}');
    await peer.read(/^40/);
  });

  differs(
    'a client that a middleware refuses',
    'the reference has sent what was missed by then',
    async (run) => {
      let isOpen = true;
      run.io.use((_socket, next) => next(isOpen ? undefined : new Error('no')));
      const before = await connect(run, undefined);
      run.io.emit('first');
      const offset = await offsetOf(before.peer);
      await cut(run, before);
      run.io.emit('secret');
      isOpen = false;
      run.transcript.length = 0;
      await connect(run, { pid: before.pid, offset });
    },
    {
      official: [
        ['gets', '42["secret"] and an offset'],
        ['gets', '44{"message":"no"}'],
      ],
      ours: [['gets', '44{"message":"no"}']],
    },
    { connectionStateRecovery: { skipMiddlewares: false } },
  );

  differs(
    'a client that was sent nothing before',
    'the reference (4.8.4) begins a fresh session, since its client knows no offset',
    async (run) => {
      run.io.once('connection', (socket) => void socket.join('mine'));
      run.io.emit('before it came');
      const before = await connect(run, undefined);
      await cut(run, before);
      run.io.emit('to all');
      run.io.to('mine').emit('to mine');
      run.io.to('other').emit('to other');
      run.transcript.length = 0;
      const after = await connect(run, { pid: before.pid });
      run.log('same sid', after.sid === before.sid);
    },
    {
      official: [
        ['gets', '40{"sid":"<id>","pid":"<id>"}'],
        ['same sid', false],
      ],
      ours: [
        ['gets', '42["to all"] and an offset'],
        ['gets', '42["to mine"] and an offset'],
        ['gets', '40{"sid":"<id>","pid":"<id>"}'],
        ['same sid', true],
      ],
    },
    RECOVERY,
  );
});

for (const offset of [123, null, {}, ['x']]) {
  same(
    `an offset that is no text (${JSON.stringify(offset)}) begins a fresh session`,
    async (run) => {
      const before = await connect(run, undefined);
      await cut(run, before);
      const after = await connect(run, { pid: before.pid, offset });
      run.log('same sid', after.sid === before.sid);
    },
    RECOVERY,
  );
}
