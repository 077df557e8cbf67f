// The faults of the official agent, each looked for in ours: on our server and on the official one, in a process of its
// own, with admins and clients that mean it no good. A test is named after the fault.

import { compareSync, hashSync } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PASSWORD, PASSWORD_HASH, SERVER_KINDS, TestClient } from '../../fixtures/admin/administered.ts';
import { AgentProcess, bundleAgentServer, RawPeer } from '../../fixtures/admin/agent-process.ts';
import type { AgentServerParams } from '../../fixtures/admin/agent-server.ts';
import { STRANGE_VALUES } from '../../fixtures/admin/strange-values.ts';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';

const CREDENTIALS = { username: 'admin', password: PASSWORD };
const BASIC = { type: 'basic', username: 'admin', password: PASSWORD_HASH } as const;
const SUPERSET = '&x_admin=1';
const EVERYTHING = { where: {}, sample: 1, maxPerSecond: 1_000_000, maxBytesPerSecond: 100_000_000, credits: 100_000 };
const ALL_SOCKETS = { what: 'sockets', where: {}, sort: { by: 'connectedAt', isDescending: false }, offset: 0, limit: 500 };
const EVERYBODY = { namespace: '/', rooms: null, except: [] };

let server: Awaited<ReturnType<typeof bundleAgentServer>>;
beforeAll(async () => {
  server = await bundleAgentServer();
}, 60_000);
afterAll(() => server.remove());

function start(params: Partial<AgentServerParams>): Promise<AgentProcess> {
  return AgentProcess.start(server.path, params);
}

function client(url: string, options: object = {}): Promise<TestClient> {
  return new TestClient(url, {}, options).connect();
}

/** An admin of the superset. */
function superAdmin(url: string, auth: object = {}): Promise<TestClient> {
  return new TestClient(`${url}/admin`, auth, { query: { x_admin: '1' } }).connect();
}

async function expectAlive(agent: AgentProcess, auth: object = {}): Promise<void> {
  expect(agent.isAlive).toBe(true);
  const one = await client(agent.url);
  expect(await one.socket.emitWithAck('echo', 'well?')).toBe('well?');
  const admin = await new TestClient(`${agent.url}/admin`, auth).connect();
  const [sockets] = (await admin.event('all_sockets')) as [{ id: string }[]];
  expect(sockets.map(({ id }) => id)).toContain(one.id);
  one.socket.disconnect();
  admin.socket.disconnect();
}

describe.each(SERVER_KINDS)('on %s', (kind) => {
  test.each<[string, readonly unknown[]]>([
    [
      'a name without a password',
      [{ username: 'admin' }, { username: 'admin', password: null }, { username: 'admin', password: 7 }, { username: 'admin', password: {} }],
    ],
    [
      'names that are no texts',
      [
        { username: {}, password: PASSWORD },
        { username: ['admin'], password: [PASSWORD] },
      ],
    ],
    [
      'texts without end',
      [
        { username: 'x'.repeat(900_000), password: 'y' },
        { username: 'admin', password: 'y'.repeat(900_000) },
      ],
    ],
    ['sessions that are none', [{ sessionId: {} }, { sessionId: null }, { sessionId: 'x'.repeat(900_000) }, { sessionId: { toString: 1 } }]],
    ['what is no object', ['text', 7, [1], true, null, { __proto__: null }]],
  ])('1. %s does not end the process', async (_, auths) => {
    const agent = await start({ kind, admin: { auth: BASIC } });
    for (const auth of auths) {
      const peer = await new RawPeer(agent.url).opened();
      peer.say(`40/admin,${JSON.stringify(auth)}`);
      // A refusal, or the end of a connection that breaks the protocol.
      await vi.waitUntil(() => peer.isClosed || peer.received.some((text) => text.startsWith('44/admin,')));
      peer.ws.terminate();
    }
    await expectAlive(agent, CREDENTIALS);
  });

  test.each(Object.keys(STRANGE_VALUES))('2. %s in `socket.data` is the program’s, and ends nothing', async (name) => {
    const agent = await start({ kind });
    const before = await client(agent.url);
    expect(await before.socket.emitWithAck('set data', name)).toBe(true);
    const watching = await new TestClient(`${agent.url}/admin`).connect();
    await watching.event('all_sockets');
    const after = await client(agent.url);
    expect(await after.socket.emitWithAck('set data', name)).toBe(true);
    const asking = await superAdmin(agent.url);
    for (const { id: socketId } of [before, after]) {
      const { window } = (await asking.socket.emitWithAck('x_query', { what: 'socket', where: { namespace: '/', socketId } })) as {
        window: { rows: object[] };
      };
      expect(JSON.stringify(window.rows).length).toBeLessThan(100_000);
    }
    // It is looked at a moment after an event came.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expectAlive(agent);
  });

  test('3. an event name that Socket.IO keeps for itself ends nothing', async () => {
    const agent = await start({ kind });
    const other = await client(agent.url);
    const [admin, asking] = [await new TestClient(`${agent.url}/admin`).connect(), await superAdmin(agent.url)];
    for (const event of ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']) {
      admin.socket.emit('emit', '/', undefined, event, 'x');
      const message = { target: EVERYBODY, event, args: [], ackTimeoutMs: null };
      expect(await asking.socket.emitWithAck('x_emit', message)).toMatchObject({ code: 'RESERVED_EVENT' });
    }
    await expectAlive(agent);
    expect(other.events).toEqual([]);
  });

  test('3. what is nested too deep to be sent ends nothing', async () => {
    const agent = await start({ kind });
    await client(agent.url);
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const target = JSON.stringify(EVERYBODY);
    const commands = [
      `["emit","/",null,"deep",${deep}]`,
      `["join","/",${deep}]`,
      `["x_emit",{"target":${target},"event":"deep","args":[${deep}],"ackTimeoutMs":null}]`,
      `["x_emit",{"target":${target},"event":"deep","args":[${deep}],"ackTimeoutMs":100,"sendId":1}]`,
      `["x_query",${deep}]`,
    ];
    for (const [id, command] of commands.entries()) {
      const peer = await RawPeer.admin(agent.url, SUPERSET);
      peer.say(`42/admin,${id}${command}`);
      peer.ask(99, 'x_query', ALL_SOCKETS);
      await vi.waitUntil(() => peer.isClosed || peer.received.some((text) => text.startsWith('43/admin,99')));
      peer.ws.terminate();
    }
    await expectAlive(agent);
  });

  describe.runIf(hasBroker('redis'))('with a server of the cluster that hangs', () => {
    let broker: Broker;
    beforeAll(async () => {
      broker = await startBroker('redis');
    }, 60_000);
    afterAll(() => broker.close(), 30_000);

    test('4. an admin logs in nevertheless, and is told that an answer is missing', { timeout: 60_000 }, async () => {
      const [agent, frozen] = [await start({ kind, redis: broker.url }), await start({ kind, redis: broker.url })];
      const here = await client(agent.url);
      const watching = await superAdmin(agent.url);
      await vi.waitUntil(async () => nodesOf(await watching.socket.emitWithAck('x_query', ALL_SOCKETS)).answered === 2, { timeout: 10_000 });
      frozen.child.kill('SIGSTOP');
      await expectAlive(agent);
      const asking = await superAdmin(agent.url);
      const answer: unknown = await asking.socket.emitWithAck('x_query', ALL_SOCKETS);
      expect(nodesOf(answer)).toEqual({ answered: 1, expected: 2 });
      expect(JSON.stringify(answer)).toContain(here.id);
      // More questions than may wait for an answer at a time; an admin logs in beside them.
      const questions = Array.from({ length: 1500 }, () => asking.socket.emitWithAck('x_query', ALL_SOCKETS) as Promise<object>);
      await expectAlive(agent);
      const answers = await Promise.all(questions);
      expect(new Set(answers.map((refused) => ('code' in refused ? refused.code : 'answered')))).toEqual(new Set(['answered', 'TOO_MANY']));
      for (const { child } of [agent, frozen]) child.kill('SIGKILL');
    });
  });

  test('5. passwords are hashed beside the server, and for as long for a name that nobody has', async () => {
    const slowHash = hashSync(PASSWORD, 12);
    const begun = performance.now();
    compareSync(PASSWORD, slowHash);
    const hashMs = performance.now() - begun;
    const agent = await start({ kind, admin: { auth: { type: 'basic', username: 'admin', password: slowHash } } });
    const logIn = async (auth: object): Promise<number> => {
      const from = performance.now();
      await new TestClient(`${agent.url}/admin`, auth).connect().catch(() => {});
      return performance.now() - from;
    };
    // The thread is started by the first.
    await logIn(CREDENTIALS);
    await agent.ask('watchLoop');
    const known = [await logIn({ username: 'admin', password: 'wrong' }), await logIn({ username: 'admin', password: 'wrong' })];
    const unknown = [await logIn({ username: 'nobody', password: 'wrong' }), await logIn({ username: 'nobody', password: 'wrong' })];
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
    expect(Math.min(...known)).toBeGreaterThan(Math.min(...unknown) / 2);
    // Four were hashed.
    expect(await agent.ask('busyMs')).toBeLessThan(hashMs * 2);
    await expectAlive(agent, CREDENTIALS);
  });

  test('5. an address that fails again and again has to wait, whatever it sends', async () => {
    const agent = await start({ kind, admin: { auth: BASIC } });
    const answers: string[] = [];
    for (let attempt = 0; attempt < 15; attempt++) {
      const peer = await new RawPeer(agent.url).opened();
      peer.say(`40/admin,${JSON.stringify(attempt % 2 === 0 ? {} : { username: 'admin', password: attempt })}`);
      answers.push(await peer.hears('44/admin,'));
      peer.ws.terminate();
    }
    expect(answers.slice(0, 10).every((text) => text.includes('invalid credentials'))).toBe(true);
    expect(answers.slice(11).every((text) => text.includes('too many failed logins'))).toBe(true);
    expect(agent.isAlive).toBe(true);
  });

  describe('6. an admin that stops reading', () => {
    const EVENT_BYTES = 64 * 1024;
    const EVENTS = 1600;
    const FLOOD_BYTES = EVENTS * EVENT_BYTES;
    /** Far below the flood, and above what the limits for one admin and their copies come to. */
    const BOUND_BYTES = FLOOD_BYTES / 3;

    async function flood(agent: AgentProcess): Promise<void> {
      const busy = await client(agent.url);
      const text = 'x'.repeat(EVENT_BYTES);
      for (let n = 0; n < EVENTS; n += 4) await Promise.all(Array.from({ length: 4 }, () => busy.socket.emitWithAck('echo', text)));
      busy.socket.disconnect();
    }

    async function usedBytes(agent: AgentProcess): Promise<number> {
      return (await agent.ask('memory')).usedBytes;
    }

    test('in the feed of a busy server costs what its limit says', { timeout: 60_000 }, async () => {
      const agent = await start({ kind });
      const before = await usedBytes(agent);
      const admins = [await RawPeer.admin(agent.url), await RawPeer.admin(agent.url)];
      for (const admin of admins) await admin.hears('42/admin,["all_sockets"');
      for (const admin of admins) admin.freeze();
      await flood(agent);
      expect((await usedBytes(agent)) - before).toBeLessThan(BOUND_BYTES);
      await expectAlive(agent);
      // What it missed it is shown as it is now.
      for (const admin of admins) {
        admin.received.length = 0;
        admin.ws.resume();
        await admin.hears('42/admin,["all_sockets"');
      }
    });

    test('at login, as soon as it is there', { timeout: 60_000 }, async () => {
      const agent = await start({ kind });
      // As many as one client may.
      for (const from of [0, 1000]) {
        const many = await new RawPeer(agent.url).opened();
        for (let n = from; n < from + 1000; n++) many.say(`40/many-${n},`);
        await many.hears(`40/many-${from + 999},`);
      }
      const before = await usedBytes(agent);
      for (let n = 0; n < 5; n++) {
        const peer = await new RawPeer(agent.url).opened();
        peer.say('40/admin,');
        peer.freeze();
      }
      await vi.waitUntil(async () => (await agent.ask('sockets')) === 2005);
      await flood(agent);
      expect((await usedBytes(agent)) - before).toBeLessThan(BOUND_BYTES);
      await expectAlive(agent);
    });

    test('of the superset, with everything open that can be', { timeout: 60_000 }, async () => {
      const agent = await start({ kind });
      const before = await usedBytes(agent);
      const admin = await RawPeer.admin(agent.url, SUPERSET);
      for (let id = 0; id < 4; id++) admin.ask(id, 'x_tap', id, EVERYTHING);
      for (let id = 0; id < 16; id++) admin.ask(10 + id, 'x_watch', id, ALL_SOCKETS);
      for (const [index, command] of ['x_metrics', 'x_audit', 'x_nsp'].entries()) admin.ask(30 + index, command, true);
      await admin.hears('43/admin,32');
      admin.freeze();
      await flood(agent);
      expect((await usedBytes(agent)) - before).toBeLessThan(BOUND_BYTES);
      await expectAlive(agent);
      admin.ws.resume();
      admin.ask(99, 'x_query', ALL_SOCKETS);
      await admin.hears('43/admin,99');
    });

    test('of the superset, and taps what is larger than what it is shown', { timeout: 60_000 }, async () => {
      const agent = await start({ kind });
      const busy = await client(agent.url);
      const before = await usedBytes(agent);
      const admin = await RawPeer.admin(agent.url, SUPERSET);
      for (let id = 0; id < 4; id++) admin.ask(id, 'x_tap', id, EVERYTHING);
      await admin.hears('43/admin,3');
      admin.freeze();
      const large = 'x'.repeat(900_000);
      for (let n = 0; n < 250; n++) await busy.socket.emitWithAck('echo', large);
      expect((await usedBytes(agent)) - before).toBeLessThan((250 * 2 * large.length) / 12);
      await expectAlive(agent);
    });

    test('of the superset, and asks and asks', { timeout: 60_000 }, async () => {
      const agent = await start({ kind });
      const many = await new RawPeer(agent.url).opened();
      for (let n = 0; n < 600; n++) many.say(`40/many-${n},`);
      await many.hears('40/many-599,');
      const before = await usedBytes(agent);
      const admin = await RawPeer.admin(agent.url, SUPERSET);
      admin.ask(1, 'x_query', ALL_SOCKETS);
      const answerBytes = (await admin.hears('43/admin,1')).length;
      admin.freeze();
      const questions = 1000;
      for (let n = 0; n < questions && !admin.isClosed; n++) {
        admin.ask(2 + n, 'x_query', ALL_SOCKETS);
        if (n % 50 === 0) await agent.ask('sockets');
      }
      await agent.ask('sockets');
      expect((await usedBytes(agent)) - before).toBeLessThan((questions * answerBytes) / 3);
      await expectAlive(agent);
    });

    test('of the superset, and opens watches at once and without end', { timeout: 60_000 }, async () => {
      const agent = await start({ kind });
      const admin = await RawPeer.admin(agent.url, SUPERSET);
      for (let n = 0; n < 500; n++) admin.ask(n, 'x_watch', n, ALL_SOCKETS);
      await admin.hears('43/admin,499');
      const answers = admin.received.filter((text) => text.startsWith('43/admin,'));
      expect(answers.filter((text) => text.includes('"ok":true'))).toHaveLength(16);
      expect(answers.filter((text) => text.includes('"TOO_MANY"'))).toHaveLength(484);
      await expectAlive(agent);
    });

    test('of the superset, and awaits acknowledgements without end', { timeout: 60_000 }, async () => {
      const agent = await start({ kind });
      await client(agent.url);
      const admin = await RawPeer.admin(agent.url, SUPERSET);
      const message = { target: EVERYBODY, event: 'silence', args: [], ackTimeoutMs: 600_000 };
      for (let n = 0; n < 500; n++) admin.ask(n, 'x_emit', { ...message, sendId: n });
      await admin.hears('43/admin,499');
      expect(admin.received.filter((text) => text.startsWith('43/admin,') && text.includes('"TOO_MANY"')).length).toBeGreaterThan(300);
      await expectAlive(agent);
    });
  });

  test('7. a page of somewhere else does not get in over WebSocket', async () => {
    const agent = await start({ kind });
    const peer = await new RawPeer(agent.url, '', { origin: 'https://evil.example' }).opened();
    peer.say('40/admin,');
    expect(await peer.hears('44/admin,')).toContain('origin not allowed');
    await expectAlive(agent);
  });

  test('7. a session has 192 bits, is kept as a hash, and can be ended', async () => {
    const agent = await start({ kind, admin: { auth: BASIC } });
    const [first, second] = [await superAdmin(agent.url, CREDENTIALS), await superAdmin(agent.url, CREDENTIALS)];
    const ids = [(await first.event('session'))[0], (await second.event('session'))[0]] as string[];
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(24);
    const kept = JSON.stringify(await agent.ask('saved'));
    for (const id of ids) expect(kept).not.toContain(id);
    const { sessions } = (await first.socket.emitWithAck('x_session', { action: 'list' })) as { sessions: { handle: string; isOwn: boolean }[] };
    const other = sessions.find(({ isOwn }) => !isOwn);
    await first.socket.emitWithAck('x_session', { action: 'revoke', handle: other?.handle });
    expect(await second.disconnected()).toMatch(/already|server disconnect/);
    await expect(superAdmin(agent.url, { sessionId: ids[1] })).rejects.toThrow('invalid credentials');
    // What is shown of a session lets nobody in.
    await expect(superAdmin(agent.url, { sessionId: other?.handle })).rejects.toThrow('invalid credentials');
    await expectAlive(agent, { sessionId: ids[0] });
  });

  test('8. no admin is shown the secrets of a client', async () => {
    const agent = await start({ kind });
    const secrets = ['cookie-secret', 'bearer-secret', 'query-secret', 'auth-secret', 'key-secret'];
    const connect = (): Promise<TestClient> =>
      new TestClient(
        agent.url,
        { token: 'auth-secret', nested: { password: 'auth-secret' } },
        {
          query: { access_token: 'query-secret', shown: 'shown-query' },
          extraHeaders: { cookie: 'sid=cookie-secret', authorization: 'Bearer bearer-secret', 'x-api-key': 'key-secret' },
        },
      ).connect();
    const before = await connect();
    const peers = [await RawPeer.admin(agent.url), await RawPeer.admin(agent.url, SUPERSET)];
    const [watching, asking] = peers;
    asking?.ask(1, 'x_tap', 1, EVERYTHING);
    await asking?.hears('43/admin,1');
    const after = await connect();
    await after.socket.emitWithAck('echo', 'hello');
    asking?.ask(2, 'x_query', { what: 'socket', where: { namespace: '/', socketId: before.id } });
    asking?.ask(3, 'x_watch', 3, { what: 'socket', where: { namespace: '/', socketId: after.id } });
    await asking?.hears('43/admin,3');
    await asking?.hears('42/admin,["x_items"');
    await watching?.hears('42/admin,["socket_connected",{"id":"'.concat(after.id));
    const told = peers.map(({ received }) => received.join('\n')).join('\n');
    for (const secret of secrets) expect(told).not.toContain(secret);
    for (const shown of ['shown-query', '[redacted]']) expect(told).toContain(shown);
  });

  test('9. nothing is done for a message while nobody looks at messages', async () => {
    const agent = await start({ kind, admin: { auth: false, mode: 'production' } });
    await client(agent.url);
    const idle = await agent.ask('listeners');
    expect(idle).toMatchObject({ any: 0, anyOutgoing: 0, taps: 0 });
    const asking = await superAdmin(agent.url);
    await asking.socket.emitWithAck('x_watch', 1, ALL_SOCKETS);
    await asking.socket.emitWithAck('x_audit', true);
    expect(await agent.ask('listeners')).toEqual(idle);
    await asking.socket.emitWithAck('x_tap', 1, EVERYTHING);
    expect(await agent.ask('listeners')).not.toEqual(idle);
    asking.socket.disconnect();
    await vi.waitUntil(async () => JSON.stringify(await agent.ask('listeners')) === JSON.stringify(idle));
  });

  test('10. the first sight of many sockets has an end', { timeout: 60_000 }, async () => {
    const agent = await start({ kind });
    for (let from = 0; from < 6000; from += 500) {
      const peer = await new RawPeer(agent.url, `&note=${'x'.repeat(200)}`).opened();
      for (let n = from; n < from + 500; n++) peer.say(`40/many-${n},`);
      await peer.hears(`40/many-${from + 499},`);
    }
    expect(await agent.ask('sockets')).toBe(6000);
    const admin = await RawPeer.admin(agent.url);
    const text = await admin.hears('42/admin,["all_sockets"');
    const [, shown] = JSON.parse(text.slice('42/admin,'.length)) as [string, unknown[]];
    expect(shown.length).toBeLessThanOrEqual(5000);
    expect(shown.length).toBeGreaterThan(1000);
    expect(text.length).toBeLessThan(4.5 * 1024 * 1024);
    const asking = await superAdmin(agent.url);
    expect(await asking.socket.emitWithAck('x_query', { ...ALL_SOCKETS, offset: 5900 })).toMatchObject({ window: { matched: 6002, offset: 5900 } });
    expect(agent.isAlive).toBe(true);
  });
});

function nodesOf(answer: unknown): { readonly answered: number; readonly expected: number } {
  return (answer as { nodes: { answered: number; expected: number } }).nodes;
}
