import { CookieJar as Jar } from 'tough-cookie';

/** The cookies of one server, kept over reconnections: a balancer finds the same one again by them. */
export class CookieJar {
  readonly #jar = new Jar(undefined, { rejectPublicSuffixes: false });

  /** `setCookie`: headers of an answer from `url`. What is no cookie is left out. */
  store(setCookie: readonly string[] | undefined, url: string): void {
    for (const header of setCookie ?? []) this.#storeOne(header, url);
  }

  #storeOne(header: string, url: string): void {
    try {
      this.#jar.setCookieSync(header, url, { ignoreError: true });
    } catch {
      // Of a domain that is none it throws all the same.
    }
  }

  /** The header for a request to `url`; `undefined`: none. */
  header(url: string): string | undefined {
    const header = this.#jar.getCookieStringSync(url);
    return header === '' ? undefined : header;
  }
}

/** A program's own headers with the jar's cookies: where both name cookies, the program's come first. */
export function withCookies(headers: Readonly<Record<string, string>> = {}, cookies: string | undefined): Readonly<Record<string, string>> {
  if (cookies === undefined) return headers;
  const own = Object.keys(headers).find((name) => name.toLowerCase() === 'cookie');
  return own === undefined ? { Cookie: cookies, ...headers } : { ...headers, [own]: `${headers[own]}; ${cookies}` };
}
