import type { Namespace } from '../../server/namespace.ts';
import { type ClusterAdapterOptions, ClusterAdapterWithHeartbeat } from '../cluster/cluster-adapter-with-heartbeat.ts';
import type { ClusterMessage, ClusterResponse, Offset, ServerId } from '../cluster/message.ts';
import type { Carrier } from './carrier.ts';
import { decodeHead, decodeMessage, encodeMessage } from './codec.ts';
import { headOf, parseHead } from './message-head.ts';

/** A cluster over a medium that carries bytes. */
export class CarrierAdapter extends ClusterAdapterWithHeartbeat {
  readonly #carrier: Carrier;
  #stop: Promise<() => Promise<void>> | undefined;

  constructor(nsp: Namespace, carrier: Carrier, options: ClusterAdapterOptions = {}) {
    super(nsp, options);
    this.#carrier = carrier;
  }

  override async init(): Promise<void> {
    const nsp = this.nsp.name;
    const addresses = [
      { nsp, server: null },
      { nsp, server: this.uid },
    ];
    this.#stop = this.#carrier.receive(addresses, {
      onBytes: (bytes) => this.#onBytes(bytes),
      onError: (error) => this.report(error),
    });
    await this.#stop;
    await super.init();
  }

  override async close(): Promise<void> {
    await super.close();
    // One that never began has nothing to stop.
    const stop = await this.#stop?.catch(() => undefined);
    await stop?.();
  }

  protected override async doPublish(message: ClusterMessage): Promise<Offset> {
    await this.#carrier.send({ nsp: this.nsp.name, server: null }, encodeMessage(headOf(message), message));
    return '';
  }

  protected override doPublishResponse(requester: ServerId, response: ClusterResponse): Promise<void> {
    return this.#carrier.send({ nsp: this.nsp.name, server: requester }, encodeMessage(headOf(response), response));
  }

  #onBytes(bytes: Uint8Array): void {
    if (!this.#isForThis(bytes)) return;
    let message: unknown;
    try {
      message = decodeMessage(bytes);
    } catch (error) {
      // Nothing else is thrown there.
      this.report(error as Error);
      return;
    }
    this.onMessage(message);
  }

  /** A look at its head: most of what comes to one of many servers is for none of its sockets. */
  #isForThis(bytes: Uint8Array): boolean {
    const head = decodeHead(bytes);
    // That it is no message is told when it is read.
    if (head === null) return true;
    const { sender, room } = parseHead(head);
    return sender !== this.uid && (room === null || this.mayReach([room]));
  }
}
