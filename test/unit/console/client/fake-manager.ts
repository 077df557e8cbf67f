import { EventEmitter } from 'node:events';
import { DEFAULT_CLIENT_SETTINGS } from '../../../../src/contract/client-settings.ts';
import type { StageFailure } from '../../../../src/core/client-tap.ts';
import { PACKET } from '../../../../src/core/protocol/packet.ts';
import { Tap, type TapRecord, tapTime } from '../../../../src/core/tap.ts';
import type { ClientManager, ClientSocket } from '../../../../src/main/console/client/client-manager.ts';
import { packet } from '../records.ts';

export const settings = DEFAULT_CLIENT_SETTINGS;

/** A manager that connects to nobody: the test says what becomes of each attempt, it tells that as the real one would. */
export class FakeManager extends EventEmitter implements ClientManager {
  readonly tap = new Tap();
  readonly sockets = new Map<string, FakeSocket>();
  /** Namespaces the server refuses. */
  readonly refusals = new Map<string, StageFailure>();
  isReconnecting = true;
  state: 'closed' | 'opening' | 'open' = 'closed';
  attempts = 0;
  #stages = 0;

  reconnection(isOn: boolean): void {
    this.isReconnecting = isOn;
  }

  socket(namespace: string): FakeSocket {
    const socket = new FakeSocket(this, namespace);
    this.sockets.set(namespace, socket);
    return socket;
  }

  open(reconnection = 0): void {
    if (this.state !== 'closed') return;
    this.state = 'opening';
    this.tell({ type: 'attempt_start', at: tapTime(), attempt: ++this.attempts, url: 'http://127.0.0.1:3000', revision: 'auto', reconnection });
  }

  disconnect(): void {
    const wasOpen = this.state === 'open';
    this.state = 'closed';
    if (wasOpen) this.#close('forced close');
    this.emit('close', 'forced close');
  }

  /** The attempt that is under way succeeds; each active namespace is connected. */
  succeed(engineId = `engine-${this.attempts}`): void {
    this.state = 'open';
    this.tell({ type: 'session_open', at: tapTime(), engineId, transport: 'polling', protocol: 4, remoteAddress: '127.0.0.1' });
    this.tell({ type: 'attempt_end', at: tapTime(), attempt: this.attempts, failure: null });
    this.emit('open');
    for (const socket of this.sockets.values()) if (socket.active) socket.accept();
  }

  fail(failure: StageFailure = { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:3000' }): void {
    this.state = 'closed';
    this.tell({ type: 'attempt_end', at: tapTime(), attempt: this.attempts, failure });
    this.emit('error', new Error(failure.message));
    this.#wait();
  }

  lose(reason = 'transport close'): void {
    this.state = 'closed';
    this.#close(reason);
    this.emit('close', reason);
    this.#wait();
  }

  exhaust(): void {
    this.tell({ type: 'reconnect_stop', at: tapTime(), reason: 'reconnect_failed' });
    this.emit('reconnect_failed');
  }

  tell(record: TapRecord): void {
    this.tap.listener?.(record);
  }

  stage(namespace: string, failure: StageFailure | null): void {
    const { attempts: attempt } = this;
    const stageId = ++this.#stages;
    const started = {
      type: 'stage_start',
      at: tapTime(),
      attempt,
      stageId,
      stage: 'connect',
      transport: null,
      namespace,
      target: namespace,
    } as const;
    this.tell(started);
    this.tell({ type: 'stage_end', at: tapTime(), attempt, stageId, outcome: failure === null ? 'ok' : 'failed', facts: {}, failure });
  }

  #close(reason: string): void {
    for (const socket of this.sockets.values()) socket.drop(reason);
    this.tell({ type: 'session_close', at: tapTime(), engineId: `engine-${this.attempts}`, reason });
  }

  #wait(): void {
    if (this.isReconnecting) this.tell({ type: 'reconnect_wait', at: tapTime(), reconnection: 1, delayMs: 1000 });
  }
}

class FakeSocket extends EventEmitter implements ClientSocket {
  readonly manager: FakeManager;
  readonly namespace: string;
  auth: unknown;
  connected = false;
  active = false;
  readonly emitted: unknown[][] = [];
  #listener: ((event: string, ...args: unknown[]) => void) | undefined;
  #acks = 0;

  constructor(manager: FakeManager, namespace: string) {
    super();
    this.manager = manager;
    this.namespace = namespace;
  }

  get socketId(): string {
    return `${this.namespace}#${this.manager.attempts}`;
  }

  connect(): void {
    this.active = true;
    if (this.manager.state === 'open') this.accept();
    else this.manager.open();
  }

  disconnect(): void {
    this.active = false;
    this.drop('io client disconnect');
  }

  onAny(listener: (event: string, ...args: unknown[]) => void): void {
    this.#listener = listener;
  }

  offAny(): void {
    this.#listener = undefined;
  }

  compress(): this {
    return this;
  }

  get volatile(): this {
    return this;
  }

  timeout(): this {
    return this;
  }

  override emit(event: string, ...args: unknown[]): boolean {
    this.emitted.push([event, ...args]);
    const ackId = typeof args.at(-1) === 'function' ? this.#acks++ : null;
    this.#tell({ direction: 'out', event, ackId, text: `2${ackId ?? ''}["${event}"]` });
    return true;
  }

  accept(): void {
    const refusal = this.manager.refusals.get(this.namespace) ?? null;
    this.manager.stage(this.namespace, refusal);
    if (refusal !== null) return;
    this.connected = true;
    const engineId = `engine-${this.manager.attempts}`;
    this.manager.tell({ type: 'socket_connect', at: tapTime(), namespace: this.namespace, socketId: this.socketId, engineId });
  }

  drop(reason: string): void {
    if (!this.connected) return;
    this.connected = false;
    this.manager.tell({ type: 'socket_disconnect', at: tapTime(), namespace: this.namespace, socketId: this.socketId, reason });
  }

  /** The server asks for an acknowledgement; what is sent for it is in the list. */
  ask(event: string, ackId: number): unknown[][] {
    const replies: unknown[][] = [];
    this.#tell({ direction: 'in', event, ackId, text: `2${ackId}["${event}","q"]` });
    this.#listener?.(event, 'q', (...args: unknown[]) => {
      replies.push(args);
      this.#tell({ direction: 'out', event: null, ackId, packetType: PACKET.ACK, text: `3${ackId}${JSON.stringify(args)}` });
    });
    return replies;
  }

  /** The server answers what it was asked. */
  answer(ackId: number): void {
    this.#tell({ direction: 'in', event: null, ackId, packetType: PACKET.ACK, text: `3${ackId}["yes"]` });
  }

  #tell(overrides: Partial<ReturnType<typeof packet>>): void {
    this.manager.tell(packet({ at: tapTime(), namespace: this.namespace, socketId: this.socketId, ...overrides }));
  }
}
