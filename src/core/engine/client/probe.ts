// Tries a better transport beside the one in use:
//
//   open it, "2probe"  ->  "3probe": pause the old one until nothing of it is under way  ->  "5" on the new one
//
// Until the "5" the session lives on the old transport, whatever becomes of this.

import type { EnginePacket } from '../packet.ts';
import { OutgoingPacket } from '../sending/outgoing-packet.ts';
import { ConnectionError, failureOf } from './connection-error.ts';
import { NO_STAGE, type OpenStage, type Stages } from './stages.ts';
import type { Transport } from './transports/transport.ts';

const PROBE = 'probe';
const PING = new OutgoingPacket('ping', PROBE);
const UPGRADE = new OutgoingPacket('upgrade');

export interface ProbeHost {
  /** The one in use. */
  readonly transport: Transport;
  readonly stages: Stages;
  /** It is taken: nothing is sent until it has been, or has failed. */
  onProbeAnswered(probe: Probe): void;
  onProbeUpgraded(probe: Probe): void;
  onProbeFailed(probe: Probe, error: Error): void;
}

export class Probe {
  readonly transport: Transport;
  readonly #host: ProbeHost;
  #stage: OpenStage = NO_STAGE;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(transport: Transport, host: ProbeHost) {
    this.transport = transport;
    this.#host = host;
  }

  start(): void {
    const { transport } = this;
    this.#stage = this.#host.stages.start('probe', transport.name, transport.name);
    transport.once('open', this.#onOpen);
    transport.once('packet', this.#onPacket);
    transport.once('error', this.#onError);
    transport.once('close', this.#onClose);
    transport.open();
  }

  startIn(delayMs: number): void {
    this.#timer = setTimeout(() => this.start(), delayMs);
  }

  /** Another was faster, or the session is closed. */
  abort(): void {
    if (this.#isOver) return;
    this.#release();
    this.#stage.cancel();
    this.transport.close();
  }

  readonly #onOpen = (): void => {
    this.transport.send([PING]);
  };

  readonly #onPacket = ({ type, data }: EnginePacket): void => {
    if (type !== 'pong' || data !== PROBE) {
      this.#fail('probe error', { code: 'PARSE_ERROR', message: `a packet ${type} for an answer to the probe` });
      return;
    }
    this.#stage.ok();
    this.#stage = this.#host.stages.start('upgrade', this.transport.name, this.transport.name);
    this.#host.onProbeAnswered(this);
    if (!this.#isOver) this.#host.transport.pause(this.#onPaused);
  };

  readonly #onPaused = (): void => {
    if (this.#isOver) return;
    this.#release();
    this.transport.send([UPGRADE]);
    this.#stage.ok();
    this.#host.onProbeUpgraded(this);
  };

  readonly #onError = (error: unknown): void => {
    this.#fail(`probe error: ${String(error)}`, failureOf(error), error);
  };

  readonly #onClose = (): void => {
    this.#fail('probe error: transport closed', { code: 'CLOSED', message: 'it was closed before it could be used' });
  };

  #fail(message: string, failure: ReturnType<typeof failureOf>, cause?: unknown): void {
    if (this.#isOver) return;
    this.#release();
    this.#stage.fail(failure);
    this.transport.close();
    this.#host.onProbeFailed(this, new ConnectionError(message, failure, cause));
  }

  #release(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.transport.off('open', this.#onOpen);
    this.transport.off('packet', this.#onPacket);
    this.transport.off('error', this.#onError);
    this.transport.off('close', this.#onClose);
  }
}
