// Engine.IO's options and events around a handshake: the same requests to the official engine and to ours.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deflateSync, gunzipSync, inflateSync } from 'node:zlib';
import { serialize } from 'cookie';
import { describe } from 'vitest';
import type { ServerOptions, Socket } from '../../src/core/engine/index.ts';
import { differs, type EngineRun, same } from './two-engines.ts';

function logRefusals(run: EngineRun): void {
  run.engine.on('connection_error', ({ code, message, context }) => run.log('connection_error', code, message, context));
}

/** A handshake over each transport, a GET and a POST. */
async function everyAnswer(run: EngineRun): Promise<void> {
  run.engine.on('connection', (session: Socket) => session.on('message', (data) => session.send(data)));
  await run.http('EIO=4&transport=polling');
  const session = await run.openPolling();
  await run.http(session, { method: 'POST', body: '4hello' });
  await run.http(session);
  await run.upgrade('EIO=4&transport=websocket');
  await run.upgrade(session.replace('polling', 'websocket'));
}

describe('cookie', () => {
  const COOKIES: ServerOptions['cookie'][] = [
    true,
    false,
    { name: 'sticky' },
    { name: 'a', path: '/b', httpOnly: false, sameSite: 'strict', maxAge: 60, secure: true, domain: 'x.test' },
  ];
  for (const cookie of COOKIES) same(JSON.stringify(cookie), everyAnswer, { cookie });
});

describe('headers', () => {
  same('initial_headers and headers add to the answers they are told of', async (run) => {
    run.engine.on('initial_headers', (headers, req: IncomingMessage) => {
      run.log(
        'initial_headers',
        req.url,
        Object.keys(headers)
          .map((name) => name.toLowerCase())
          .sort(),
      );
      headers.initial = 'yes';
      headers['Set-Cookie'] = serialize('mine', '1');
    });
    run.engine.on('headers', (headers, req: IncomingMessage) => {
      run.log(
        'headers',
        req.url,
        Object.keys(headers)
          .map((name) => name.toLowerCase())
          .sort(),
      );
      headers.each = 'yes';
    });
    await everyAnswer(run);
  });

  for (const agent of ['Mozilla/5.0 (compatible;MSIE 9.0; Windows NT 6.1)', 'Mozilla/5.0 (Windows NT 6.1; Trident/7.0)', 'Mozilla/5.0']) {
    same(`for the agent ${agent}`, async (run) => {
      const headers = { 'user-agent': agent };
      await run.http('EIO=4&transport=polling', { headers });
      await run.http(await run.openPolling(), { method: 'POST', body: '6', headers });
    });
  }
});

describe('allowRequest', () => {
  const ANSWERS: Record<string, ServerOptions['allowRequest']> = {
    yes: (_req, done) => done(null, true),
    no: (_req, done) => done(null, false),
    'no, and why': (_req, done) => done('not you: é', false),
    later: (_req, done) => void setImmediate(done, null, true),
    'later, no': (_req, done) => void setImmediate(done, 'later', false),
    'by a header': (req, done) => done('no header', req.headers['x-let-me'] === 'in'),
  };
  for (const [name, allowRequest] of Object.entries(ANSWERS)) {
    same(
      `${name}, over polling`,
      async (run) => {
        logRefusals(run);
        await run.http('EIO=4&transport=polling');
        await run.http('EIO=4&transport=polling', { headers: { 'x-let-me': 'in' } });
        run.log('sessions', run.engine.clientsCount);
      },
      { allowRequest },
    );
  }

  same('it is asked for handshakes, and for nothing else', everyAnswer, (log) => ({
    allowRequest: (req, done) => {
      log('allowRequest', req.method, req.url);
      done(null, true);
    },
  }));

  differs(
    'the status of an upgrade that is refused',
    '403 as over polling; the reference answers 400',
    async (run) => {
      logRefusals(run);
      await run.upgrade('EIO=4&transport=websocket');
    },
    {
      official: [
        ['connection_error', 4, 'Forbidden', { message: 'not you' }],
        ['upgrade', 400, 'text/html', 'not you'],
      ],
      ours: [
        ['connection_error', 4, 'Forbidden', { message: 'not you' }],
        ['upgrade', 403, 'text/html', 'not you'],
      ],
    },
    { allowRequest: (_req, done) => done('not you', false) },
  );
});

describe('generateId', () => {
  same('an id that takes its time', async (run) => {
    run.engine.generateId = (req) => new Promise((resolve) => void setImmediate(resolve, `id of ${String(req.headers['x-name'])}`));
    for (const transport of ['polling', 'websocket']) {
      const headers = { 'x-name': transport };
      if (transport === 'polling') await run.http('EIO=4&transport=polling', { headers });
      else {
        const ws = await run.webSocket('EIO=4&transport=websocket', { headers });
        await new Promise((resolve) => (run.transcript.length > 1 ? resolve(true) : ws.once('message', resolve)));
      }
    }
  });

  for (const [name, generate] of Object.entries({
    throws: () => {
      throw new Error('no id');
    },
    rejects: () => Promise.reject(new Error('no id')),
  })) {
    same(`one that ${name}`, async (run) => {
      logRefusals(run);
      run.engine.generateId = generate;
      await run.http('EIO=4&transport=polling');
      run.log('sessions', run.engine.clientsCount);
    });
  }
});

describe('middlewares', () => {
  const steps =
    (log: (...entry: unknown[]) => void, name: string, isLater: boolean) => (req: IncomingMessage, res: ServerResponse, next: () => void) => {
      log(name, req.method);
      res.setHeader(`x-${name}`, 'yes');
      if (isLater) setImmediate(next);
      else next();
    };

  for (const isLater of [false, true]) {
    same(`in order, for requests and upgrades, ${isLater ? 'later' : 'at once'}`, async (run) => {
      run.engine.use(steps(run.log, 'first', isLater));
      run.engine.use(steps(run.log, 'second', isLater));
      await everyAnswer(run);
    });
  }

  const FAILURES: Record<string, (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => unknown> = {
    'next(error)': (_req, _res, next) => next(new Error('no')),
    throws: () => {
      throw new Error('no');
    },
    rejects: async () => {
      throw new Error('no');
    },
    'next(error) and then next()': (_req, _res, next) => {
      next(new Error('no'));
      next();
    },
    'ends, and fails': (_req, res, next) => {
      res.writeHead(418).end('tea');
      next(new Error('no'));
    },
  };
  for (const [name, middleware] of Object.entries(FAILURES)) {
    same(`one that fails: ${name}`, async (run) => {
      logRefusals(run);
      run.engine.use(middleware);
      await run.http('EIO=4&transport=polling');
      if (name !== 'ends, and fails') await run.upgrade('EIO=4&transport=websocket');
      run.log('sessions', run.engine.clientsCount);
    });
  }

  same('one that answers by itself', async (run) => {
    run.engine.use((_req, res) => res.writeHead(418, { 'x-tea': 'yes' }).end('tea'));
    await run.http('EIO=4&transport=polling');
    run.log('sessions', run.engine.clientsCount);
  });

  differs(
    'one that answers an upgrade by itself',
    'its answer is sent; the reference drops the connection',
    async (run) => {
      run.engine.use((_req, res) => {
        res.setHeader('content-type', 'text/plain');
        res.statusCode = 401;
        res.end('who?');
      });
      await run.upgrade('EIO=4&transport=websocket');
    },
    { official: [['upgrade', 'error', 'socket hang up']], ours: [['upgrade', 401, 'text/plain', 'who?']] },
  );

  differs(
    'a header of several values on the 101',
    'a line each; the reference joins them, and cookies can not be told apart any more',
    async (run) => {
      run.engine.use((_req, res, next) => {
        res.setHeader('Set-Cookie', ['a=1', 'b=2']);
        next();
      });
      await run.upgrade('EIO=4&transport=websocket');
    },
    {
      official: [['upgrade', 101, { 'set-cookie': ['a=1,b=2'], upgrade: 'websocket' }]],
      ours: [['upgrade', 101, { 'set-cookie': ['a=1', 'b=2'], upgrade: 'websocket' }]],
    },
  );
});

describe('compression of polling answers', () => {
  const LARGE = 'x€'.repeat(2000);
  const ENCODINGS = ['gzip', 'deflate', 'gzip, deflate', 'deflate, gzip;q=0.5', 'identity', 'br', '*', 'gzip;q=0', ''];
  const OPTIONS: Record<string, Partial<ServerOptions>> = {
    default: {},
    off: { httpCompression: false },
    'a threshold of 1': { httpCompression: { threshold: 1 } },
    'a threshold of 7000': { httpCompression: { threshold: 7000 } },
  };
  for (const [name, options] of Object.entries(OPTIONS)) {
    same(
      `encodings and content, ${name}`,
      async (run) => {
        run.engine.on('connection', (session: Socket) => session.on('message', (text) => session.send(text === 'large' ? LARGE : text)));
        for (const encoding of ENCODINGS) {
          const session = await run.openPolling();
          for (const body of ['4large', '4small']) {
            await run.ask(session, { method: 'POST', body });
            const { headers, bytes } = await run.ask(session, { headers: { 'accept-encoding': encoding } });
            const decoded =
              headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : headers['content-encoding'] === 'deflate' ? inflateSync(bytes) : bytes;
            run.log(encoding, body, headers['content-encoding'] ?? null, headers['content-type'], decoded.toString());
          }
        }
      },
      options,
    );
  }

  same('a message that is not to be compressed, alone and beside one that is', async (run) => {
    run.engine.on('connection', (session: Socket) =>
      session.on('message', (text) => {
        session.send(LARGE, { compress: false });
        if (text === 'both') session.send('small');
      }),
    );
    const session = await run.openPolling();
    for (const body of ['4alone', '4both']) {
      await run.ask(session, { method: 'POST', body });
      run.log(body, (await run.ask(session, { headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding'] ?? null);
    }
  });

  same(
    'bytes of revision 3',
    async (run) => {
      run.engine.on('connection', (session: Socket) => session.on('message', () => session.send(deflateSync(LARGE).fill(7))));
      const session = await run.openPolling('EIO=3');
      await run.ask(session, { method: 'POST', body: '2:4x' });
      const { headers, bytes } = await run.ask(session, { headers: { 'accept-encoding': 'gzip' } });
      run.log(headers['content-type'], headers['content-encoding'], gunzipSync(bytes));
    },
    { allowEIO3: true, httpCompression: { threshold: 10 } },
  );
});

describe('events', () => {
  same('flush and drain, of the session and of the engine', async (run) => {
    const types = (packets: { type: string }[]) => packets.map(({ type }) => type);
    run.engine.on('flush', (session: Socket, packets) => run.log('engine flush', session.protocol, types(packets)));
    run.engine.on('drain', (session: Socket) => run.log('engine drain', session.protocol));
    run.engine.on('connection', (session: Socket) => {
      session.on('packetCreate', ({ type }) => run.log('packetCreate', type));
      session.on('packet', ({ type }) => run.log('packet', type));
      session.on('data', (data) => run.log('data', data));
      session.on('message', (data) => session.send(data));
      session.on('flush', (packets) => run.log('flush', types(packets)));
      session.on('drain', () => run.log('drain'));
    });
    const session = await run.openPolling();
    run.transcript.splice(0);
    await run.ask(session, { method: 'POST', body: '4a' });
    await run.http(session);
  });

  for (const data of [
    'text',
    Buffer.from([1, 2]),
    new Uint8Array([1, 2, 3]).subarray(1),
    new Uint16Array([513]),
    new DataView(new ArrayBuffer(2)),
    new ArrayBuffer(3),
  ]) {
    same(`send() of ${data.constructor.name}, with a callback as its second argument`, async (run) => {
      run.engine.on('connection', (session: Socket) => session.on('message', () => session.send(data, () => run.log('sent'))));
      const session = await run.openPolling();
      await run.ask(session, { method: 'POST', body: '4x' });
      run.log((await run.ask(session)).text);
      run.transcript.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    });
  }
});
