// An admin that is let in, and sends anything: what it asks for in the superset is answered, whatever it is; what it
// commands in the official protocol is recorded; and nothing else happens.

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { administered, client, SERVER_KINDS, TestClient } from '../../fixtures/admin/administered.ts';

const X_COMMANDS = [
  'x_query',
  'x_watch',
  'x_unwatch',
  'x_tap',
  'x_credits',
  'x_untap',
  'x_metrics',
  'x_emit',
  'x_bulk',
  'x_session',
  'x_audit',
  'x_nsp',
];
const COMMANDS = ['emit', 'join', 'leave', '_disconnect'];
const CODES = ['FORBIDDEN', 'BAD_REQUEST', 'UNKNOWN_NAMESPACE', 'RESERVED_EVENT', 'TOO_MANY', 'GONE', 'FAILED'];

/** Any JSON; and values that come close to what is understood, but for the names of sockets and namespaces that are there. */
const { value: hostile } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue(),
    fc.constantFrom('sockets', 'rooms', 'namespaces', 'socket', 'connectedAt', 'room', 'in', 'join', 'list', 'revoke', '/nowhere', 0, 1, 100, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...['what', 'where', 'sort', 'by', 'offset', 'limit', 'target', 'namespace', 'rooms', 'except', 'action', 'event', 'args', 'text'],
        ...['sample', 'maxPerSecond', 'maxBytesPerSecond', 'credits', 'ackTimeoutMs', 'sendId', 'handle', '__proto__', 'constructor'],
      ),
      tie('value'),
      { maxKeys: 10 },
    ),
    fc.record({
      what: fc.constantFrom('sockets', 'rooms', 'namespaces'),
      where: tie('value'),
      sort: fc.record({ by: fc.constantFrom('connectedAt', 'room', 'sockets', 'createdAt', 'socketId'), isDescending: tie('value') }),
      offset: fc.constantFrom(0, 1, 1e9, -1),
      limit: fc.constantFrom(1, 500, 1e9),
    }),
    fc.record({
      action: fc.constantFrom('join', 'leave', 'disconnect', 'emit'),
      target: fc.record({ namespace: fc.constantFrom('/nowhere', '/admin', null, 7), rooms: tie('value'), except: tie('value') }),
      rooms: tie('value'),
      event: tie('value'),
      args: tie('value'),
      isDryRun: fc.constant(true),
    }),
  ),
}));

describe.each(SERVER_KINDS)('on %s', (kind) => {
  test('each command of the superset is answered', { timeout: 60_000 }, async () => {
    const { io, url, agent } = await administered(kind);
    const other = await client(url);
    const admin = await new TestClient(`${url}/admin`, {}, { query: { x_admin: '1' } }).connect();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...X_COMMANDS), fc.array(hostile, { maxLength: 3 }), async (command, args) => {
        const answer = (await admin.socket.timeout(10_000).emitWithAck(command, ...args)) as { ok?: true; code?: string; error?: string };
        if (answer.ok === true) return;
        expect(CODES).toContain(answer.code);
        expect(answer.error).toEqual(expect.any(String));
        // That would be a fault of ours.
        expect(answer.code).not.toBe('FAILED');
      }),
      { numRuns: 600 },
    );
    expect([admin.socket.connected, other.socket.connected]).toEqual([true, true]);
    expect([...io._nsps.keys()]).toEqual(['/', '/admin']);
    expect(agent.auditEntries.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    await new TestClient(`${url}/admin`).connect();
  });

  test('each command of the official protocol is recorded, and touches nobody it does not name', { timeout: 60_000 }, async () => {
    const { io, url, agent } = await administered(kind, { mode: 'production' });
    const other = await client(url);
    const admin = await new TestClient(`${url}/admin`).connect();
    await admin.event('config');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...COMMANDS),
        fc.constantFrom('/nowhere', '/admin', 7, null, '__proto__'),
        fc.array(hostile, { maxLength: 3 }),
        async (command, namespace, args) => {
          // It may disconnect itself.
          if (command === '_disconnect' && namespace === '/admin') return;
          const before = agent.auditEntries.at(-1);
          admin.socket.emit(command, namespace, ...args);
          await vi.waitUntil(() => agent.auditEntries.at(-1) !== before, { interval: 1 });
          expect(agent.auditEntries.at(-1)).toMatchObject({ action: command, outcome: 'refused' });
        },
      ),
      { numRuns: 300 },
    );
    expect([admin.socket.connected, other.socket.connected, other.events]).toEqual([true, true, []]);
    expect([...io._nsps.keys()]).toEqual(['/', '/admin']);
  });

  test('each command of the official protocol that names nobody is done to nobody', { timeout: 60_000 }, async () => {
    const { url, agent } = await administered(kind, { mode: 'production' });
    const other = await client(url);
    const admin = await new TestClient(`${url}/admin`).connect();
    await admin.event('config');
    const events = fc.oneof(hostile, fc.constantFrom('connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'));
    // Nothing, and no name, would be everybody.
    const filters = fc.oneof(hostile, fc.constant('nobody')).map((filter) => filter ?? 'nobody');
    const commands = fc.oneof(
      fc.tuple(fc.constant('emit'), fc.constant('/'), filters, events, hostile),
      fc.tuple(fc.constantFrom('join', 'leave'), fc.constant('/'), hostile, filters),
      fc.tuple(fc.constant('_disconnect'), fc.constant('/'), fc.oneof(hostile, fc.boolean()), filters),
    );
    await fc.assert(
      fc.asyncProperty(commands, async ([command, ...args]) => {
        const before = agent.auditEntries.at(-1);
        admin.socket.emit(command, ...args);
        await vi.waitUntil(() => agent.auditEntries.at(-1) !== before, { interval: 1 });
        expect(agent.auditEntries.at(-1)).toMatchObject({ action: command, outcome: expect.stringMatching(/^(done|refused)$/) });
      }),
      { numRuns: 300 },
    );
    expect([admin.socket.connected, other.socket.connected, other.events]).toEqual([true, true, []]);
  });
});
