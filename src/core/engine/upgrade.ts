// The upgrade of a session to a better transport:
//
//   client (new transport)  2probe   →   server  3probe, and the GET that waits is answered 6
//   client (new transport)  5        →   the session moves over
//
// Anything else on the new transport closes it; the session lives on over its old one. Heartbeats go over the old one
// until the session has moved.

import type { EnginePacket } from './packet.ts';
import { OutgoingPacket } from './sending/outgoing-packet.ts';
import { WriteQueue } from './sending/write-queue.ts';
import type { Session } from './session.ts';
import { PollingTransport } from './transports/polling.ts';
import type { Transport, TransportHandler } from './transports/transport.ts';

const PROBE_ANSWER = WriteQueue.empty().with(new OutgoingPacket('pong', 'probe'));

export class UpgradeProbe implements TransportHandler {
  readonly #session: Session;
  readonly #polling: PollingTransport | null;
  readonly #timer: NodeJS.Timeout;
  #transport: Transport | null = null;
  #isProbed = false;

  constructor(session: Session, upgradeTimeoutMs: number) {
    this.#session = session;
    this.#polling = session.transport instanceof PollingTransport ? session.transport : null;
    this.#timer = setTimeout(this.#giveUp, upgradeTimeoutMs);
    session.upgradeState = 'upgrading';
    session.once('close', this.#giveUp);
  }

  /** `transport` has this probe as its handler. */
  start(transport: Transport): void {
    this.#transport = transport;
  }

  onPacket(packet: EnginePacket): void {
    const transport = this.#transport;
    if (transport === null) return;
    if (packet.type === 'ping' && packet.data === 'probe') {
      this.#onProbe(transport);
    } else if (packet.type === 'upgrade' && this.#isProbed && this.#session.readyState !== 'closed') {
      this.#settle();
      this.#session.upgradeTo(transport);
    } else {
      this.#giveUp();
    }
  }

  #onProbe(transport: Transport): void {
    const isFirst = !this.#isProbed;
    this.#isProbed = true;
    transport.send(PROBE_ANSWER, undefined);
    if (isFirst) this.#session.tell('upgrading', transport);
    // A listener may have closed the session.
    if (this.#session.upgradeState === 'upgrading') this.#polling?.startReleasing();
  }

  onTooLarge(): void {}

  onWritable(): void {}

  onTransportClose(): void {
    this.#giveUp();
  }

  readonly #giveUp = (): void => {
    this.#settle();
    this.#session.upgradeState = 'none';
    this.#transport?.close();
  };

  #settle(): void {
    clearTimeout(this.#timer);
    this.#session.off('close', this.#giveUp);
    this.#polling?.stopReleasing();
  }
}
