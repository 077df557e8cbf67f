// Engine.IO, revision 3 and JSONP: the same requests and frames to the official engine and to ours.

import { describe } from 'vitest';
import type { Socket } from '../../src/core/engine/index.ts';
import { differs, type EngineRun, same } from './two-engines.ts';

const EIO3 = { allowEIO3: true };

/** Every session's messages and end are written down; `echo` sends each message back. */
function watch(run: EngineRun, { echo = false } = {}): void {
  run.engine.on('connection', (session: Socket) => {
    run.log('connection', session.protocol, session.transport.name);
    session.on('message', (data) => {
      run.log('received', data);
      if (echo) session.send(data);
    });
    session.on('heartbeat', () => run.log('heartbeat'));
    session.on('close', (reason) => run.log('close', reason));
  });
  run.engine.on('connection_error', ({ code, message, context }) => run.log('connection_error', code, message, context));
}

describe('handshakes', () => {
  for (const query of [
    'transport=polling',
    'EIO=3&transport=polling',
    'EIO=2&transport=polling',
    'EIO=3&transport=polling&b64=1',
    'EIO=4&transport=polling&b64=1',
  ]) {
    same(`${query}`, async (run) => void (await run.http(query)), EIO3);
    same(`${query}, EIO3 not allowed`, async (run) => {
      watch(run);
      await run.http(query);
    });
  }

  for (const query of ['transport=websocket', 'EIO=3&transport=websocket', 'EIO=3&transport=websocket&b64=1']) {
    same(
      `${query}`,
      async (run) => {
        watch(run);
        const ws = await run.webSocket(query);
        ws.send('2');
        await new Promise((resolve) => run.engine.once('flush', resolve));
        ws.close();
        await new Promise((resolve) => ws.once('close', resolve));
        run.transcript.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
      },
      EIO3,
    );
  }

  same(
    'requests of one revision on a session of the other',
    async (run) => {
      watch(run);
      const query = await run.openPolling('EIO=3');
      await run.http(query.replace('EIO=3', 'EIO=4'));
      await run.http((await run.openPolling('EIO=4')).replace('EIO=4', 'EIO=3'));
      await run.upgrade(query.replace('EIO=3', 'EIO=4').replace('polling', 'websocket'));
    },
    EIO3,
  );
});

describe('payloads', () => {
  /** Posts, and writes down what comes back, if there still is a session. */
  async function postAndPoll(run: EngineRun, query: string, body: string | Buffer, contentType: string): Promise<void> {
    watch(run, { echo: true });
    const session = await run.openPolling(query);
    const answer = await run.ask(session, { method: 'POST', body, headers: { 'content-type': contentType } });
    run.log('POST', answer.status, answer.headers['content-type'], answer.text);
    if (run.engine.clientsCount === 0) return;
    // A close packet would end the GET, where nothing is to be sent.
    const polling = run.ask(session);
    await run.ask(session, { method: 'POST', body: '1:1' });
    const { status, headers, bytes } = await polling;
    run.log('GET', status, headers['content-type'], bytes);
  }

  const TEXTS = [
    '1:2',
    '5:4a€b2',
    '2:4a3:4€€',
    '1:21:2',
    '3:4😀',
    '6:b4AQID',
    '8:b4AQID==',
    '6:b4AQID2:4a',
    '0:',
    '0:2:4a',
    '1:6',
    '1:5',
    '1:0',
    '1:3',
    '1:1',
  ];
  const BAD_TEXTS = ['', 'x', '2:4', '1:', ':', '3:4a', '1:x', '4a', '1:7'];
  for (const body of [...TEXTS, ...BAD_TEXTS]) {
    same(`POST ${JSON.stringify(body)}, and what comes back`, (run) => postAndPoll(run, 'EIO=3', body, 'text/plain;charset=UTF-8'), EIO3);
  }

  const BYTES = ['0001ff32', '0104ff04010203', '0004ff34e282ac0103ff040102', '0002ff3461', `000104ff34${'61'.repeat(13)}`, '0001ff36', ''];
  for (const hex of BYTES) {
    for (const query of ['EIO=3', 'EIO=3&b64=1']) {
      same(
        `POST of bytes "${hex}", and what comes back, ${query}`,
        (run) => postAndPoll(run, query, Buffer.from(hex, 'hex'), 'application/octet-stream'),
        EIO3,
      );
    }
  }

  for (const [query, payload] of [
    ['EIO=3', 'text'],
    ['EIO=3&b64=1', 'base64'],
    ['EIO=4', 'revision 4'],
  ]) {
    same(
      `what the server sends in one turn, ${payload}`,
      async (run) => {
        run.engine.on('connection', (session: Socket) => {
          session.on('message', () => {
            session.send('a€');
            session.send(Buffer.from([1, 2, 3]));
            session.send('b');
          });
        });
        const session = await run.openPolling(query);
        await run.ask(session, { method: 'POST', body: payload === 'revision 4' ? '4x' : '2:4x' });
        const first = await run.ask(session);
        run.log(first.headers['content-type'], first.bytes);
      },
      EIO3,
    );
  }
});

describe('WebSocket', () => {
  for (const query of ['EIO=3', 'EIO=3&b64=1', 'EIO=4', 'EIO=4&b64=1']) {
    same(
      `texts and bytes, both ways, ${query}`,
      async (run) => {
        watch(run, { echo: true });
        const ws = await run.webSocket(`${query}&transport=websocket`);
        const isThird = query.startsWith('EIO=3');
        for (const message of ['4a€', Buffer.from(isThird ? [4, 1, 2, 3] : [1, 2, 3]), isThird ? 'b4AQID' : 'bAQID']) {
          const answered = new Promise((resolve) => run.engine.once('drain', resolve));
          ws.send(message);
          await answered;
        }
        const echoed = new Promise((resolve) => ws.on('message', (data: Buffer) => data.toString() === '4end' && resolve(true)));
        ws.send('4end');
        await echoed;
        run.transcript.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
      },
      EIO3,
    );
  }

  for (const message of ['2', '2hello', '3', 'x', '9']) {
    same(
      `"${message}" from the client`,
      async (run) => {
        watch(run);
        const ws = await run.webSocket('EIO=3&transport=websocket');
        const settled = new Promise((resolve) => {
          ws.on('close', resolve);
          ws.on('message', (data: Buffer) => data.toString().startsWith('3') && resolve(true));
        });
        ws.send(message);
        await settled;
        run.log('sessions', run.engine.clientsCount);
      },
      EIO3,
    );
  }
});

describe('differences on purpose', () => {
  differs(
    'a close packet over WebSocket',
    'it ends the session, as the specification has it; the reference waits for the connection to end',
    async (run) => {
      const ws = await run.webSocket('EIO=3&transport=websocket');
      const closed = new Promise((resolve) => ws.once('close', resolve));
      ws.send('1');
      ws.ping();
      await Promise.race([closed, new Promise((resolve) => ws.once('pong', resolve))]);
      run.transcript.splice(0);
      run.log('sessions', run.engine.clientsCount);
    },
    { official: [['sessions', 1]], ours: [['sessions', 0]] },
    EIO3,
  );

  for (const [name, hex] of [
    ['a length over what is left', '0009ff3461'],
    ['bytes of another packet type', '0101ff02'],
  ]) {
    differs(
      `a payload of bytes with ${name}`,
      'it is not one: the reference takes what it finds',
      async (run) => {
        const session = await run.openPolling('EIO=3');
        await run.ask(session, { method: 'POST', body: Buffer.from(hex ?? '', 'hex'), headers: { 'content-type': 'application/octet-stream' } });
        run.log('sessions', run.engine.clientsCount);
      },
      { official: [['sessions', 1]], ours: [['sessions', 0]] },
      EIO3,
    );
  }
});

describe('upgrade', () => {
  same(
    'probe and upgrade, with a ping over polling in between',
    async (run) => {
      watch(run, { echo: true });
      const query = await run.openPolling('EIO=3');
      const pending = run.http(query);
      const ws = await run.webSocket(query.replace('polling', 'websocket'));
      const probed = new Promise((resolve) => ws.once('message', resolve));
      ws.send('2probe');
      await probed;
      await pending;
      await run.ask(query, { method: 'POST', body: '1:2' });
      await run.http(query);
      ws.send('5');
      const echoed = new Promise((resolve) => ws.once('message', resolve));
      ws.send('4after');
      await echoed;
    },
    EIO3,
  );
});

describe('JSONP', () => {
  for (const query of ['EIO=3&j=0', 'EIO=4&j=0', 'EIO=4&j=12', 'EIO=4&j=1)%3Balert(2', 'EIO=4&j=']) {
    same(
      `the script that answers, ${query}`,
      async (run) => {
        const { status, text } = await run.ask(`${query}&transport=polling`);
        run.log(status, text.replace(/\d+:0\{/, '<n>:0{'));
        run.engine.on('connection', (session: Socket) => session.on('message', (data) => session.send(data)));
        const session = await run.openPolling(query);
        const body = query.startsWith('EIO=3') ? '7:4"\u2028\\n\u20291:6' : '4"\u2028\\n\u2029';
        const answer = await run.ask(session, { method: 'POST', body: `d=${encodeURIComponent(body)}` });
        run.log(answer.status, answer.headers['content-type'], answer.text);
        run.log((await run.ask(session)).text);
      },
      EIO3,
    );
  }

  for (const body of [
    'd=4a',
    'd=4a%5Cnb',
    'd=4a%5C%5Cnb',
    'd=4a%5C%5C%5Cnb',
    'd=4+%2B',
    'e=4a',
    '',
    '4a',
    'd=',
    'd=%C3%A9',
    'd=4%E2%82%AC',
    'd=4%ZZ',
  ]) {
    same(`POST ${body}`, async (run) => {
      watch(run);
      const query = await run.openPolling('EIO=4&j=0');
      const answer = await run.ask(query, { method: 'POST', body });
      run.log(answer.status, answer.headers['content-type'], answer.text, run.engine.clientsCount);
      run.transcript.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    });
  }

  differs(
    'the type of a script',
    'text/plain, which a page with `nosniff` does not run',
    async (run) => {
      const { headers } = await run.ask('EIO=4&transport=polling&j=0');
      run.log(headers['content-type'], headers['x-content-type-options'] ?? null, headers['cache-control']);
    },
    {
      official: [['text/plain; charset=UTF-8', null, 'no-store']],
      ours: [['text/javascript; charset=UTF-8', 'nosniff', 'no-store']],
    },
  );
});
