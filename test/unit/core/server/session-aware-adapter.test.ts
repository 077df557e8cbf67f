import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { MAX_RECOVERABLE_PACKETS, MAX_RECOVERABLE_SESSIONS } from '../../../../src/core/limits.ts';
import { Adapter } from '../../../../src/core/server/adapter.ts';
import { Server } from '../../../../src/core/server/index.ts';
import { SessionAwareAdapter } from '../../../../src/core/server/session-aware-adapter.ts';

const WINDOW_MS = 1000;

let io: Server;
let adapter: SessionAwareAdapter;
/** What was broadcast, the offset at its end. */
let broadcasts: unknown[][];

beforeEach(() => {
  vi.useFakeTimers();
  broadcasts = [];
  const spy = vi.spyOn(Adapter.prototype, 'broadcast').mockImplementation((packet) => void broadcasts.push(packet.data as unknown[]));
  onTestFinished(() => spy.mockRestore());
  io = new Server({ adapter: SessionAwareAdapter, connectionStateRecovery: { maxDisconnectionDuration: WINDOW_MS } });
  adapter = io.of('/').adapter as SessionAwareAdapter;
});
afterEach(() => {
  vi.useRealTimers();
});

function lastOffset(): string {
  return String(broadcasts.at(-1)?.at(-1));
}

function session(pid: string, rooms: readonly string[] = []) {
  return { pid, sid: `id of ${pid}`, rooms, data: { of: pid } };
}

test('an event ends with its offset, each with another one', () => {
  io.emit('a', 1);
  io.emit('b');
  expect(broadcasts).toEqual([
    ['a', 1, expect.any(String)],
    ['b', expect.any(String)],
  ]);
  expect(broadcasts[0]?.at(-1)).not.toBe(broadcasts[1]?.at(-1));
});

test('volatile events have none', () => {
  io.volatile.emit('a');
  expect(broadcasts).toEqual([['a']]);
});

test('a session comes back once, with the events after its offset that were for its rooms', async () => {
  io.emit('before');
  const offset = lastOffset();
  adapter.persistSession(session('p', ['mine', 'also']));
  io.emit('to all');
  io.to('mine').emit('to mine');
  io.to('other').emit('to other');
  io.except('also').emit('not to also');
  io.except('other').emit('not to other');
  const restored = await adapter.restoreSession('p', offset);
  expect(restored).toEqual({
    ...session('p', ['mine', 'also']),
    missedPackets: [
      ['to all', expect.any(String)],
      ['to mine', expect.any(String)],
      ['not to other', expect.any(String)],
    ],
  });
  expect(adapter.restoreSession('p', offset)).toBeNull();
});

test.each(['', 'nonsense', '../../etc', 'AAAA0'])('an offset that was never given is not known: %j', (offset) => {
  io.emit('before');
  adapter.persistSession(session('p'));
  expect(adapter.restoreSession('p', offset)).toBeNull();
});

test('a session is kept for maxDisconnectionDuration', async () => {
  io.emit('before');
  const offset = lastOffset();
  adapter.persistSession(session('early'));
  adapter.persistSession(session('late'));
  vi.advanceTimersByTime(WINDOW_MS);
  expect(await adapter.restoreSession('early', offset)).not.toBeNull();
  vi.advanceTimersByTime(1);
  expect(adapter.restoreSession('late', offset)).toBeNull();
});

test('what is old is forgotten, and then there is no timer', () => {
  io.emit('before');
  adapter.persistSession(session('p'));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(3 * WINDOW_MS);
  expect(vi.getTimerCount()).toBe(0);
});

test('no more than MAX_RECOVERABLE_PACKETS are kept: the oldest go', async () => {
  io.emit('first');
  const first = lastOffset();
  io.emit('second');
  const second = lastOffset();
  for (let index = 0; index < MAX_RECOVERABLE_PACKETS - 1; index++) io.emit('more');
  adapter.persistSession(session('p'));
  expect(adapter.restoreSession('p', first)).toBeNull();
  adapter.persistSession(session('p'));
  expect((await adapter.restoreSession('p', second))?.missedPackets.length).toBe(MAX_RECOVERABLE_PACKETS - 1);
});

test('no more than MAX_RECOVERABLE_SESSIONS are kept: the oldest go', async () => {
  io.emit('before');
  for (let index = 0; index <= MAX_RECOVERABLE_SESSIONS; index++) adapter.persistSession(session(`p${index}`));
  expect(adapter.restoreSession('p0', lastOffset())).toBeNull();
  expect(await adapter.restoreSession('p1', lastOffset())).not.toBeNull();
});

test('closed, it keeps nothing and has no timer', async () => {
  io.emit('before');
  adapter.persistSession(session('p'));
  await adapter.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(adapter.restoreSession('p', lastOffset())).toBeNull();
});

test('without an offset a session has missed what was sent since it came', async () => {
  io.emit('before');
  void adapter.addAll('id of p', new Set(['id of p', 'mine']));
  io.to('mine').emit('on its way');
  adapter.persistSession(session('p', ['mine']));
  adapter.delAll('id of p');
  io.emit('away');
  const restored = await adapter.restoreSession('p', undefined);
  expect(restored?.missedPackets.map(([name]) => name)).toEqual(['on its way', 'away']);
});

test('cut off again before any of these came, it has missed the same', async () => {
  void adapter.addAll('id of p', new Set(['id of p']));
  adapter.persistSession(session('p'));
  adapter.delAll('id of p');
  io.emit('away');
  await adapter.restoreSession('p', undefined);
  void adapter.addAll('id of p', new Set(['id of p']));
  adapter.persistSession(session('p'));
  adapter.delAll('id of p');
  expect((await adapter.restoreSession('p', undefined))?.missedPackets.map(([name]) => name)).toEqual(['away']);
});

test('without an offset it is not restored once packets had to go before their time', () => {
  void adapter.addAll('id of p', new Set(['id of p']));
  for (let n = 0; n <= MAX_RECOVERABLE_PACKETS; n++) io.emit('a');
  adapter.persistSession(session('p'));
  expect(adapter.restoreSession('p', undefined)).toBeNull();
});
