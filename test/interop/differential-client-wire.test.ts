// What a client says on the wire, byte for byte, to a server that a script plays; with the official client and ours.
import { describe } from 'vitest';
import type { Socket } from '../../src/core/client/index.ts';
import { handshake, type ScriptedRequest, type ScriptedServer } from '../fixtures/scripted-server.ts';
import { type ClientRun, differsScripted, sameScripted } from './two-clients.ts';

/** A request without what is random. */
function told({ method, url, headers, body }: ScriptedRequest): unknown[] {
  const { 'content-type': contentType = '', accept, cookie = '' } = headers;
  const query = [...url.searchParams].map(([name, value]) => (name === 't' ? `t=${value.length > 0}` : `${name}=${value}`));
  return [method, url.pathname, query, contentType, accept, cookie, body];
}

function opened(run: ClientRun, options: object, namespace = '/') {
  const manager = run.manager({ transports: ['polling'], ...options });
  const socket = manager.socket(namespace, options);
  socket.connect();
  return socket;
}

async function connectedOverPolling(run: ClientRun, server: ScriptedServer, change: object = {}, options: object = {}) {
  const socket = opened(run, options);
  (await server.nextGet()).answer(handshake(change));
  const connect = await server.nextPost();
  connect.answer('ok');
  const poll = await server.nextGet();
  poll.answer('40{"sid":"the-socket"}');
  await run.once(socket, 'connect');
  return socket;
}

function logAll(run: ClientRun, socket: Socket): void {
  run.logSocket(socket);
  run.logManager(socket.io);
}

describe('polling', () => {
  sameScripted('the requests of a connection', async (run, server) => {
    const socket = opened(run, { query: { own: 'é' }, extraHeaders: { accept: 'all' } });
    const first = await server.nextGet();
    run.log(told(first));
    first.answer(handshake());
    const connect = await server.nextPost();
    run.log(told(connect));
    connect.answer('ok');
    const poll = await server.nextGet();
    run.log(told(poll));
    poll.answer('40{"sid":"the-socket"}');
    await run.once(socket, 'connect');
    socket.emit('text', 'é€😀');
    const text = await server.nextPost();
    run.log(told(text));
    socket.emit('bytes', Buffer.from([1, 2, 255]), { deep: [new Uint8Array([7])] });
    socket.emit('second');
    text.answer('ok');
    const bytes = await server.nextPost();
    run.log(told(bytes));
    bytes.answer('ok');
    socket.disconnect();
    const last = await server.nextPost();
    run.log(told(last));
    last.answer('ok');
  });

  sameScripted('paths with and without a slash, and another namespace', async (run, server) => {
    for (const options of [
      { path: '/own/' },
      { path: '/own', addTrailingSlash: false },
      { timestampRequests: false },
      { timestampParam: 'stamp' },
      { forceBase64: true },
    ]) {
      run
        .manager({ transports: ['polling'], ...options })
        .socket('/admin')
        .connect();
      const request = await server.nextGet();
      run.log(request.url.pathname, [...request.url.searchParams.keys()]);
      request.answer('no', 400);
    }
  });

  sameScripted('a ping is answered in a POST', async (run, server) => {
    await connectedOverPolling(run, server);
    (await server.nextGet()).answer('2');
    run.log(told(await server.nextPost()));
  });

  sameScripted('POSTs are no longer than maxPayload', async (run, server) => {
    const socket = await connectedOverPolling(run, server, { maxPayload: 40 });
    for (const value of ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd', 'eeeeeeee']) socket.emit('x', value);
    for (let sent = 0; sent < 5; ) {
      const post = await server.nextPost();
      run.log(post.body);
      sent += post.body.split('\x1e').length;
      post.answer('ok');
    }
  });

  sameScripted('the server closes', async (run, server) => {
    const socket = await connectedOverPolling(run, server);
    logAll(run, socket);
    (await server.nextGet()).answer('1');
    await run.once(socket, 'disconnect');
  });

  sameScripted('a poll fails', async (run, server) => {
    const socket = await connectedOverPolling(run, server);
    logAll(run, socket);
    (await server.nextGet()).answer('gone', 503);
    await run.once(socket, 'disconnect');
  });

  sameScripted('a POST fails', async (run, server) => {
    const socket = await connectedOverPolling(run, server);
    logAll(run, socket);
    socket.emit('x');
    (await server.nextPost()).answer('{"code":1,"message":"Session ID unknown"}', 400);
    await run.once(socket, 'disconnect');
  });

  sameScripted('what is no packet ends it', async (run, server) => {
    const socket = await connectedOverPolling(run, server);
    logAll(run, socket);
    (await server.nextGet()).answer('nonsense');
    await run.once(socket, 'disconnect');
  });

  for (const text of ['42{}', '4zz', '43x', '42["disconnect"]']) {
    sameScripted(`what is no Socket.IO packet ends it: ${text}`, async (run, server) => {
      const socket = await connectedOverPolling(run, server);
      (await server.nextGet()).answer(text);
      run.log((await run.once(socket, 'disconnect'))[0]);
    });
  }

  sameScripted('a handshake is refused', async (run, server) => {
    const socket = opened(run, {});
    logAll(run, socket);
    (await server.nextGet()).answer('{"code":5,"message":"Unsupported protocol version"}', 400);
    await run.once(socket, 'connect_error');
  });

  sameScripted('an acknowledgement that nobody asked for, and events of other namespaces, are nothing', async (run, server) => {
    const socket = await connectedOverPolling(run, server);
    socket.onAny((...args: unknown[]) => run.log('event', ...args));
    (await server.nextGet()).answer(['4399["x"]', '42/other,["y"]', '46', '42["z"]'].slice(0, 2).concat('42["z"]').join('\x1e'));
    await run.once(socket, 'z');
  });
});

describe('WebSocket', () => {
  sameScripted('the messages of a connection', async (run, server) => {
    const socket = opened(run, { transports: ['websocket'], query: { own: 1 }, extraHeaders: { 'x-own': 'yes' } });
    const ws = await server.nextWebSocket();
    run.log(ws.url.pathname, [...ws.url.searchParams], ws.headers['x-own'], ws.headers['sec-websocket-extensions']);
    ws.send(handshake());
    run.log(await ws.next());
    ws.send('40{"sid":"the-socket"}');
    await run.once(socket, 'connect');
    ws.send('2');
    run.log(await ws.next());
    socket.emit('bytes', Buffer.from([1, 2]));
    run.log(await ws.next(), await ws.next());
    ws.send('451-["got",{"_placeholder":true,"num":0}]', Buffer.from([9]));
    run.log(await run.once(socket, 'got'));
    ws.send('427["ask"]');
    const [answer] = (await run.once(socket, 'ask')) as [(value: unknown) => void];
    answer({ ok: true });
    run.log(await ws.next());
    socket.disconnect();
    run.log(await ws.next(), await ws.closed);
  });

  sameScripted('the server closes it', async (run, server) => {
    const socket = opened(run, { transports: ['websocket'] });
    const ws = await server.nextWebSocket();
    ws.send(handshake(), '40{"sid":"the-socket"}');
    await run.once(socket, 'connect');
    logAll(run, socket);
    ws.ws.close(1001);
    await run.once(socket, 'disconnect');
  });

  sameScripted('silence for longer than the heartbeat', async (run, server) => {
    const socket = opened(run, { transports: ['websocket'] });
    const ws = await server.nextWebSocket();
    ws.send(handshake({ pingInterval: 20, pingTimeout: 10 }), '40{"sid":"the-socket"}');
    await run.once(socket, 'connect');
    logAll(run, socket);
    await run.once(socket, 'disconnect');
  });

  sameScripted('attachments that never come, or that nobody announced', async (run, server) => {
    for (const messages of [
      ['451-["x",{"_placeholder":true,"num":0}]', '42["y"]'],
      [Buffer.from([1])],
      ['451-["x",{"_placeholder":true,"num":4}]', Buffer.from([1])],
    ]) {
      const socket = opened(run, { transports: ['websocket'] });
      const ws = await server.nextWebSocket();
      ws.send(handshake(), '40{"sid":"the-socket"}');
      await run.once(socket, 'connect');
      ws.send(...messages);
      run.log((await run.once(socket, 'disconnect'))[0]);
    }
  });
});

describe('the upgrade', () => {
  sameScripted('probe, pause, upgrade', async (run, server) => {
    const socket = opened(run, { transports: ['polling', 'websocket'] });
    (await server.nextGet()).answer(handshake({ upgrades: ['websocket'] }));
    (await server.nextPost()).answer('ok');
    const ws = await server.nextWebSocket();
    run.log([...ws.url.searchParams]);
    run.log(await ws.next());
    const poll = await server.nextGet();
    ws.send('3probe');
    poll.answer('40{"sid":"the-socket"}');
    await run.once(socket, 'connect');
    run.log(await ws.next());
    socket.emit('over', 'websocket');
    run.log(await ws.next());
  });

  sameScripted('what is emitted while it is under way leaves afterwards', async (run, server) => {
    const socket = await connectedOverPolling(run, server, { upgrades: ['websocket'] }, { transports: ['polling', 'websocket'] });
    const ws = await server.nextWebSocket();
    run.log(await ws.next());
    const poll = await server.nextGet();
    ws.send('3probe');
    await run.once(socket.io.engine, 'upgrading');
    socket.emit('meanwhile');
    poll.answer('6');
    run.log(await ws.next(), await ws.next());
  });

  sameScripted('a probe that is answered wrongly leaves the session on polling', async (run, server) => {
    const socket = await connectedOverPolling(run, server, { upgrades: ['websocket'] }, { transports: ['polling', 'websocket'] });
    const ws = await server.nextWebSocket();
    await ws.next();
    ws.send('3nonsense');
    const [error] = (await run.once(socket.io.engine, 'upgradeError')) as [Error];
    run.log(error.message);
    socket.emit('still', 'polling');
    run.log((await server.nextPost()).body);
  });

  differsScripted(
    'a probe that closes after its answer',
    'the official client sends nothing any more until its heartbeat ends it, ours goes on over polling',
    async (run, server) => {
      const socket = await connectedOverPolling(
        run,
        server,
        { upgrades: ['websocket'], pingInterval: 200, pingTimeout: 100 },
        { transports: ['polling', 'websocket'] },
      );
      const ws = await server.nextWebSocket();
      await ws.next();
      const poll = await server.nextGet();
      ws.send('3probe');
      await run.once(socket.io.engine, 'upgrading');
      ws.ws.close();
      await run.once(socket.io.engine, 'upgradeError');
      poll.answer('6');
      socket.emit('still there?');
      const outcome = await Promise.race([server.nextPost().then(({ body }) => body), run.once(socket, 'disconnect').then(([reason]) => reason)]);
      run.log(outcome);
    },
    { official: [['ping timeout']], ours: [['42["still there?"]']] },
  );
});
