import type { ServerId } from '../cluster/message.ts';

/** Who gets a message: the servers that have a namespace, or one of them. */
export interface Address {
  readonly nsp: string;
  /** `null`: all of them. */
  readonly server: ServerId | null;
}

export interface Receiver {
  onBytes(bytes: Uint8Array): void;
  /** The medium failed: until it is back, nothing comes. */
  onError(error: Error): void;
}

/** A medium that carries bytes between processes, each sender's in their order. */
export interface Carrier {
  /** Rejects when the medium does not take them. */
  send(address: Address, bytes: Buffer): Promise<void>;
  /** Resolves once the medium has taken all that was sent before. */
  flush(): Promise<void>;
  /** Resolves once what is sent to one of `addresses` arrives, with the way to stop. */
  receive(addresses: readonly Address[], receiver: Receiver): Promise<() => Promise<void>>;
}
