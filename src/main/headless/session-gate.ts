import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const FAILURE_WINDOW_MS = 60_000;
const MAX_FAILURES = 20;

export type Admission = { readonly outcome: 'admitted'; readonly cookie: string } | { readonly outcome: 'refused' | 'too_many_failures' };

/**
 * Lets in whoever was shown the token: it is exchanged once for a cookie that lives as long as this process. Guesses are
 * limited to 20 a minute, from wherever they come.
 */
export class SessionGate {
  /** For the URL that is printed. 256 bits. */
  readonly token = randomSecret();
  readonly #now: () => number;
  readonly #failures: number[] = [];
  readonly #session = randomSecret();
  #isTokenUsed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `port` names the cookie: cookies do not tell ports apart. */
  exchange(token: string, port: number): Admission {
    const now = this.#now();
    while (this.#failures[0] !== undefined && now - this.#failures[0] >= FAILURE_WINDOW_MS) this.#failures.shift();
    if (this.#failures.length >= MAX_FAILURES) return { outcome: 'too_many_failures' };
    const isRight = isEqual(token, this.token);
    if (!isRight || this.#isTokenUsed) {
      this.#failures.push(now);
      return { outcome: 'refused' };
    }
    this.#isTokenUsed = true;
    return { outcome: 'admitted', cookie: `${cookieName(port)}=${this.#session}; Path=/; HttpOnly; SameSite=Strict` };
  }

  /** Whether a request's `Cookie` header holds the session. */
  admits(cookieHeader: string | undefined, port: number): boolean {
    if (cookieHeader === undefined) return false;
    const prefix = `${cookieName(port)}=`;
    return cookieHeader
      .split(';')
      .map((cookie) => cookie.trim())
      .some((cookie) => cookie.startsWith(prefix) && isEqual(cookie.slice(prefix.length), this.#session));
  }
}

function cookieName(port: number): string {
  return `patchbay_session_${port}`;
}

function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Digests are of one length, and tell nothing about where two texts differ. */
function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
