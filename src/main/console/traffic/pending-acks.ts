import { MAX_PENDING_ACKS } from '../limits.ts';

/** A request by its row. It keeps no packet: the log may have let that go. */
export interface AckRequest {
  readonly seq: number;
  readonly at: number;
  /** `null` for a broadcast. */
  readonly socketId: string | null;
  readonly expected: number;
  received: number;
}

/** Requests of one direction that wait for their acknowledgement. Peers choose how many: the oldest are let go. */
export class PendingAcks {
  readonly #requests = new Map<string, AckRequest>();
  readonly #keysBySocket: Map<string, Set<string>> | null;

  /** `isDropping`: what a socket was asked is dropped when it leaves, and is of no use afterwards. */
  constructor({ isDropping = false }: { readonly isDropping?: boolean } = {}) {
    this.#keysBySocket = isDropping ? new Map() : null;
  }

  get size(): number {
    return this.#requests.size;
  }

  add(key: string, request: AckRequest): void {
    this.#remove(key);
    if (this.#requests.size >= MAX_PENDING_ACKS) {
      const [oldest] = this.#requests.keys();
      if (oldest !== undefined) this.#remove(oldest);
    }
    this.#requests.set(key, request);
    if (request.socketId === null || this.#keysBySocket === null) return;
    const keys = this.#keysBySocket.get(request.socketId);
    if (keys === undefined) this.#keysBySocket.set(request.socketId, new Set([key]));
    else keys.add(key);
  }

  /** Counts one answer by `socketId`; the request with it counted, or `undefined` if nobody asked that socket. */
  answer(key: string, socketId: string | null): AckRequest | undefined {
    const request = this.#requests.get(key);
    if (request === undefined || (request.socketId !== null && request.socketId !== socketId)) return undefined;
    request.received++;
    if (request.received >= request.expected) this.#remove(key);
    return request;
  }

  /** What a socket was asked alone will not be answered any more. */
  dropSocket(socketId: string): void {
    for (const key of this.#keysBySocket?.get(socketId) ?? []) this.#requests.delete(key);
    this.#keysBySocket?.delete(socketId);
  }

  clear(): void {
    this.#requests.clear();
    this.#keysBySocket?.clear();
  }

  #remove(key: string): void {
    const request = this.#requests.get(key);
    if (request === undefined) return;
    this.#requests.delete(key);
    if (request.socketId === null || this.#keysBySocket === null) return;
    const keys = this.#keysBySocket.get(request.socketId);
    if (keys?.delete(key) && keys.size === 0) this.#keysBySocket.delete(request.socketId);
  }
}
