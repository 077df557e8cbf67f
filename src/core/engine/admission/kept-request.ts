// A handshake's request, kept as one text: an idle connection needs none of the objects that Node made of it.

import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Separates what is kept: no header has it. */
const SEPARATOR = '\n';

/** What Node does not document. */
type RawRequest = IncomingMessage & { upgrade?: boolean; _addHeaderLines?(lines: string[], count: number): void };

/** A Node that reads headers in another way keeps its requests. */
const canRestore = '_addHeaderLines' in IncomingMessage.prototype;

/** Whether all of it is in what Node read: then it can be made again. */
export function isRestorable(req: IncomingMessage & { readonly joinDuplicateHeaders?: boolean | null }): boolean {
  const isOwnClass = Object.getPrototypeOf(req) === IncomingMessage.prototype;
  return canRestore && isOwnClass && req.method === 'GET' && req.httpVersionMajor === 1 && !req.joinDuplicateHeaders;
}

export class KeptRequest {
  readonly #text: string;
  readonly #socket: Socket;
  readonly #isUpgrade: boolean;

  /** `req` is restorable, and has no body. */
  constructor(req: IncomingMessage, isUpgrade: boolean) {
    this.#socket = req.socket;
    this.#isUpgrade = isUpgrade;
    // Joined at once: concatenated, the parts would stay.
    this.#text = [req.httpVersion, req.url ?? '', ...req.rawHeaders].join(SEPARATOR);
  }

  /** The request as Node made it. */
  restored(): IncomingMessage {
    const [httpVersion = '', url = '', ...rawHeaders] = this.#text.split(SEPARATOR);
    const req: RawRequest = new IncomingMessage(this.#socket);
    req.httpVersion = httpVersion;
    req.httpVersionMajor = 1;
    req.httpVersionMinor = Number(httpVersion.slice(2));
    req.method = 'GET';
    req.url = url;
    // As Node's own parser does it: the headers are made of them when somebody looks.
    req._addHeaderLines?.(rawHeaders, rawHeaders.length);
    req.upgrade = this.#isUpgrade;
    req.complete = true;
    // Nothing is left to be read.
    req.push(null);
    return req;
  }
}
