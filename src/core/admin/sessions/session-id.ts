import { createHash, randomBytes } from 'node:crypto';

const ID_BYTES = 24;
const ID = /^[\w-]{32}$/;
const HANDLE_LENGTH = 16;

/** 192 random bits. */
export function newSessionId(): string {
  return randomBytes(ID_BYTES).toString('base64url');
}

export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** What is kept of an id. */
export function hashOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}

/** Names a session to those who may revoke it. */
export function handleOf(hash: string): string {
  return hash.slice(0, HANDLE_LENGTH);
}
