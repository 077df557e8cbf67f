import { hashSync } from 'bcryptjs';
import { expect, test } from 'vitest';
import { BasicUsers } from '../../../../../src/core/admin/auth/basic-users.ts';
import type { PasswordWorker } from '../../../../../src/core/admin/auth/password-worker.ts';

const ADA = { username: 'ada', password: hashSync('changeit', 6) };
const BOB = { username: 'bob', password: hashSync('changeit', 4) };

/** What the users ask of the thread that hashes. */
function askedOf(...found: readonly (readonly [string, string])[]): Promise<readonly (readonly [string, string])[]> {
  const asked: (readonly [string, string])[] = [];
  const isMatch = (password: string, hash: string): Promise<boolean> => {
    asked.push([password, hash]);
    return Promise.resolve(true);
  };
  // It is used for this only.
  const users = new BasicUsers([ADA, BOB], { isMatch } as unknown as PasswordWorker);
  return Promise.all(found.map(([name, password]) => users.find(name, password))).then(() => asked);
}

test('a name that nobody has goes the way of one that somebody has: its password is hashed in as many rounds', async () => {
  const asked = await askedOf(['ada', 'x'], ['nobody', 'x'], ['', 'x'.repeat(10)], ['adb', 'x']);
  expect(asked.map(([password]) => password)).toEqual(['x', 'x', 'x']);
  // As many rounds as the password that takes longest, in the same form.
  expect(asked.map(([, hash]) => [hash.length, hash.slice(0, 7)])).toEqual([
    [60, '$2b$06$'],
    [60, '$2b$06$'],
    [60, '$2b$06$'],
  ]);
});

test('a password that would fit nobody lets nobody in', async () => {
  const users = new BasicUsers([ADA], { isMatch: () => Promise.resolve(true) } as unknown as PasswordWorker);
  expect(await users.find('nobody', 'x')).toBeNull();
  expect(await users.find('ada', 'x')).toBe(ADA);
});

test('what a session keeps of a password changes with it, and has nothing of it', () => {
  const worker = {} as PasswordWorker;
  const before = new BasicUsers([ADA], worker).credentialOf('ada') ?? '';
  const after = new BasicUsers([{ ...ADA, password: BOB.password }], worker).credentialOf('ada');
  expect(before).toMatch(/^[\da-f]{16}$/);
  expect(after).not.toBe(before);
  expect(ADA.password).not.toContain(before);
  expect(new BasicUsers([ADA], worker).credentialOf('nobody')).toBeNull();
});
