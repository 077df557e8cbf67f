// What a program is told of sessions, and what their clients get: the same script to the official engine and to ours.
import { randomBytes } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { describe } from 'vitest';
import type { Socket } from '../../src/core/engine/index.ts';
import { differs, type EngineRun, same } from './two-engines.ts';

type QueriedRequest = IncomingMessage & { readonly _query?: Readonly<Record<string, string>> };

function session(run: EngineRun): Promise<Socket> {
  return new Promise((resolve) => run.engine.once('connection', resolve));
}

describe('the query of a request', () => {
  const written = (req: QueriedRequest): unknown => ({ ...req._query, sid: req._query?.sid !== undefined });

  same('middlewares find it', async (run) => {
    run.engine.use((req: QueriedRequest, _res, next) => {
      run.log('middleware', written(req));
      next();
    });
    run.engine.on('initial_headers', (_headers, req: QueriedRequest) => run.log('initial_headers', written(req)));
    run.engine.on('connection_error', ({ req }: { req: QueriedRequest }) => run.log('connection_error', written(req)));
    const query = await run.openPolling('EIO=4&a=b&a=c');
    await run.ask(query, { method: 'POST', body: '6' });
    await run.upgrade('EIO=4&transport=websocket');
    await run.ask('EIO=4&transport=tcp');
    await run.ask('');
  });

  same(
    'so do allowRequest, generateId and the session',
    async (run) => {
      run.engine.generateId = (req: QueriedRequest) => {
        run.log('generateId', written(req));
        return `id-${String(req._query?.name)}`;
      };
      const opened = session(run);
      await run.openPolling('EIO=4&name=joe');
      const { id, request } = await opened;
      run.log('session', id, written(request));
    },
    (log) => ({
      allowRequest: (req: QueriedRequest, done) => {
        log('allowRequest', written(req));
        done(null, true);
      },
    }),
  );
});

describe('the handshake over polling', () => {
  for (const revision of ['EIO=4', 'EIO=3&b64=1']) {
    same(
      `what a listener of connection sends comes with the next GET, ${revision}`,
      async (run) => {
        run.engine.on('connection', (opened: Socket) => {
          run.log('connection');
          opened.send('first', () => run.log('sent'));
          opened.send('second');
        });
        run.engine.on('initial_headers', () => run.log('initial_headers'));
        await run.http(await run.openPolling(revision));
      },
      { allowEIO3: true },
    );
  }

  same(
    'a first packet of the program comes with it',
    async (run) => {
      run.engine.on('connection', (opened: Socket) => opened.send('second'));
      await run.http('EIO=4&transport=polling');
    },
    { initialPacket: 'first' },
  );
});

same('the sessions by their ids', async (run) => {
  run.log(run.engine.clients, run.engine.clientsCount);
  const opened = session(run);
  const query = await run.openPolling();
  const { id } = await opened;
  run.log(Object.keys(run.engine.clients), run.engine.clients[id]?.id === id, run.engine.clientsCount);
  await run.ask(query, { method: 'POST', body: '1' });
  run.log(Object.keys(run.engine.clients), run.engine.clientsCount);
});

for (const id of [7, Promise.resolve(8)]) {
  same(`an id that is a number${id === 7 ? '' : ', later'}`, async (run) => {
    run.engine.generateId = () => id as unknown as string;
    await run.openPolling();
    const { status } = await run.ask(`EIO=4&transport=polling&sid=${String(await id)}`, { method: 'POST', body: '6' });
    run.log(status, Object.keys(run.engine.clients));
  });
}

same('a message that is nothing is an empty one', async (run) => {
  run.engine.on('connection', (opened: Socket) => {
    for (const nothing of [null, undefined, '']) opened.send(nothing as string);
  });
  await run.http(await run.openPolling());
});

same(
  'a polling client that is silent after close() is let go of with the heartbeat',
  async (run) => {
    const opened = session(run);
    await run.openPolling();
    const closing = await opened;
    const closed = new Promise((resolve) => closing.once('close', resolve));
    closing.close();
    run.log(await closed, run.engine.clientsCount);
  },
  { pingInterval: 40, pingTimeout: 40 },
);

describe('what listeners may do', () => {
  async function closedWhileFlushed(run: EngineRun, discard: boolean): Promise<void> {
    const closed = new Promise((resolve) => {
      run.engine.on('connection', (opened: Socket) => {
        opened.on('close', resolve);
        opened.send('sent');
        opened.on('flush', () => opened.close(discard));
      });
    });
    const ws = await run.webSocket('EIO=4&transport=websocket');
    await closed;
    if (ws.readyState !== ws.CLOSED) await new Promise((resolve) => ws.once('close', resolve));
    const messages = run.transcript.splice(0).filter((entry) => JSON.stringify(entry).includes('sent'));
    run.log('closed', ...messages);
  }

  same('close() while what was sent is flushed', (run) => closedWhileFlushed(run, false));

  differs('close(true) while what was sent is flushed', 'the reference tells first, and drops it', (run) => closedWhileFlushed(run, true), {
    official: [['closed']],
    ours: [['closed', ['message', '4sent']]],
  });

  for (const discard of [false, true]) {
    same(`close(${discard}) while it begins to upgrade: the probe is answered`, async (run) => {
      const closed = new Promise((resolve) => {
        run.engine.on('connection', (opened: Socket) => {
          opened.on('upgrading', () => {
            run.log('upgrading');
            opened.close(discard);
          });
          opened.on('close', resolve);
        });
      });
      const query = await run.openPolling();
      const pending = run.ask(query);
      const ws = await run.webSocket(query.replace('polling', 'websocket'));
      const ended = new Promise((resolve) => ws.once('close', resolve));
      ws.send('2probe');
      run.log(await closed, await ended, (await pending).text);
      run.transcript.sort();
    });
  }
});

same('a WebSocket that never probes is no upgrade', async (run) => {
  run.engine.on('connection', (opened: Socket) => opened.on('upgrading', () => run.log('upgrading')));
  const query = await run.openPolling();
  const ws = await run.webSocket(query.replace('polling', 'websocket'));
  ws.send('4no');
  run.log('closed', await new Promise((resolve) => ws.once('close', resolve)));
});

differs(
  'a compressed answer that the client breaks off',
  'the reference calls back as if it had been sent, and keeps the session',
  async (run) => {
    const opened = session(run);
    const query = await run.openPolling();
    const polled = await opened;
    const first = new Promise<string>((resolve) => {
      // Bytes that compress badly, and more of them than the connection takes.
      polled.send(randomBytes(4_000_000).toString('base64'), () => resolve('sent'));
      polled.on('close', (reason: string) => resolve(reason));
    });
    const req = get({ port: run.port, path: `/engine.io/?${query}`, headers: { 'accept-encoding': 'gzip' }, agent: false }, () => req.destroy());
    req.on('error', () => {});
    run.log(await first, polled.readyState);
  },
  { official: [['sent', 'open']], ours: [['transport error', 'closed']] },
);
