import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientSettings } from '../../../../src/contract/client-settings.ts';
import { MAX_CLIENT_NAMESPACES } from '../../../../src/main/console/limits.ts';
import { sendMessage } from '../../../../src/main/console/messages/send-message.ts';
import { ClientSource } from '../../../../src/main/console/sources/client-source.ts';
import { packetRow } from '../../../../src/main/console/traffic/packet-row.ts';
import { FakeManager, settings } from '../client/fake-manager.ts';
import { packet } from '../records.ts';

const sampler = {
  read: () => ({ eventLoopDelayP99Ms: 0, eventLoopDelayMaxMs: 0, rssBytes: 0, heapUsedBytes: 0, heapTotalBytes: 0 }),
  close: () => {},
};
const noReconnection = { ...settings, reconnection: { ...settings.reconnection, isOn: false } };

let managers: FakeManager[];

beforeEach(() => {
  managers = [];
});

function clientWith(overrides: Partial<ClientSettings> = {}): ClientSource {
  const createManager = (used: ClientSettings) => {
    const manager = new FakeManager();
    manager.isReconnecting = used.reconnection.isOn;
    managers.push(manager);
    return manager;
  };
  return new ClientSource(
    { sourceId: 'c', name: 'client', environment: null, color: null, folderId: null, settings: { ...settings, ...overrides }, rules: [] },
    { sampler, createManager, isReadOnly: () => false },
  );
}

function manager(): FakeManager {
  const last = managers.at(-1);
  if (last === undefined) throw new Error('no manager was made');
  return last;
}

function socketOf(namespace: string) {
  const socket = manager().sockets.get(namespace);
  if (socket === undefined) throw new Error(`no socket of ${namespace}`);
  return socket;
}

/** A start whose first attempt is under way. */
async function start(client: ClientSource): Promise<{ readonly opened: Promise<void> }> {
  const opened = client.open();
  opened.catch(() => {});
  await Promise.resolve();
  await Promise.resolve();
  return { opened };
}

async function connected(overrides: Partial<ClientSettings> = {}): Promise<ClientSource> {
  const client = clientWith(overrides);
  const { opened } = await start(client);
  manager().succeed();
  await opened;
  return client;
}

const phases = (client: ClientSource) => [client.describe().state, client.describeConnection().phase];

describe('starting', () => {
  it('runs once its session is open, with a socket for each namespace', async () => {
    const client = clientWith({
      namespaces: [
        { name: '/', auth: null },
        { name: '/chat', auth: { own: 1 } },
      ],
      auth: { common: 1 },
    });
    expect(phases(client)).toEqual(['stopped', 'idle']);
    const { opened } = await start(client);
    expect(phases(client)).toEqual(['starting', 'connecting']);
    manager().succeed();
    await opened;
    expect(phases(client)).toEqual(['running', 'connected']);
    expect(client.describe()).toMatchObject({ kind: 'client', host: '127.0.0.1', port: 3000, url: 'http://127.0.0.1:3000', counts: { sockets: 2 } });
    expect([socketOf('/').auth, socketOf('/chat').auth]).toEqual([{ common: 1 }, { own: 1 }]);
    expect(client.describeConnection()).toMatchObject({
      engineId: 'engine-1',
      transport: 'polling',
      revision: 4,
      isStale: false,
      namespaces: [
        { name: '/', state: 'connected', socketId: '/#1' },
        { name: '/chat', state: 'connected', socketId: '/chat#1' },
      ],
    });
  });

  it('goes on trying after a first attempt that failed', async () => {
    const client = clientWith();
    const { opened } = await start(client);
    manager().fail();
    await expect(opened).resolves.toBeUndefined();
    expect(phases(client)).toEqual(['retrying', 'waiting']);
    expect(client.describeConnection().nextAttemptAt).toBeGreaterThan(Date.now());
    manager().open(1);
    expect(phases(client)).toEqual(['retrying', 'connecting']);
    manager().succeed();
    expect(phases(client)).toEqual(['running', 'connected']);
  });

  it('fails with the failure of its first attempt when nothing else is tried', async () => {
    const client = clientWith(noReconnection);
    const { opened } = await start(client);
    manager().fail();
    await expect(opened).rejects.toMatchObject({ code: 'CONNECT_FAILED', message: 'connect ECONNREFUSED 127.0.0.1:3000' });
    expect(phases(client)).toEqual(['failed', 'failed']);
    expect(client.describe().failure?.code).toBe('CONNECT_FAILED');
    expect(client.describeConnection().attempts).toMatchObject([{ outcome: 'failed', failure: { advice: 'NOBODY_LISTENS' } }]);
  });

  it('fails once its attempts are used up', async () => {
    const client = clientWith();
    await start(client);
    manager().fail();
    manager().exhaust();
    expect(client.describe()).toMatchObject({ state: 'failed', failure: { code: 'CONNECT_FAILED' } });
  });

  it('fails on what is no address, or what a manager does not take', async () => {
    const client = clientWith({ origin: 'http://[nope' });
    await expect(client.open()).rejects.toMatchObject({ code: 'BAD_ADDRESS' });
    expect(client.describe()).toMatchObject({ state: 'failed', host: '', port: 0, failure: { code: 'BAD_ADDRESS' } });
    const createManager = () => {
      throw new Error('PEM routines: no start line');
    };
    const other = new ClientSource(
      { sourceId: 'c', name: 'client', environment: null, color: null, folderId: null, settings, rules: [] },
      { sampler, createManager, isReadOnly: () => false },
    );
    await expect(other.open()).rejects.toMatchObject({ code: 'CONNECT_FAILED', message: 'PEM routines: no start line' });
  });

  it('starts once, and again after it has failed', async () => {
    const client = clientWith(noReconnection);
    await start(client);
    await expect(client.open()).rejects.toMatchObject({ code: 'SOURCE_RUNNING' });
    manager().fail();
    const { opened } = await start(client);
    await expect.poll(() => managers.length).toBe(2);
    manager().succeed();
    await opened;
    expect(client.describe()).toMatchObject({ state: 'running', failure: null });
  });
});

describe('losing the connection', () => {
  it('tries again, and counts how often it came back', async () => {
    const client = await connected();
    manager().lose('ping timeout');
    expect(phases(client)).toEqual(['retrying', 'waiting']);
    expect(client.describeConnection()).toMatchObject({ closeReason: 'ping timeout', engineId: null, namespaces: [{ state: 'disconnected' }] });
    manager().open(1);
    manager().succeed();
    expect(client.describeConnection()).toMatchObject({ phase: 'connected', reconnects: 1, engineId: 'engine-2' });
  });

  it('fails without reconnection', async () => {
    const client = await connected(noReconnection);
    manager().lose();
    expect(client.describe()).toMatchObject({
      state: 'failed',
      failure: { code: 'CONNECTION_LOST', message: 'the connection was lost: transport close' },
    });
  });

  it('fails when the server disconnected its only namespace, and says so', async () => {
    const client = await connected();
    socketOf('/').drop('io server disconnect');
    expect(client.describeConnection()).toMatchObject({
      phase: 'connected',
      namespaces: [{ state: 'disconnected', reason: 'io server disconnect' }],
    });
    manager().disconnect();
    expect(client.describe()).toMatchObject({ state: 'failed', failure: { code: 'SERVER_DISCONNECTED' } });
    expect(client.describeConnection()).toMatchObject({ phase: 'failed', namespaces: [{ state: 'disconnected', reason: 'io server disconnect' }] });
  });

  it('fails when the server refused its only namespace, with what it said', async () => {
    const client = clientWith();
    await start(client);
    manager().refusals.set('/', { code: 'CONNECT_ERROR', message: 'not authorized', data: { code: 1 } });
    manager().succeed();
    manager().disconnect();
    expect(client.describe().failure).toEqual({ code: 'NAMESPACE_REFUSED', message: 'the server refused /: not authorized' });
    expect(client.describeConnection().namespaces).toMatchObject([{ state: 'refused', failure: { advice: 'NAMESPACE_REFUSED', data: { code: 1 } } }]);
  });
});

describe('pausing', () => {
  it('tries no more until it is resumed, which tries at once', async () => {
    const client = await connected();
    client.pause(true);
    expect(phases(client)).toEqual(['running', 'connected']);
    manager().lose();
    expect(phases(client)).toEqual(['paused', 'paused']);
    expect(manager().isReconnecting).toBe(false);
    client.pause(false);
    expect(phases(client)).toEqual(['retrying', 'connecting']);
    expect(manager().isReconnecting).toBe(true);
    manager().succeed();
    expect(phases(client)).toEqual(['running', 'connected']);
    expect(managers.length).toBe(1);
  });

  it('breaks off the waiting for the next attempt', async () => {
    const client = await connected();
    manager().lose();
    client.pause(true);
    expect(client.describeConnection()).toMatchObject({ phase: 'paused', nextAttemptAt: null });
  });

  it('is had already while the first attempt is under way', async () => {
    const client = clientWith();
    const { opened } = await start(client);
    client.pause(true);
    manager().fail();
    await opened;
    expect(phases(client)).toEqual(['paused', 'paused']);
    expect(client.describeConnection().nextAttemptAt).toBeNull();
  });

  it('is of clients that run', () => {
    expect(() => clientWith().pause(true)).toThrow(expect.objectContaining({ code: 'SOURCE_STOPPED' }));
  });
});

describe('trying at once', () => {
  it('does not wait', async () => {
    const client = await connected();
    manager().lose();
    client.retry();
    expect(phases(client)).toEqual(['retrying', 'connecting']);
    expect(manager().state).toBe('opening');
  });

  it('takes new settings, if there are any', async () => {
    const client = await connected();
    client.configureClient({ ...settings, path: '/other' });
    expect(client.describeConnection()).toMatchObject({ isStale: true, phase: 'connected' });
    manager().lose();
    client.retry();
    await expect.poll(() => managers.length).toBe(2);
    manager().succeed();
    expect(client.describeConnection()).toMatchObject({ isStale: false, phase: 'connected' });
  });

  it('brings back what has failed, and keeps its log', async () => {
    const client = await connected(noReconnection);
    manager().lose();
    const { nextSeq } = client.traffic;
    client.retry();
    await expect.poll(() => managers.length).toBe(2);
    manager().succeed();
    expect(client.describe()).toMatchObject({ state: 'running', failure: null });
    expect([client.traffic.firstSeq, client.traffic.nextSeq >= nextSeq]).toEqual([0, true]);
  });
});

describe('stopping', () => {
  it('takes leave of its namespaces and empties its screens', async () => {
    const client = await connected();
    await client.close();
    expect(phases(client)).toEqual(['stopped', 'idle']);
    expect(client.model.sockets.size + client.model.namespaces.size + client.model.sessions.size).toBe(0);
    expect(client.traffic.get(client.traffic.nextSeq - 1)?.fact).toMatchObject({ type: 'socket_disconnect', reason: 'io client disconnect' });
  });

  it('ends an attempt that is under way', async () => {
    const client = clientWith();
    const { opened } = await start(client);
    await client.close();
    await opened;
    expect(phases(client)).toEqual(['stopped', 'idle']);
    expect(client.describeConnection().attempts).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('has nothing to do when it does not run', async () => {
    const client = clientWith();
    await client.close();
    expect(client.describe().state).toBe('stopped');
  });
});

describe('namespaces', () => {
  it('are joined and left over the connection that is there, and kept', async () => {
    const client = await connected();
    client.joinNamespace('/chat', { token: 't' });
    expect(client.describeConnection()).toMatchObject({ isStale: false, namespaces: [{}, { name: '/chat', state: 'connected' }] });
    expect(client.settings.namespaces).toEqual([
      { name: '/', auth: null },
      { name: '/chat', auth: { token: 't' } },
    ]);
    expect(socketOf('/chat').auth).toEqual({ token: 't' });
    client.leaveNamespace('/chat');
    expect(client.describeConnection().namespaces).toMatchObject([{ name: '/' }]);
    expect(client.settings.namespaces.length).toBe(1);
    expect([...client.model.namespaces.keys()]).toEqual(['/']);
  });

  it('are joined again once the server has disconnected them', async () => {
    const client = await connected({
      namespaces: [
        { name: '/', auth: null },
        { name: '/chat', auth: null },
      ],
    });
    socketOf('/chat').drop('io server disconnect');
    client.joinNamespace('/chat', null);
    expect(client.describeConnection().namespaces).toMatchObject([{}, { name: '/chat', state: 'connected', reason: null }]);
    expect(client.settings.namespaces.length).toBe(2);
  });

  it('wait with the others while it is paused', async () => {
    const client = await connected();
    client.pause(true);
    manager().lose();
    client.joinNamespace('/chat', null);
    expect(manager().state).toBe('closed');
    client.retry();
    manager().succeed();
    expect(client.describeConnection().namespaces).toMatchObject([{ state: 'connected' }, { name: '/chat', state: 'connected' }]);
  });

  it('wait for the next connection while one is on its way out', async () => {
    const client = await connected();
    client.configureClient({ ...settings, path: '/other' });
    manager().lose();
    client.retry();
    client.joinNamespace('/chat', null);
    expect(managers[0]?.sockets.has('/chat')).toBe(false);
    await expect.poll(() => managers.length).toBe(2);
    manager().succeed();
    expect(client.describeConnection().namespaces).toMatchObject([{ state: 'connected' }, { name: '/chat', state: 'connected' }]);
  });

  it('are fifty at most, one at least, and known', async () => {
    const client = await connected();
    for (let count = 1; count < MAX_CLIENT_NAMESPACES; count++) client.joinNamespace(`/n${count}`, null);
    expect(() => client.joinNamespace('/more', null)).toThrow(expect.objectContaining({ code: 'TOO_MANY_NAMESPACES' }));
    for (let count = 1; count < MAX_CLIENT_NAMESPACES; count++) client.leaveNamespace(`/n${count}`);
    expect(() => client.leaveNamespace('/')).toThrow(expect.objectContaining({ code: 'LAST_NAMESPACE' }));
    expect(() => client.leaveNamespace('/nope')).toThrow(expect.objectContaining({ code: 'UNKNOWN_NAMESPACE' }));
  });
});

describe('messages', () => {
  const message = { target: { to: 'all' }, event: 'news', args: ['hi'], ackTimeoutMs: null, volatile: false, compress: true } as const;
  const sendTo = (client: ClientSource, overrides: object = {}) =>
    sendMessage(client, { ...message, target: { to: 'all' }, args: ['hi'], ...overrides });

  it('go to the server, once a connected namespace', async () => {
    const client = await connected({
      namespaces: [
        { name: '/', auth: null },
        { name: '/chat', auth: null },
      ],
    });
    expect((await sendTo(client)).sent).toBe(2);
    expect((await sendTo(client, { target: { to: 'namespace', namespace: '/chat', except: [] } })).sent).toBe(1);
    expect([socketOf('/').emitted.length, socketOf('/chat').emitted.length]).toEqual([1, 2]);
    expect(client.model.findSocket('/chat', '/chat#1')?.counters).toMatchObject({ packetsSent: 2 });
    expect((await sendTo(client, { target: { to: 'sockets', namespace: '/', socketIds: ['/#1'] } })).sent).toBe(1);
  });

  it('are acknowledged, with the pair in the log', async () => {
    const client = await connected();
    const send = await sendTo(client, { ackTimeoutMs: 1000 });
    socketOf('/').answer(0);
    expect([...send.recipients.values()]).toMatchObject([{ socketId: '/#1', state: 'acknowledged', reply: '"yes"' }]);
    const [asked, answered] = [0, 1].map((seq) => client.traffic.get(seq)).map((entry) => entry && packetRow(client.traffic, entry));
    expect([asked?.direction, asked?.ack?.state, answered?.direction, answered?.ackFor]).toEqual(['out', 'acknowledged', 'in', 0]);
  });

  it('fail clearly to a namespace that is not connected', async () => {
    const client = await connected({
      namespaces: [
        { name: '/', auth: null },
        { name: '/chat', auth: null },
      ],
    });
    socketOf('/chat').drop('io server disconnect');
    const toChat = { target: { to: 'namespace', namespace: '/chat', except: [] } };
    await expect(sendTo(client, toChat)).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    manager().lose();
    await expect(sendTo(client)).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
    await client.close();
    await expect(sendTo(client)).rejects.toMatchObject({ code: 'SOURCE_STOPPED' });
  });
});

describe('acknowledgement requests', () => {
  it('wait for a reply, which is paired with them in the log', async () => {
    const client = await connected();
    const replies = socketOf('/').ask('question', 7);
    const { waiting } = client.replies.batch(0);
    expect(waiting).toMatchObject([{ seq: 0, namespace: '/', event: 'question', preview: '"q"', state: 'waiting' }]);
    client.replies.reply(waiting[0]?.requestId ?? '', ['a', 1]);
    expect(replies).toEqual([['a', 1]]);
    const entry = client.traffic.get(1);
    expect(entry && packetRow(client.traffic, entry)).toMatchObject({ direction: 'out', kind: 'ack', ackFor: 0 });
  });

  it('are told apart where the server and the client chose the same number', async () => {
    const client = await connected();
    await sendMessage(client, { target: { to: 'all' }, event: 'x', args: [], ackTimeoutMs: 1000, volatile: false, compress: true });
    socketOf('/').ask('question', 0);
    client.replies.reply(client.replies.batch(0).waiting[0]?.requestId ?? '', []);
    socketOf('/').answer(0);
    const rows = [0, 1, 2, 3].map((seq) => client.traffic.get(seq)).map((entry) => entry && packetRow(client.traffic, entry));
    expect(rows.map((row) => [row?.direction, row?.kind, row?.ackFor])).toEqual([
      ['out', 'event', null],
      ['in', 'event', null],
      ['out', 'ack', 1],
      ['in', 'ack', 0],
    ]);
  });

  it('are found in the log, also after some that were never handed over', async () => {
    const client = await connected();
    manager().tell(packet({ event: 'question', ackId: 1, socketId: '/#1' }));
    manager().lose();
    manager().open(1);
    manager().succeed();
    const { nextSeq } = client.traffic;
    socketOf('/').ask('question', 1);
    expect(client.replies.batch(0).waiting).toMatchObject([{ seq: nextSeq }]);
  });

  it('are lost with the connection', async () => {
    const client = await connected();
    socketOf('/').ask('question', 7);
    manager().lose();
    expect(client.replies.batch(0)).toMatchObject({ waiting: [], settled: [{ state: 'lost', event: 'question' }] });
  });
});

it('shows what its own socket said when it came', async () => {
  const client = await connected({
    auth: { token: 't' },
    headers: [{ name: 'X-Key', value: 'k', isOn: true }],
    cookies: [{ name: 'sid', value: '1', isOn: true }],
    query: [{ name: 'room', value: 'a b', isOn: true }],
  });
  expect(client.inspect('/', '/#1')?.handshake).toMatchObject({
    url: '/socket.io/?EIO=4&transport=polling&room=a%20b',
    headers: { 'X-Key': 'k', Cookie: 'sid=1' },
    query: { EIO: '4', transport: 'polling', room: 'a b' },
    auth: { token: 't' },
    secure: false,
  });
  expect(client.inspect('/', 'nobody')).toBeNull();
});

it('knows no rooms, and leaves a namespace where a server disconnects a socket', async () => {
  const client = await connected({
    namespaces: [
      { name: '/', auth: null },
      { name: '/chat', auth: null },
    ],
  });
  await expect(client.join()).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
  await expect(client.leave()).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
  client.disconnect('/chat', '/chat#1', false);
  expect(client.settings.namespaces).toEqual([{ name: '/', auth: null }]);
  expect(() => client.disconnect('/', 'nobody', true)).toThrow(expect.objectContaining({ code: 'SOCKET_GONE' }));
  client.disconnect('/', '/#1', true);
  await expect.poll(() => client.describe().state).toBe('stopped');
});

it('is named at any time, and dials where its settings say', () => {
  const client = clientWith();
  client.configure({ name: 'renamed' });
  expect(client.describe().name).toBe('renamed');
  expect(() => client.configure({ port: 1 })).toThrow(expect.objectContaining({ code: 'BAD_PARAMS' }));
});
