import { beforeEach, expect, it } from 'vitest';
import { ConnectionFacts } from '../../../../src/main/console/client/connection-facts.ts';

const dialled = { isSecure: false, port: 80, hasProxy: false };

let facts: ConnectionFacts;

beforeEach(() => {
  facts = new ConnectionFacts();
  facts.begin(dialled, ['/', '/chat']);
});

const stageOf = (stageId: number, namespace: string) =>
  facts.onRecord({ type: 'stage_start', at: 0, attempt: 1, stageId, stage: 'connect', transport: null, namespace, target: namespace });

function open(): void {
  const handshake = { sid: 'e1', revision: 4, pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1000 };
  facts.onRecord({ type: 'stage_end', at: 0, attempt: 1, stageId: 1, outcome: 'ok', facts: handshake, failure: null });
  facts.onRecord({ type: 'session_open', at: 0, engineId: 'e1', transport: 'polling', protocol: 4, remoteAddress: 'a' });
}

it('knows the session that is open', () => {
  open();
  facts.onRecord({ type: 'session_upgrade', at: 0, engineId: 'e1', transport: 'websocket' });
  facts.onRecord({ type: 'heartbeat', at: 0, engineId: 'e1', rttMs: 12 });
  facts.onRecord({ type: 'heartbeat', at: 0, engineId: 'e1', rttMs: null });
  expect(facts.session).toEqual({
    engineId: 'e1',
    transport: 'websocket',
    revision: 4,
    rttMs: 12,
    pingIntervalMs: 25_000,
    pingTimeoutMs: 20_000,
    maxPayloadBytes: 1000,
  });
  facts.onRecord({ type: 'session_close', at: 0, engineId: 'e1', reason: 'ping timeout' });
  expect([facts.session.engineId, facts.session.pingIntervalMs, facts.closeReason]).toEqual([null, null, 'ping timeout']);
});

it('knows when the next attempt is, while it is waited for', () => {
  facts.onRecord({ type: 'reconnect_wait', at: 1000, reconnection: 1, delayMs: 500 });
  expect(facts.nextAttemptAt).toBe(1500);
  facts.onRecord({ type: 'attempt_start', at: 1500, attempt: 2, url: '', revision: 4, reconnection: 1 });
  expect(facts.nextAttemptAt).toBeNull();
  facts.onRecord({ type: 'reconnect_wait', at: 2000, reconnection: 2, delayMs: 500 });
  facts.onRecord({ type: 'reconnect_stop', at: 2000, reason: 'cancelled' });
  expect(facts.nextAttemptAt).toBeNull();
});

it('follows each namespace', () => {
  expect(facts.namespaces.map(({ name, state }) => [name, state])).toEqual([
    ['/', 'connecting'],
    ['/chat', 'connecting'],
  ]);
  stageOf(1, '/');
  stageOf(2, '/chat');
  facts.onRecord({ type: 'stage_end', at: 0, attempt: 1, stageId: 1, outcome: 'ok', facts: { recovered: true }, failure: null });
  facts.onRecord({ type: 'socket_connect', at: 0, namespace: '/', socketId: 's1', engineId: 'e1' });
  const refusal = { code: 'CONNECT_ERROR', message: 'Invalid namespace' };
  facts.onRecord({ type: 'stage_end', at: 0, attempt: 1, stageId: 2, outcome: 'failed', facts: {}, failure: refusal });
  expect(facts.namespaces).toMatchObject([
    { state: 'connected', socketId: 's1', isRecovered: true },
    { state: 'refused', socketId: null, failure: { advice: 'NAMESPACE_UNKNOWN' } },
  ]);
  facts.onRecord({ type: 'socket_disconnect', at: 0, namespace: '/', socketId: 's1', reason: 'io server disconnect' });
  expect(facts.namespaces[0]).toMatchObject({ state: 'disconnected', socketId: null, isRecovered: false, reason: 'io server disconnect' });
  stageOf(3, '/');
  expect(facts.namespaces[0]).toMatchObject({ state: 'connecting', failure: null });
});

it('does not bring back a namespace that was left', () => {
  stageOf(1, '/chat');
  facts.forget('/chat');
  facts.onRecord({ type: 'stage_end', at: 0, attempt: 1, stageId: 1, outcome: 'ok', facts: {}, failure: null });
  facts.onRecord({ type: 'socket_disconnect', at: 0, namespace: '/chat', socketId: 's', reason: 'io client disconnect' });
  expect(facts.namespaces.map(({ name }) => name)).toEqual(['/']);
});

it('connects nothing any more once it was given up', () => {
  open();
  facts.end();
  expect(facts.session.engineId).toBeNull();
  expect(facts.namespaces.every(({ state }) => state === 'disconnected')).toBe(true);
});

it('changes its version with each fact, and with no other', () => {
  const { version } = facts;
  facts.onRecord({ type: 'namespace_create', at: 0, namespace: '/x' });
  expect(facts.version).toBe(version);
  open();
  expect(facts.version).toBeGreaterThan(version);
});
