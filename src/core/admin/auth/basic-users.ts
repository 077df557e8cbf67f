import { createHash, timingSafeEqual } from 'node:crypto';
import { MAX_CREDENTIAL_LENGTH } from '../../limits.ts';
import type { BasicUser } from '../options.ts';
import type { PasswordWorker } from './password-worker.ts';

/** Of no password that is known: salt and digest are any characters of bcrypt's alphabet. */
const NOBODYS_DIGEST = 'C6UzMDM.H6dfI/f/IKxGhuNbE6ypCzTCZeNHgDxnLIYzVWkPVQXPe'.slice(0, 53);

const CREDENTIAL_BYTES = 8;

/** Finds the user of a name and a password, in the same time whether there is one of that name or not. */
export class BasicUsers {
  readonly #users: readonly { readonly user: BasicUser; readonly nameDigest: Buffer }[];
  readonly #worker: PasswordWorker;
  readonly #nobodysHash: string;

  constructor(users: readonly BasicUser[], worker: PasswordWorker) {
    this.#users = users.map((user) => ({ user, nameDigest: digest(user.username) }));
    this.#worker = worker;
    const rounds = Math.max(...users.map(({ password }) => roundsOf(password)));
    this.#nobodysHash = `$2b$${String(rounds).padStart(2, '0')}$${NOBODYS_DIGEST}`;
  }

  named(name: string): BasicUser | null {
    const wanted = digest(name);
    let found: BasicUser | null = null;
    // All of them are looked at.
    for (const { user, nameDigest } of this.#users) if (timingSafeEqual(nameDigest, wanted)) found = user;
    return found;
  }

  /** What a session keeps of the password: changes with it, and does not tell it. `null`: there is no such user. */
  credentialOf(name: string): string | null {
    const user = this.named(name);
    return user === null ? null : digest(user.password).toString('hex', 0, CREDENTIAL_BYTES);
  }

  /** Whatever the client sent. Rejects with a LimitError `TOO_MANY_LOGINS`. */
  async find(username: unknown, password: unknown): Promise<BasicUser | null> {
    if (!isCredential(username) || !isCredential(password)) return null;
    const user = this.named(username);
    const isMatch = await this.#worker.isMatch(password, user?.password ?? this.#nobodysHash);
    return isMatch ? user : null;
  }
}

function isCredential(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_CREDENTIAL_LENGTH;
}

function roundsOf(hash: string): number {
  return Number(hash.split('$')[2]);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
