import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AdminSessions } from '../../../../src/core/admin/admin-sessions.ts';
import type { AgentContext } from '../../../../src/core/admin/agent-context.ts';
import type { Authenticator } from '../../../../src/core/admin/auth/authenticator.ts';
import { keepLogin } from '../../../../src/core/admin/login-data.ts';
import type { SocketLike } from '../../../../src/core/admin/server-like.ts';

const SEEN_EVERY_MS = 5 * 60 * 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An admin that is here with a session, and what becomes of it when the store says this. */
async function seen(resume: () => Promise<object | null>): Promise<readonly string[]> {
  const ended: string[] = [];
  const endSession = (hash: string): void => void ended.push(hash);
  // What these sessions use of each.
  const context = { options: { isDevelopment: true, readonly: false }, endSession } as unknown as AgentContext;
  const sessions = new AdminSessions(context, { resume, close: () => Promise.resolve() } as unknown as Authenticator);
  const socket = Object.assign(new EventEmitter(), { connected: true, recovered: false, data: {}, join: () => {} }) as unknown as SocketLike;
  keepLogin(socket, { name: 'ada', role: 'admin', features: [], sessionHash: 'abcd' });
  sessions.open();
  expect(await sessions.arrive(socket)).toMatchObject({ name: 'ada' });
  await vi.advanceTimersByTimeAsync(SEEN_EVERY_MS);
  await sessions.close();
  return ended;
}

test('an admin whose session is over does not stay connected', async () => {
  expect(await seen(() => Promise.resolve(null))).toEqual(['abcd']);
});

test('one whose session is there stays, and so does one whose store can not say', async () => {
  expect(await seen(() => Promise.resolve({}))).toEqual([]);
  expect(await seen(() => Promise.reject(new Error('away')))).toEqual([]);
});
