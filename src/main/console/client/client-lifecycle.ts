// A client from its start to its stop.
//
//   stopped ─ open ─▶ starting ─┬─▶ running ◀──────┐
//                               ├─▶ retrying ──────┤   paused: as retrying, but nobody tries
//                               └─▶ failed         └─▶ failed: nothing is tried any more

import type { ConnectionPhase } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { ContractError, toFailure } from '../../../contract/frame.ts';
import type { Failure, SourceState } from '../../../contract/rows.ts';
import { type TapRecord, tapTime } from '../../../core/tap.ts';
import { AttemptLog } from './attempt-log.ts';
import { ClientConnection } from './client-connection.ts';
import type { ClientManager } from './client-manager.ts';
import { ConnectionFacts } from './connection-facts.ts';
import { dialTarget } from './dial-target.ts';

/** Whose life it is. */
export interface LifecycleOwner {
  readonly name: string;
  readonly settings: ClientSettings;
  /** Makes a manager that does not connect yet; may throw on settings it can not use. */
  createManager(settings: ClientSettings): ClientManager;
  /** Whether a connection made with these would be made otherwise now. */
  isStale(used: ClientSettings): boolean;
  /** A start by a person: what was before is forgotten. */
  onStart(): void;
  /** A connection is about to be made, the first or another. */
  onDial(settings: ClientSettings): void;
  onRecord(record: TapRecord): void;
  /** As `ConnectionEvents.onEvent`. */
  onEvent(namespace: string, event: string, args: readonly unknown[]): void;
  /** The server refused every namespace. Whether another connection, with what is known now, may fare better. */
  onRefused(): boolean;
  /** The connection is gone, and no other follows by itself. */
  onEnd(): void;
}

/** The first attempt of a start, which somebody waits for. */
interface FirstAttempt {
  resolve(): void;
  reject(error: ContractError): void;
}

export class ClientLifecycle {
  readonly attempts = new AttemptLog();
  readonly facts = new ConnectionFacts();
  readonly #owner: LifecycleOwner;
  #state: SourceState = 'stopped';
  #since = tapTime();
  #failure: Failure | null = null;
  #connection: ClientConnection | null = null;
  #first: FirstAttempt | null = null;
  #isPaused = false;
  #isLeaving = false;
  #hasBeenOpen = false;
  #reconnects = 0;
  /** The connection before is on its way out. */
  #ending: Promise<void> = Promise.resolve();
  #version = 0;

  constructor(owner: LifecycleOwner) {
    this.#owner = owner;
  }

  get state(): SourceState {
    return this.#state;
  }

  get since(): number {
    return this.#since;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** `null` also while one is on its way out. */
  get connection(): ClientConnection | null {
    return this.#connection;
  }

  /** How often the session came back since the start. */
  get reconnects(): number {
    return this.#reconnects;
  }

  /** Changes with state, attempts and facts. */
  get version(): number {
    return this.#version + this.attempts.version + this.facts.version;
  }

  phase(): ConnectionPhase {
    switch (this.#state) {
      case 'running':
        return 'connected';
      case 'starting':
        return 'connecting';
      case 'retrying':
        return this.attempts.isAttempting ? 'connecting' : 'waiting';
      case 'paused':
      case 'failed':
        return this.#state;
      case 'stopped':
      case 'stopping':
        return 'idle';
    }
  }

  /** See `ClientSource.open`. */
  async open(): Promise<void> {
    if (this.#state !== 'stopped' && this.#state !== 'failed') {
      throw new ContractError('SOURCE_RUNNING', `"${this.#owner.name}" is ${this.#state}: stop it first`);
    }
    this.#enter('starting');
    this.#isPaused = false;
    await this.#ending;
    this.attempts.clear();
    this.facts.clear();
    this.#reconnects = 0;
    this.#owner.onStart();
    await this.#dial();
  }

  /** Resolves once the connection has closed. Nothing to do when there is none. */
  async close(): Promise<void> {
    if (this.#state !== 'stopped' && this.#state !== 'failed' && this.#state !== 'stopping') {
      this.#enter('stopping');
      this.#end();
      this.#first?.resolve();
    }
    await this.#ending;
    if (this.#state === 'stopping') this.#enter('stopped');
  }

  /** Closes after a last word, for which the server may end the connection: that is no failure. */
  async closeAfter(lastWord: Promise<void>): Promise<void> {
    this.#isLeaving = true;
    await lastWord;
    await this.close();
    this.#isLeaving = false;
  }

  pause(isPaused: boolean): void {
    this.#requireLife();
    this.#isPaused = isPaused;
    if (!isPaused && this.#state === 'paused') this.retry();
    if (!isPaused || this.#state !== 'retrying') return;
    this.#connection?.interrupt();
    this.#rest();
  }

  retry(): void {
    if (this.#state === 'failed') {
      this.#redial();
      return;
    }
    this.#requireLife();
    const connection = this.#connection;
    if (connection === null || (this.#state !== 'retrying' && this.#state !== 'paused')) return;
    if (this.#owner.isStale(connection.settings)) {
      this.#redial();
      return;
    }
    this.#isPaused = false;
    this.attempts.end();
    this.#enter('retrying');
    connection.retry();
  }

  /** Another connection in the place of this one, with the settings of now. */
  #redial(): void {
    this.#enter('starting');
    this.#isPaused = false;
    this.#end();
    // Whoever waits for it looks at the row.
    void this.#ending.then(() => this.#dial()).catch(() => {});
  }

  async #dial(): Promise<void> {
    // It may have been told to stop while the connection before it went.
    if (this.#state !== 'starting') return;
    this.#hasBeenOpen = false;
    const settled = new Promise<void>((resolve, reject) => {
      this.#first = { resolve, reject };
    });
    try {
      this.#connect(this.#owner.settings);
    } catch (error) {
      this.#fail(error instanceof ContractError ? error : new ContractError('CONNECT_FAILED', toFailure(error).message));
    }
    await settled;
  }

  #connect(settings: ClientSettings): void {
    const { isSecure, port } = dialTarget(settings);
    const dialled = { isSecure, port, hasProxy: settings.proxy !== '' };
    const manager = this.#owner.createManager(settings);
    this.attempts.begin(dialled);
    this.facts.begin(
      dialled,
      settings.namespaces.map(({ name }) => name),
    );
    this.#owner.onDial(settings);
    this.#connection = new ClientConnection(settings, manager, {
      onRecord: (record) => this.#onRecord(record),
      onOpen: () => this.#onOpen(),
      onError: () => this.#onError(),
      onClose: (reason) => this.#onClose(reason),
      onExhausted: () => this.#failToConnect(),
      onEvent: (namespace, event, args) => this.#owner.onEvent(namespace, event, args),
    });
    this.#connection.open();
  }

  #onRecord(record: TapRecord): void {
    this.#owner.onRecord(record);
    this.attempts.onRecord(record);
    this.facts.onRecord(record);
  }

  #onOpen(): void {
    if (this.#hasBeenOpen) this.#reconnects++;
    this.#hasBeenOpen = true;
    this.#enter('running');
    this.#settleFirst();
  }

  #onError(): void {
    // An open session has its own end.
    if (this.#state === 'running') return;
    if (this.#isReconnecting() || this.#isPaused) this.#tryAgain();
    else this.#failToConnect();
  }

  #onClose(reason: string): void {
    if (reason === 'forced close') this.#onNothingLeft();
    else if (this.#isReconnecting() || this.#isPaused) this.#tryAgain();
    else this.#fail(new ContractError('CONNECTION_LOST', `the connection was lost: ${reason}`));
  }

  #onNothingLeft(): void {
    const error = this.#nothingLeft();
    if (this.#isLeaving) void this.close();
    else if (error.code === 'NAMESPACE_REFUSED' && this.#owner.onRefused()) this.#redial();
    else this.#fail(error);
  }

  /** The manager goes on by itself, unless it is told not to. */
  #tryAgain(): void {
    if (this.#isPaused) {
      this.#connection?.setReconnection(false);
      this.#rest();
    } else if (this.#state !== 'retrying') this.#enter('retrying');
    this.#settleFirst();
  }

  #rest(): void {
    this.attempts.end();
    this.facts.pause();
    this.#enter('paused');
  }

  #failToConnect(): void {
    const message = this.attempts.lastFailure?.message ?? 'the connection could not be made';
    this.#fail(new ContractError('CONNECT_FAILED', message));
  }

  /** The server refused or disconnected every namespace: the manager has no use for the session then. */
  #nothingLeft(): ContractError {
    const { namespaces } = this.facts;
    const refused = namespaces.find(({ failure }) => failure !== null);
    if (refused !== undefined && refused.failure !== null)
      return new ContractError('NAMESPACE_REFUSED', `the server refused ${refused.name}: ${refused.failure.message}`);
    return new ContractError('SERVER_DISCONNECTED', 'the server disconnected every namespace: a client does not come back by itself then');
  }

  #fail(error: ContractError): void {
    this.#enter('failed', { code: error.code, message: error.message });
    this.#end();
    this.#first?.reject(error);
    this.#first = null;
  }

  #end(): void {
    const connection = this.#connection;
    // Nothing is asked of it any more; what it still tells is written down.
    this.#connection = null;
    this.#ending = this.#ending.then(async () => {
      await connection?.close();
      this.attempts.end();
      this.facts.end();
      this.#owner.onEnd();
      this.#version++;
    });
  }

  #settleFirst(): void {
    this.#first?.resolve();
    this.#first = null;
  }

  /** As the connection was made, whatever was set since. */
  #isReconnecting(): boolean {
    return this.#connection?.settings.reconnection.isOn === true;
  }

  #requireLife(): void {
    if (this.#state === 'stopped' || this.#state === 'failed' || this.#state === 'stopping') {
      throw new ContractError('SOURCE_STOPPED', `"${this.#owner.name}" is not running`);
    }
  }

  #enter(state: SourceState, failure: Failure | null = null): void {
    this.#state = state;
    this.#failure = failure;
    this.#since = tapTime();
    this.#version++;
  }
}
