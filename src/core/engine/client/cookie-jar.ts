import { CookieJar as Jar } from 'tough-cookie';

/** The cookies of one server, kept over reconnections: a balancer finds the same one again by them. */
export class CookieJar {
  readonly #jar = new Jar(undefined, { rejectPublicSuffixes: false, looseMode: true });

  /** `setCookie`: headers of an answer from `url`. What is no cookie is left out. */
  store(setCookie: readonly string[] | undefined, url: string): void {
    for (const header of setCookie ?? []) this.#jar.setCookieSync(header, url, { ignoreError: true });
  }

  /** The header for a request to `url`; `undefined`: none. */
  header(url: string): string | undefined {
    const header = this.#jar.getCookieStringSync(url);
    return header === '' ? undefined : header;
  }
}
