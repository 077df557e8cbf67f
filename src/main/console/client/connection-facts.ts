import type { NamespaceConnectionRow } from '../../../contract/client-rows.ts';
import type { StageEndRecord } from '../../../core/client-tap.ts';
import type { TapRecord } from '../../../core/tap.ts';
import type { Dialled } from './attempt-log.ts';
import { failureRow } from './failure-row.ts';

/** What is known of the session that is open, or was last. */
export interface SessionFacts {
  readonly engineId: string | null;
  readonly transport: string | null;
  readonly revision: 3 | 4 | null;
  readonly rttMs: number | null;
  readonly pingIntervalMs: number | null;
  readonly pingTimeoutMs: number | null;
  readonly maxPayloadBytes: number | null;
}

const NO_SESSION: SessionFacts = {
  engineId: null,
  transport: null,
  revision: null,
  rttMs: null,
  pingIntervalMs: null,
  pingTimeoutMs: null,
  maxPayloadBytes: null,
};

/** One client's session and namespaces, as its tap tells them. */
export class ConnectionFacts {
  readonly #namespaces = new Map<string, NamespaceConnectionRow>();
  /** Namespaces that are being connected, by stage. */
  readonly #connecting = new Map<number, string>();
  #dialled: Dialled = { isSecure: false, port: 0, hasProxy: false };
  #session = NO_SESSION;
  #handshake: Partial<SessionFacts> = {};
  #nextAttemptAt: number | null = null;
  #closeReason: string | null = null;
  #version = 0;

  /** Changes with each fact. */
  get version(): number {
    return this.#version;
  }

  get session(): SessionFacts {
    return this.#session;
  }

  /** While it waits. */
  get nextAttemptAt(): number | null {
    return this.#nextAttemptAt;
  }

  /** Why the last session ended; `null` before the first end. */
  get closeReason(): string | null {
    return this.#closeReason;
  }

  /** In the order they were asked for. */
  get namespaces(): readonly NamespaceConnectionRow[] {
    return [...this.#namespaces.values()];
  }

  namespace(name: string): NamespaceConnectionRow | undefined {
    return this.#namespaces.get(name);
  }

  /** A connection is to be made, with these namespaces. */
  begin(dialled: Dialled, namespaces: readonly string[]): void {
    this.#dialled = dialled;
    this.#session = NO_SESSION;
    this.#connecting.clear();
    this.#namespaces.clear();
    for (const name of namespaces) this.want(name);
    this.#version++;
  }

  /** A namespace is to be connected, now or once the session is open. */
  want(name: string): void {
    this.#update(name, { state: 'connecting', failure: null, reason: null });
  }

  forget(name: string): void {
    this.#namespaces.delete(name);
    this.#version++;
  }

  /** It was given up: what was connecting is not any more. */
  end(): void {
    this.#nextAttemptAt = null;
    this.#session = NO_SESSION;
    for (const { name, state } of this.#namespaces.values()) {
      if (state === 'connecting') this.#update(name, { state: 'disconnected' });
    }
    this.#version++;
  }

  /** Nothing is tried: there is no next time. */
  pause(): void {
    this.#nextAttemptAt = null;
    this.#version++;
  }

  clear(): void {
    this.#namespaces.clear();
    this.#closeReason = null;
    this.end();
  }

  onRecord(record: TapRecord): void {
    switch (record.type) {
      case 'attempt_start':
        this.#nextAttemptAt = null;
        this.#handshake = {};
        break;
      case 'reconnect_wait':
        this.#nextAttemptAt = record.at + record.delayMs;
        break;
      case 'reconnect_stop':
        this.#nextAttemptAt = null;
        break;
      case 'session_open': {
        const { engineId, transport, protocol } = record;
        this.#session = { ...NO_SESSION, ...this.#handshake, engineId, transport, revision: protocol === 3 ? 3 : 4 };
        break;
      }
      case 'session_upgrade':
        this.#session = { ...this.#session, transport: record.transport };
        break;
      case 'session_close':
        this.#session = NO_SESSION;
        this.#closeReason = record.reason;
        break;
      case 'heartbeat':
        if (record.rttMs === null) return;
        this.#session = { ...this.#session, rttMs: record.rttMs };
        break;
      case 'stage_start':
        if (record.stage !== 'connect' || record.namespace === null) return;
        this.#connecting.set(record.stageId, record.namespace);
        this.#update(record.namespace, { state: 'connecting', failure: null });
        break;
      case 'stage_end':
        this.#onStageEnd(record);
        break;
      case 'socket_connect':
        this.#update(record.namespace, { state: 'connected', socketId: record.socketId, failure: null, reason: null });
        break;
      case 'socket_disconnect':
        // Those that were left are not there any more.
        if (!this.#namespaces.has(record.namespace)) return;
        this.#update(record.namespace, { state: 'disconnected', socketId: null, isRecovered: false, reason: record.reason });
        break;
      default:
        return;
    }
    this.#version++;
  }

  #onStageEnd({ stageId, outcome, facts, failure }: StageEndRecord): void {
    // Its session is told after it.
    if (facts.pingInterval !== undefined) this.#onHandshake(facts);
    const name = this.#connecting.get(stageId);
    if (name === undefined) return;
    this.#connecting.delete(stageId);
    if (!this.#namespaces.has(name)) return;
    if (outcome === 'ok') this.#update(name, { isRecovered: facts.recovered === true });
    else if (failure !== null) {
      const context = { ...this.#dialled, stage: 'connect', transport: this.#session.transport } as const;
      this.#update(name, { state: 'refused', socketId: null, failure: failureRow(failure, context) });
    }
  }

  #onHandshake(facts: StageEndRecord['facts']): void {
    const known = {
      pingIntervalMs: asNumber(facts.pingInterval),
      pingTimeoutMs: asNumber(facts.pingTimeout),
      maxPayloadBytes: asNumber(facts.maxPayload),
    };
    this.#handshake = known;
    if (this.#session.engineId !== null && this.#session.engineId === facts.sid) this.#session = { ...this.#session, ...known };
  }

  #update(name: string, change: Partial<NamespaceConnectionRow>): void {
    const known = this.#namespaces.get(name);
    const row = known ?? { name, state: 'connecting', socketId: null, isRecovered: false, failure: null, reason: null };
    this.#namespaces.set(name, { ...row, ...change });
    this.#version++;
  }
}

function asNumber(value: string | number | boolean | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
