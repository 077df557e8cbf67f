import type { OutgoingHttpHeaders } from 'node:http';

/** What polling puts around the payloads of texts. */
export interface PayloadWrapping {
  /** Of an answer to a GET. */
  readonly headers: OutgoingHttpHeaders;
  readonly wrap: (payload: string) => string;
  /** `null`: there is no payload in `body`. */
  readonly unwrap: (body: string) => string | null;
}

/** Nothing: for XMLHttpRequest and `fetch`. */
export const PLAIN: PayloadWrapping = {
  // Explicit UTF-8, for pages that are served in something else.
  headers: { 'Content-Type': 'text/plain; charset=UTF-8' },
  wrap: (payload) => payload,
  unwrap: (body) => body,
};
