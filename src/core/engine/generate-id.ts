import { randomFillSync } from 'node:crypto';

const ID_BYTES = 15;
const pool = Buffer.allocUnsafeSlow(ID_BYTES * 256);
let next = pool.length;

/** An id of 20 characters of url-safe base64: 120 random bits. */
export function generateId(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  next += ID_BYTES;
  return pool.toString('base64url', next - ID_BYTES, next);
}
