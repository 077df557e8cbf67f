import { WebSocket } from 'ws';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { decodePacket, type EnginePacket } from '../../../core/engine/packet.ts';
import { type DialTarget, encodeQuery } from '../client/dial-target.ts';
import { exchange, headersWith } from './exchange.ts';
import { answerFailure, failed } from './failure.ts';
import { openConnection } from './fresh-connection.ts';
import { type Handshake, readHandshake, readPayload } from './handshake.ts';

/** An Engine.IO session over one transport. Every wait ends with the signal. */
export interface EngineSession {
  readonly handshake: Handshake;
  send(packet: string, signal: AbortSignal): Promise<void>;
  /** The next packets, pings answered. */
  receive(signal: AbortSignal): Promise<readonly EnginePacket[]>;
  /** Says goodbye; whether that arrives is the server's affair. */
  close(signal: AbortSignal): Promise<void>;
}

/** Each request of it goes over a connection of its own. */
export async function openPolling(settings: ClientSettings, target: DialTarget, revision: 3 | 4, signal: AbortSignal): Promise<PollingSession> {
  const query = { ...target.query, EIO: String(revision), transport: 'polling' };
  const answer = await exchange(settings, target, { path: target.path, query }, signal);
  const payload = answer.status === 200 ? readPayload(answer.body) : null;
  const [first, ...rest] = payload?.packets ?? [];
  const handshake = first === undefined || payload === null ? null : readHandshake(first, payload.revision);
  if (handshake === null) throw answerFailure(answer);
  return new PollingSession(settings, target, handshake, settings.keepCookies ? answer.cookies : [], rest);
}

export class PollingSession implements EngineSession {
  readonly handshake: Handshake;
  readonly #settings: ClientSettings;
  readonly #target: DialTarget;
  readonly #cookies: readonly string[];
  /** They came with the handshake. */
  #early: readonly EnginePacket[];

  constructor(settings: ClientSettings, target: DialTarget, handshake: Handshake, cookies: readonly string[], early: readonly EnginePacket[]) {
    this.handshake = handshake;
    this.#settings = settings;
    this.#target = target;
    this.#cookies = cookies;
    this.#early = early;
  }

  async send(packet: string, signal: AbortSignal): Promise<void> {
    const body = this.handshake.revision === 3 ? `${packet.length}:${packet}` : packet;
    const answer = await this.#ask(signal, body);
    if (answer.status !== 200) throw answerFailure(answer);
  }

  async receive(signal: AbortSignal): Promise<readonly EnginePacket[]> {
    const early = this.#early;
    this.#early = [];
    if (early.length > 0) return early;
    const answer = await this.#ask(signal);
    const payload = answer.status === 200 ? readPayload(answer.body) : null;
    if (payload === null) throw answerFailure(answer);
    if (payload.packets.some(({ type }) => type === 'ping')) await this.send('3', signal);
    return payload.packets;
  }

  async close(signal: AbortSignal): Promise<void> {
    await this.send('1', signal).catch(() => {});
  }

  #ask(signal: AbortSignal, body?: string) {
    const { revision, engineId } = this.handshake;
    const query = { ...this.#target.query, EIO: String(revision), transport: 'polling', sid: engineId };
    const asked = { path: this.#target.path, query, cookies: this.#cookies, ...(body === undefined ? {} : { body }) };
    return exchange(this.#settings, this.#target, asked, signal);
  }
}

/** Without polling before it, and so without an upgrade. */
export async function openWebSocket(settings: ClientSettings, target: DialTarget, revision: 3 | 4, signal: AbortSignal): Promise<WebSocketSession> {
  const socket = await openConnection(settings, target, signal);
  const query = { ...target.query, EIO: String(revision), transport: 'websocket' };
  const url = `${target.origin.replace(/^http/, 'ws')}${target.path}?${encodeQuery(query)}`;
  const webSocket = new WebSocket(url, {
    createConnection: () => socket,
    headers: headersWith(target, []),
    perMessageDeflate: false,
    maxPayload: 1_000_000,
  });
  const inbox = new Inbox(webSocket);
  try {
    const [first] = await inbox.take(signal);
    const handshake = first === undefined ? null : readHandshake(first, revision);
    if (handshake === null) throw failed('NOT_ENGINE_IO', 'the first message is no handshake');
    return new WebSocketSession(webSocket, inbox, handshake);
  } catch (error) {
    webSocket.terminate();
    socket.destroy();
    throw error;
  }
}

export class WebSocketSession implements EngineSession {
  readonly handshake: Handshake;
  readonly #webSocket: WebSocket;
  readonly #inbox: Inbox;

  constructor(webSocket: WebSocket, inbox: Inbox, handshake: Handshake) {
    this.handshake = handshake;
    this.#webSocket = webSocket;
    this.#inbox = inbox;
  }

  async send(packet: string): Promise<void> {
    this.#webSocket.send(packet);
  }

  async receive(signal: AbortSignal): Promise<readonly EnginePacket[]> {
    const packets = await this.#inbox.take(signal);
    if (packets.some(({ type }) => type === 'ping')) this.#webSocket.send('3');
    return packets;
  }

  async close(): Promise<void> {
    this.#webSocket.send('1');
    this.#webSocket.close();
  }
}

/** The messages of a WebSocket that nobody has taken yet, and what became of it. */
class Inbox {
  readonly #packets: EnginePacket[] = [];
  #failure: Error | null = null;
  #wake: () => void = () => {};

  constructor(webSocket: WebSocket) {
    webSocket.on('message', (data, isBinary) => {
      // Nothing the doctor asks for is answered with bytes; a text comes as one buffer.
      if (!isBinary && Buffer.isBuffer(data)) this.#push(data.toString('utf8'));
    });
    webSocket.on('unexpected-response', (request, answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        if (body.length < 1000) body += part;
      });
      answer.on('end', () => {
        this.#fail(answerFailure({ status: answer.statusCode ?? 0, body }));
        request.destroy();
      });
    });
    webSocket.on('error', (error) => this.#fail(error));
    webSocket.on('close', (code) => this.#fail(failed('CLOSED', `the server closed the WebSocket (${code})`)));
  }

  async take(signal: AbortSignal): Promise<readonly EnginePacket[]> {
    const onAbort = () => this.#wake();
    signal.addEventListener('abort', onAbort);
    while (this.#packets.length === 0 && this.#failure === null && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    signal.removeEventListener('abort', onAbort);
    if (this.#packets.length > 0) return this.#packets.splice(0);
    throw this.#failure ?? signal.reason;
  }

  #push(text: string): void {
    try {
      this.#packets.push(decodePacket(text));
      this.#wake();
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
