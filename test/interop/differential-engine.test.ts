// Engine.IO: the same requests and frames to the official server and to ours.
import type { IncomingMessage } from 'node:http';
import { describe } from 'vitest';
import { WebSocket } from 'ws';
import { differs, type Run, same } from './two-servers.ts';

function logRefusals(run: Run): void {
  run.io.engine.on('connection_error', ({ code, message, context }) => run.log('connection_error', code, message, context));
}

describe('handshakes and refusals', () => {
  const QUERIES = [
    'transport=polling',
    'transport=polling&t=abc&b64=1',
    'transport=tcp',
    'x=1',
    'transport=webtransport',
    'transport=websocket',
    'transport=polling&sid=nobody',
    'transport=websocket&sid=nobody',
    'transport=polling&sid=',
    'transport=websocket&transport=polling',
    'transport=polling&transport=websocket',
    'transport=polling&sid=a&sid=b',
    'transport=polling&EIO=3',
    'transport=polling&EIO=5',
    'transport=__proto__',
    'transport=polling&sid=__proto__',
    'transport=polling&sid=%ff%zz',
    `transport=polling&long=${'x'.repeat(6000)}`,
  ];
  for (const method of ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS']) {
    same(`${method} without a session`, async (run) => {
      logRefusals(run);
      for (const query of QUERIES) await run.http(query, { method });
    });
  }

  same('other methods on a session', async (run) => {
    const sid = await run.openPolling();
    for (const method of ['PUT', 'HEAD', 'DELETE', 'OPTIONS']) await run.http(`transport=polling&sid=${sid}`, { method });
    await run.http(`transport=websocket&sid=${sid}`);
    await run.http(`transport=polling&sid=${sid}&EIO=3`);
    run.log('sessions', run.io.engine.clientsCount);
  });

  same(
    'cors, with options',
    async (run) => {
      const headers = { origin: 'http://page.test' };
      const preflight = await run.http('transport=polling', { method: 'OPTIONS', headers });
      const answer = await run.http('transport=polling', { headers });
      for (const { headers: given } of [preflight, answer]) {
        run.log(given['access-control-allow-origin'], given['access-control-allow-credentials'], given.vary, given['access-control-allow-methods']);
      }
      const peer = await run.webSocket('', { origin: 'http://page.test' });
      run.log('open', peer.ws.readyState);
    },
    { cors: { origin: ['http://page.test'], credentials: true } },
  );

  same(
    'cors, with a delegate that fails',
    async (run) => {
      logRefusals(run);
      await run.http('transport=polling', { headers: { origin: 'http://page.test' } });
    },
    { cors: (_req: unknown, done: (error: Error | null) => void) => done(new Error('no')) },
  );

  same(
    'the headers of the 101 with cors',
    async (run) => {
      const ws = new WebSocket(`ws://127.0.0.1:${run.port}/socket.io/?EIO=4&transport=websocket`, { origin: 'http://page.test' });
      const [res] = (await run.once(ws, 'upgrade')) as [IncomingMessage];
      run.log(res.statusCode, res.headers['access-control-allow-origin'], res.headers['access-control-allow-credentials'], res.headers.vary);
      ws.terminate();
    },
    { cors: { origin: 'http://page.test', credentials: true } },
  );
});

describe('polling', () => {
  const PAYLOADS = [
    '40',
    '40\x1e6',
    'x',
    '4',
    '4x',
    '1',
    '2',
    '2probe',
    '3',
    '5',
    '6',
    '0{}',
    'bAQID',
    '49',
    '42["a"]',
    '40/nope,',
    '40/nope,{"a":1}',
    '40{"token":"é😀"}',
    '40[]',
    '40null',
    '401',
    '41',
    '44{"message":"x"}',
    '451-["a",{"_placeholder":true,"num":0}]',
  ];
  same('one POST, then what its GET brings', async (run) => {
    run.io.engine.on('connection', (session) => session.on('close', (reason: string) => run.log('close', reason)));
    run.io.on('connection', (socket) => run.log('connection', socket.handshake.auth));
    for (const body of PAYLOADS) {
      const sid = await run.openPolling();
      const pending = run.http(`transport=polling&sid=${sid}`);
      const answer = await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'POST', body, {
        'content-type': 'text/plain;charset=UTF-8',
      });
      run.log('POST', body, answer.status, answer.headers['content-type'], answer.text);
      // Whatever happened, the session is ended now, and the GET with it.
      await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'POST', '1', {});
      await pending;
    }
    // What one session does to another's lines is of no interest.
    run.transcript.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  });

  same(
    'too large, not text, empty, chunked',
    async (run) => {
      const sid = await run.openPolling();
      await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '4'.repeat(101) });
      await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '4'.repeat(300), headers: { 'transfer-encoding': 'chunked' } });
      await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '€'.repeat(34) });
      run.log('sessions', run.io.engine.clientsCount);
      await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '6', headers: { 'content-type': 'application/octet-stream; x' } });
      await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '6', headers: { 'content-type': 'application/json' } });
      await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '6', headers: { 'content-type': 'application/octet-stream' } });
      run.log('sessions', run.io.engine.clientsCount);
    },
    { maxHttpBufferSize: 100 },
  );

  same('a GET over another, a POST that is dropped, a GET that is dropped', async (run) => {
    const first = await run.openPolling();
    const answers = await Promise.all([0, 1].map(() => run.request(`/socket.io/?EIO=4&transport=polling&sid=${first}`, 'GET', '', {})));
    run.log(answers.map(({ status, text }) => `${status} ${text}`).sort());
    run.log('sessions', run.io.engine.clientsCount);
  });

  same('close() of a session that has something to send', async (run) => {
    run.io.on('connection', (socket) => {
      socket.on('disconnect', (reason) => run.log('disconnect', reason));
      socket.on('bye', () => {
        socket.emit('last');
        socket.disconnect(true);
      });
    });
    const sid = await run.openPolling();
    await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '40' });
    await run.http(`transport=polling&sid=${sid}`);
    await run.http(`transport=polling&sid=${sid}`, { method: 'POST', body: '42["bye"]' });
    const { text } = await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'GET', '', {});
    // Packets may share a payload, or not; the reference puts a noop before the close.
    const rest =
      text.endsWith('1') && text.includes('\x1e1') ? '' : (await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'GET', '', {})).text;
    run.log(
      [text, rest]
        .filter((part) => part !== '')
        .join('\x1e')
        .replace('6\x1e', ''),
    );
  });
});

describe('upgrade', () => {
  async function upgradable(run: Run): Promise<string> {
    const sid = await run.openPolling();
    await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'POST', '40', {});
    await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'GET', '', {});
    return sid;
  }

  same('probe, upgrade, and the polling transport afterwards', async (run) => {
    run.io.engine.on('connection', (session) => {
      session.on('upgrading', () => run.log('upgrading'));
      session.on('upgrade', (transport: { name: string }) => run.log('upgrade', transport.name));
    });
    const sid = await upgradable(run);
    const pending = run.http(`transport=polling&sid=${sid}`);
    const peer = await run.webSocket(`&sid=${sid}`);
    peer.send('2probe');
    await peer.read(/3probe/);
    await pending;
    run.io.emit('buffered', 1);
    peer.send('5');
    await peer.read(/buffered/);
    await run.http(`transport=polling&sid=${sid}`);
    peer.send('3');
    run.io.emit('after');
    await peer.read(/after/);
    peer.ws.close();
    await peer.readToEnd();
  });

  for (const message of ['2', '4hello', 'x', '2other', '1', '0', '6']) {
    same(`"${message}" on the new WebSocket closes it, and polling lives`, async (run) => {
      const sid = await upgradable(run);
      const peer = await run.webSocket(`&sid=${sid}`);
      peer.send(message);
      await peer.readToEnd();
      run.io.emit('alive');
      await run.http(`transport=polling&sid=${sid}`);
    });
  }

  same('a second probe is answered too', async (run) => {
    const peer = await run.webSocket(`&sid=${await upgradable(run)}`);
    peer.send('2probe', '2probe', '5');
    await peer.read(/3probe/);
    await peer.read(/3probe/);
    run.io.emit('after');
    await peer.read(/after/);
  });

  same('close() while it is upgrading', async (run) => {
    run.io.engine.once('connection', (session) => session.on('close', (reason: string) => run.log('close', reason)));
    const sid = await upgradable(run);
    const peer = await run.webSocket(`&sid=${sid}`);
    peer.send('2probe');
    await peer.read(/3probe/);
    run.io.disconnectSockets(true);
    peer.send('5');
    await peer.readToEnd();
  });
});

describe('differences on purpose', () => {
  const REFUSED = { EIO3: 'EIO=3&transport=websocket', 'polling as an upgrade': 'EIO=4&transport=polling' };
  for (const [name, query] of Object.entries(REFUSED)) {
    differs(
      `${name} is refused before the 101`,
      'the reference opens the WebSocket first, and drops it',
      async (run) => run.log(await run.upgradeOutcome(`/socket.io/?${query}`)),
      { official: [['open']], ours: [[400]] },
    );
  }

  differs(
    'a session is upgraded only where upgrades are allowed',
    'the option is for the client only in the reference',
    async (run) => run.log(await run.upgradeOutcome(`/socket.io/?EIO=4&transport=websocket&sid=${await run.openPolling()}`)),
    { official: [['open']], ours: [[400]] },
    { allowUpgrades: false },
  );

  differs(
    'packets behind a CONNECT in one payload are read',
    'the reference joins later, and takes them for packets before CONNECT',
    async (run) => {
      run.io.on('connection', (socket) => socket.onAny((event) => run.log(event)));
      const sid = await run.openPolling();
      await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'POST', '40\x1e42["a"]', {});
      run.log('sessions', run.io.engine.clientsCount);
    },
    { official: [['sessions', 1]], ours: [['a'], ['sessions', 1]] },
  );

  differs(
    '"5" without a probe closes the WebSocket',
    'the specification has the probe first; polling lives on',
    async (run) => {
      const sid = await run.openPolling();
      await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'POST', '40', {});
      await run.request(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'GET', '', {});
      const peer = await run.webSocket(`&sid=${sid}`);
      peer.send('5');
      if (run.kind === 'ours') await peer.closed;
      else await run.once([...run.io.sockets.sockets.values()][0]?.conn ?? run.io.engine, 'upgrade');
      run.log([...run.io.sockets.sockets.values()].map((socket) => socket.conn.transport.name));
    },
    { official: [[['websocket']]], ours: [[['polling']]] },
  );
});
