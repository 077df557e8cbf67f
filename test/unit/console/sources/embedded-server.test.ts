import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { MAX_NAMESPACES, MAX_ROOMS_PER_SOCKET, MAX_SOURCES } from '../../../../src/main/console/limits.ts';
import { freePort } from '../../../fixtures/free-port.ts';
import { Harness, idOf } from '../console-harness.ts';

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(() => harness.close());

const call: Harness['page']['call'] = (name, params) => harness.page.call(name, params);
const everySocket = () =>
  harness.watch('sockets', { sourceId: harness.sourceId, where: {}, sort: { by: 'connectedAt', isDescending: false }, offset: 0, limit: 500 });

describe('starting and stopping', () => {
  it('tells its state, and its real port while it runs', async () => {
    const { sourceId } = harness;
    const watched = harness.watch('sources', {});
    const { sources } = await watched.until(({ sources: [source] }) => source?.state === 'running');
    expect(sources[0]?.capabilities).toEqual(expect.arrayContaining(['sockets', 'rooms']));
    expect(sources[0]?.capabilities).not.toContain('connection');
    expect(sources).toMatchObject([{ sourceId, kind: 'server', name: 'test', port: 0, failure: null, url: expect.stringMatching(/:[1-9]\d+$/) }]);
    await call('source.stop', { sourceId });
    const stopped = await watched.until(({ sources: [source] }) => source?.state === 'stopped');
    expect(stopped.sources).toMatchObject([{ url: null, counts: { sockets: 0, rooms: 0, namespaces: 0 } }]);
  });

  it('answers a browser that looks in', async () => {
    const url = await harness.url();
    await expect((await fetch(url)).text()).resolves.toContain('Patchbay Socket.IO server');
    expect((await fetch(`${url}/else`)).status).toBe(404);
  });

  it('counts what it refused, and the limits that clients hit', async () => {
    const url = await harness.url();
    await fetch(`${url}/socket.io/?EIO=4&transport=none`);
    const sid = (JSON.parse((await (await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).text()).slice(1)) as { sid: string }).sid;
    const post = (body: string): Promise<Response> => fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body });
    await post('40');
    await post(`42["${'x'.repeat(5000)}"]`);
    const { summary } = await harness
      .watch('metrics', { sourceId: harness.sourceId, rangeSeconds: 60 })
      .until(({ summary: { refusals } }) => Object.keys(refusals).length > 1);
    expect(summary.refusals).toEqual({ 'Transport unknown': 1, eventNameLength: 1 });
  });

  it('serves the client of browsers', async () => {
    const answer = await fetch(`${await harness.url()}/socket.io/socket.io.js`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/javascript; charset=utf-8']);
  });

  it('lets clients of 2.x in, and shows which protocol they speak', async () => {
    const client = (createRequire(import.meta.url)('socket.io-client-2') as (url: string, options: object) => { disconnect(): void })(
      await harness.url(),
      { transports: ['websocket'] },
    );
    onTestFinished(() => client.disconnect());
    const { rows } = await everySocket().until(({ rows: [row] }) => row !== undefined);
    expect(rows).toMatchObject([{ namespace: '/', transport: 'websocket', protocol: 3, rttMs: null }]);
  });

  it('fails with PORT_IN_USE, says so, and starts once the port is free', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { sourceId } = await call('source.add', { kind: 'server', name: 'second', host: '127.0.0.1', port });
    const message = expect.stringContaining(`port ${port} on 127.0.0.1 is in use by `);
    await expect(call('source.start', { sourceId })).rejects.toMatchObject({ code: 'PORT_IN_USE', message });
    const watched = harness.watch('sources', {});
    const { sources } = await watched.until(() => true);
    expect(sources[1]).toMatchObject({ state: 'failed', failure: { code: 'PORT_IN_USE', message }, url: null });
    await new Promise((resolve) => other.close(resolve));
    await call('source.start', { sourceId });
    await watched.until(({ sources: [, second] }) => second?.state === 'running' && second.failure === null);
  });

  it('fails with ADDRESS_UNAVAILABLE on an address of another machine', async () => {
    const { sourceId } = await call('source.add', { kind: 'server', name: 'far', host: '192.0.2.1', port: 0 });
    await expect(call('source.start', { sourceId })).rejects.toMatchObject({ code: 'ADDRESS_UNAVAILABLE' });
  });

  it('is changed at any time, and started again only while it is at rest', async () => {
    const { sourceId } = harness;
    await expect(call('source.start', { sourceId })).rejects.toMatchObject({ code: 'SOURCE_RUNNING' });
    await call('source.update', { sourceId, name: 'renamed' });
    await call('source.stop', { sourceId });
    await call('source.update', { sourceId, host: 'localhost' });
    await call('source.start', { sourceId });
    await harness.watch('sources', {}).until(({ sources: [source] }) => source?.name === 'renamed' && source.state === 'running');
  });

  it('stops when it is told to while it starts', async () => {
    const { sourceId } = harness;
    await call('source.stop', { sourceId });
    await Promise.all([call('source.start', { sourceId }), call('source.stop', { sourceId })]);
    await harness.watch('sources', {}).until(({ sources: [source] }) => source?.state === 'stopped');
  });

  it('tells its clients when it stops, and empties its screens', async () => {
    const client = await harness.connect();
    const sockets = everySocket();
    await sockets.until(({ total }) => total === 1);
    const disconnected = new Promise((resolve) => client.once('disconnect', resolve));
    await call('source.stop', { sourceId: harness.sourceId });
    await disconnected;
    await sockets.until(({ total }) => total === 0);
  });

  it('ends the feeds of a source that is removed', async () => {
    const sockets = everySocket();
    await sockets.until(() => true);
    await call('source.remove', { sourceId: harness.sourceId });
    await expect.poll(() => sockets.failures).toMatchObject([{ code: 'SOURCE_GONE' }]);
    await expect(call('source.start', { sourceId: harness.sourceId })).rejects.toMatchObject({ code: 'SOURCE_GONE' });
  });

  it('refuses more sources than a console holds', async () => {
    const add = () => call('source.add', { kind: 'server', name: 'more', host: '127.0.0.1', port: 0 });
    for (let count = 1; count < MAX_SOURCES; count++) await add();
    await expect(add()).rejects.toMatchObject({ code: 'TOO_MANY_SOURCES' });
  });
});

describe('what clients do', () => {
  it('shows sockets of any namespace with their rooms and counts', async () => {
    const client = await harness.connect('/chat', { token: 't' });
    await client.emitWithAck('join', ['a', 'b']);
    const { rows } = await everySocket().until(({ rows: [row] }) => row?.rooms === 2);
    expect(rows).toMatchObject([
      { socketId: idOf(client), namespace: '/chat', transport: 'websocket', protocol: 4, address: '127.0.0.1', packetsIn: 1 },
    ]);
    expect(rows[0]?.packetsOut).toBeGreaterThanOrEqual(2);
  });

  it('shows one socket in detail, and why it left', async () => {
    const client = await harness.connect('/', { token: 'secret', n: 1 });
    await client.emitWithAck('join', 'a');
    const { sourceId } = harness;
    const watched = harness.watch('socket', { sourceId, namespace: '/', socketId: idOf(client) });
    const { socket } = await watched.until((batch) => batch.socket?.roomNames.length === 1);
    expect(socket).toMatchObject({
      state: { connected: true },
      roomNames: ['a'],
      data: {},
      handshake: { auth: { token: 'secret', n: 1 }, query: { EIO: '4' } },
    });
    client.disconnect();
    const gone = await watched.until((batch) => batch.socket?.state.connected === false);
    expect(gone.socket).toMatchObject({ state: { reason: 'client namespace disconnect' }, roomNames: ['a'], handshake: { auth: { n: 1 } } });
  });

  it('says null for a socket that never was', async () => {
    const watched = harness.watch('socket', { sourceId: harness.sourceId, namespace: '/', socketId: 'nobody' });
    await expect(watched.until(() => true)).resolves.toEqual({ socket: null });
  });

  it('lets clients choose their rooms, within bounds', async () => {
    const client = await harness.connect();
    await expect(client.emitWithAck('join', 'a')).resolves.toEqual({ ok: true, rooms: ['a'] });
    await expect(client.emitWithAck('join', ['b', 'a'])).resolves.toEqual({ ok: true, rooms: ['a', 'b'] });
    await expect(client.emitWithAck('leave', ['a', idOf(client)])).resolves.toEqual({ ok: true, rooms: ['b'] });
    for (const bad of [7, '', 'x'.repeat(257), [null], { length: 0 }]) {
      await expect(client.emitWithAck('join', bad)).resolves.toMatchObject({ ok: false });
    }
    const many = Array.from({ length: MAX_ROOMS_PER_SOCKET }, (_, index) => `room ${index}`);
    await expect(client.emitWithAck('join', many)).resolves.toMatchObject({ ok: false });
    await expect(client.emitWithAck('join', many.slice(1))).resolves.toMatchObject({ ok: true });
  });

  it('takes up to a hundred namespaces', async () => {
    const manager = await harness.connect('/n1');
    const connected = Array.from({ length: MAX_NAMESPACES - 2 }, (_, index) => {
      const socket = manager.io.socket(`/n${index + 2}`);
      return new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
    });
    await Promise.all(connected);
    const refused = await new Promise<Error>((resolve) => manager.io.socket('/one-more').once('connect_error', resolve));
    expect(refused.message).toBe('Invalid namespace');
  });

  it('logs what passes, with answers paired to what was asked', async () => {
    const client = await harness.connect();
    await client.emitWithAck('join', 'a');
    client.emit('file', Buffer.from([1, 2]), 'name');
    const { sourceId } = harness;
    const traffic = harness.watch('traffic', { sourceId, where: {} });
    await expect.poll(() => traffic.batches.flatMap(({ rows }) => rows).length).toBe(5);
    const rows = traffic.batches.flatMap(({ rows: batch }) => batch);
    expect(rows.map(({ seq, direction, kind, event, ackFor }) => [seq, direction, kind, event, ackFor])).toEqual([
      [0, 'in', 'connect', null, null],
      [1, 'out', 'connect', null, null],
      [2, 'in', 'event', 'join', null],
      [3, 'out', 'ack', null, 2],
      [4, 'in', 'event', 'file', null],
    ]);
    const detail = await call('traffic.packet', { sourceId, seq: 4 });
    expect(detail).toMatchObject({ attachments: 1, binary: [{ base64: 'AQI=', bytes: 2 }], preview: 'binary 2 B,"name"' });
    const page = await call('traffic.page', { sourceId, where: { filter: 'dir:in' }, beforeSeq: 4, limit: 1 });
    expect(page).toMatchObject({ rows: [{ seq: 2 }], reachedStart: false });
    await call('traffic.clear', { sourceId });
    await expect(call('traffic.packet', { sourceId, seq: 4 })).rejects.toMatchObject({ code: 'PACKET_GONE' });
  });

  it('measures it by the second', async () => {
    const metrics = harness.watch('metrics', { sourceId: harness.sourceId, rangeSeconds: 60 });
    const client = await harness.connect();
    client.emit('chat', 'hello');
    await expect
      .poll(() => metrics.batches.flatMap(({ points }) => points).reduce((packets, point) => packets + point.packetsIn, 0), { timeout: 4000 })
      .toBe(2);
    const { summary } = await metrics.until(({ summary: { busiestEvents } }) => busiestEvents.length > 0);
    expect(summary).toMatchObject({ sockets: 1, clients: 1, transports: { websocket: 1 }, protocols: { 4: 1 }, busiestEvents: [{ name: 'chat' }] });
    expect(metrics.batches.map(({ isBacklog }) => isBacklog).slice(0, 2)).toEqual([true, false]);
  });
});

describe('what a person does', () => {
  it('puts a socket into rooms and takes it out', async () => {
    const socketId = idOf(await harness.connect());
    const ref = { sourceId: harness.sourceId, namespace: '/', socketId };
    await call('socket.join', { ...ref, rooms: ['vip', 'beta'] });
    await call('socket.leave', { ...ref, room: 'beta' });
    const watched = harness.watch('socket', ref);
    expect((await watched.until(() => true)).socket?.roomNames).toEqual(['vip']);
  });

  it('disconnects a socket of one namespace, or the whole connection', async () => {
    const [chat, root] = [await harness.connect('/chat'), await harness.connect()];
    const reasons = [chat, root].map((client) => new Promise((resolve) => client.once('disconnect', resolve)));
    const { sourceId } = harness;
    await call('socket.disconnect', { sourceId, namespace: '/chat', socketId: idOf(chat), close: false });
    await call('socket.disconnect', { sourceId, namespace: '/', socketId: idOf(root), close: true });
    await expect(Promise.all(reasons)).resolves.toEqual(['io server disconnect', 'io server disconnect']);
  });

  it('fails with SOCKET_GONE for a socket that has left, and makes no namespace for it', async () => {
    const { sourceId } = harness;
    const ref = { sourceId, namespace: '/nowhere', socketId: 'nobody' };
    await expect(call('socket.join', { ...ref, rooms: ['a'] })).rejects.toMatchObject({ code: 'SOCKET_GONE' });
    await expect(call('socket.leave', { ...ref, room: 'a' })).rejects.toMatchObject({ code: 'SOCKET_GONE' });
    await expect(call('socket.disconnect', { ...ref, close: true })).rejects.toMatchObject({ code: 'SOCKET_GONE' });
    const { sources } = await harness.watch('sources', {}).until(() => true);
    expect(sources[0]?.counts.namespaces).toBe(1);
  });
});
