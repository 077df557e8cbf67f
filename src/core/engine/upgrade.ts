// The upgrade of a polling session to WebSocket:
//
//   client (ws)  2probe   →   server  3probe, and the GET that waits is answered 6
//   client (ws)  5        →   the session moves over
//
// Anything else on the new WebSocket closes it; the session lives on over polling.

import { OutgoingPacket } from './outgoing-packet.ts';
import type { EnginePacket } from './packet.ts';
import type { Session } from './session.ts';
import type { PollingTransport } from './transports/polling.ts';
import type { TransportHandler } from './transports/transport.ts';
import type { WebSocketTransport } from './transports/websocket.ts';
import { WriteQueue } from './write-queue.ts';

const PROBE_ANSWER = WriteQueue.empty().with(new OutgoingPacket('pong', 'probe'));

export class UpgradeProbe implements TransportHandler {
  readonly #session: Session;
  readonly #polling: PollingTransport;
  readonly #timer: NodeJS.Timeout;
  #webSocket: WebSocketTransport | null = null;
  #isProbed = false;

  constructor(session: Session, polling: PollingTransport, upgradeTimeoutMs: number) {
    this.#session = session;
    this.#polling = polling;
    this.#timer = setTimeout(this.#giveUp, upgradeTimeoutMs);
    session.isUpgrading = true;
    session.once('close', this.#giveUp);
  }

  /** `transport` has this probe as its handler. */
  start(transport: WebSocketTransport): void {
    this.#webSocket = transport;
    this.#session.tell('upgrading', transport);
  }

  onPacket(packet: EnginePacket): void {
    const transport = this.#webSocket;
    if (transport === null) return;
    if (packet.type === 'ping' && packet.data === 'probe') {
      this.#isProbed = true;
      transport.send(PROBE_ANSWER, undefined);
      this.#polling.startReleasing();
    } else if (packet.type === 'upgrade' && this.#isProbed && this.#session.readyState !== 'closed') {
      this.#settle();
      this.#session.upgradeTo(transport);
    } else {
      this.#giveUp();
    }
  }

  onWritable(): void {}

  onTransportClose(): void {
    this.#giveUp();
  }

  readonly #giveUp = (): void => {
    this.#settle();
    this.#session.isUpgrading = false;
    this.#webSocket?.close();
  };

  #settle(): void {
    clearTimeout(this.#timer);
    this.#session.off('close', this.#giveUp);
    this.#polling.stopReleasing();
  }
}
