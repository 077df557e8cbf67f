import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const FAILURE_WINDOW_MS = 60_000;
const MAX_FAILURES = 20;

export type Admission =
  | { readonly outcome: 'admitted'; readonly cookie: string; readonly key: string }
  | { readonly outcome: 'refused' | 'too_many_failures' };

/** What a request shows of a session. */
export interface Credentials {
  readonly cookie?: string | undefined;
  readonly 'sec-websocket-protocol'?: string | undefined;
}

/**
 * Lets in whoever was shown the token: it is exchanged once for the two halves of a session, which lives as long as this
 * process. The cookie is out of reach of scripts, but a browser sends it to every port of this host, whoever listens there;
 * the key stays with pages of our own origin. Neither lets in alone.
 *
 * Guesses are limited to 20 a minute, from wherever they come. Who has the token gets in all the same: else any program of
 * this machine could keep its owner out.
 */
export class SessionGate {
  /** For the URL that is printed. 256 bits. */
  readonly token = randomSecret();
  readonly #now: () => number;
  readonly #onGuessing: () => void;
  readonly #failures: number[] = [];
  readonly #cookie = randomSecret();
  readonly #key = randomSecret();
  #isTokenUsed = false;

  /** `onGuessing`: called when the limit is reached. */
  constructor(now: () => number, onGuessing: () => void = () => {}) {
    this.#now = now;
    this.#onGuessing = onGuessing;
  }

  /** `port` names the cookie: cookies do not tell ports apart. */
  exchange(token: string, port: number): Admission {
    if (!isEqual(token, this.token)) return { outcome: this.#noteFailure() };
    // A link that is opened again is no guess.
    if (this.#isTokenUsed) return { outcome: 'refused' };
    this.#isTokenUsed = true;
    return { outcome: 'admitted', cookie: `${cookieName(port)}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict`, key: this.#key };
  }

  /** Whether the headers of an upgrade have both halves of the session. */
  admits({ cookie, 'sec-websocket-protocol': protocols }: Credentials, port: number): boolean {
    const prefix = `${cookieName(port)}=`;
    const hasCookie = listed(cookie, ';').some((each) => each.startsWith(prefix) && isEqual(each.slice(prefix.length), this.#cookie));
    const hasKey = listed(protocols, ',').some((each) => isEqual(each, this.#key));
    return hasCookie && hasKey;
  }

  #noteFailure(): 'refused' | 'too_many_failures' {
    const now = this.#now();
    while (this.#failures[0] !== undefined && now - this.#failures[0] >= FAILURE_WINDOW_MS) this.#failures.shift();
    if (this.#failures.length >= MAX_FAILURES) return 'too_many_failures';
    this.#failures.push(now);
    if (this.#failures.length === MAX_FAILURES) this.#onGuessing();
    return 'refused';
  }
}

function listed(header: string | undefined, separator: string): readonly string[] {
  return header === undefined ? [] : header.split(separator).map((each) => each.trim());
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
