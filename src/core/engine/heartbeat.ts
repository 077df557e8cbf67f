// Who pings, and how long the server waits, by revision. A session has one of these, which is its one deadline.

import { ProtocolError } from '../errors.ts';
import { tapTime } from '../tap.ts';
import { Deadline } from './deadline-queue.ts';
import type { EnginePacket } from './packet.ts';
import { OutgoingPacket } from './sending/outgoing-packet.ts';
import type { Session } from './session.ts';
import type { SessionHost } from './session-host.ts';

const PING = new OutgoingPacket('ping');
const PONG = new OutgoingPacket('pong');

export abstract class Heartbeat extends Deadline<Session> {
  protected readonly host: SessionHost;

  constructor(session: Session, host: SessionHost) {
    super(session);
    this.host = host;
  }

  abstract start(): void;
  /** Each packet that comes. */
  abstract onPacket(packet: EnginePacket): void;
  /** The time for the server's ping has come. */
  abstract onPingDue(): void;
}

/** EIO4 "Heartbeat": the server pings after `pingInterval`, and waits `pingTimeout` for the pong. */
export class ServerHeartbeat extends Heartbeat {
  #pingSentAt = 0;
  /** Whether the pong that is awaited was given more time. */
  #isPongExtended = false;

  override start(): void {
    this.host.pingDeadlines.set(this);
  }

  override onPingDue(): void {
    this.#pingSentAt = performance.now();
    this.#isPongExtended = false;
    this.owner.sendPacket(PING);
    this.host.pongDeadlines.set(this);
  }

  override onPacket({ type }: EnginePacket): void {
    if (type === 'pong') this.#onPong();
    else if (type === 'ping') this.owner.end('transport error', new ProtocolError('UNEXPECTED_PACKET', 'a ping from the client'));
    else if (this.#pingSentAt > 0 && !this.#isPongExtended) this.#extendPong();
  }

  // A large message may keep the pong waiting behind it: what arrives shows that the client is there, but once only.
  #extendPong(): void {
    this.#isPongExtended = true;
    this.host.pongDeadlines.set(this);
  }

  #onPong(): void {
    const session = this.owner;
    if (this.#pingSentAt > 0) {
      const rttMs = performance.now() - this.#pingSentAt;
      session.rttMs = rttMs;
      this.#pingSentAt = 0;
      this.host.tap.listener?.({ type: 'heartbeat', at: tapTime(), engineId: session.id, rttMs });
    }
    this.host.pingDeadlines.set(this);
    session.tell('heartbeat');
  }
}

/** EIO3: the client pings, and the server waits `pingInterval` and `pingTimeout` for the next one. Nobody knows a round trip. */
export class ClientHeartbeat extends Heartbeat {
  override start(): void {
    this.host.silenceDeadlines.set(this);
  }

  override onPacket({ type }: EnginePacket): void {
    if (type === 'pong') {
      this.owner.end('transport error', new ProtocolError('UNEXPECTED_PACKET', 'a pong from the client'));
    } else if (type === 'ping') {
      this.host.silenceDeadlines.set(this);
      this.owner.sendPacket(PONG);
      this.owner.tell('heartbeat');
    }
  }

  override onPingDue(): void {
    // It is never set to be.
  }
}
