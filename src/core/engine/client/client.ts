// One Engine.IO session, the client's side: opens it with the first transport, moves it to a better one, and holds what is
// to be sent until the transport can take it. Revision 4, 3, or the one that the server's first answer shows.

import { EventEmitter } from 'node:events';
import type { StageFailure } from '../../client-tap.ts';
import { asError, LimitError } from '../../errors.ts';
import { tapTime } from '../../tap.ts';
import { codecOf, type Revision } from '../codec.ts';
import { bytesOf, type MessageData } from '../message-data.ts';
import type { EnginePacket } from '../packet.ts';
import { OutgoingPacket } from '../sending/outgoing-packet.ts';
import { type ClientOptions, type Target, type TransportOwner, targetOf } from './client-options.ts';
import { ConnectionError, failureOf, isRevisionRefused } from './connection-error.ts';
import type { CookieJar } from './cookie-jar.ts';
import { type HandshakeData, readHandshake } from './handshake-data.ts';
import { ClientPings, type HeartbeatHost, type HeartbeatWatch, ServerPings } from './heartbeat-watch.ts';
import type { Probe, ProbeHost } from './probe.ts';
import { RevisionChoice } from './revision-choice.ts';
import type { Stages } from './stages.ts';
import { type Timers, timersOf } from './timers.ts';
import { TransportFactory } from './transport-factory.ts';
import type { CloseDetails, Transport } from './transports/transport.ts';
import { Upgrades } from './upgrades.ts';
import { postedBytes, WriteBuffer } from './write-buffer.ts';

export type EngineState = 'opening' | 'open' | 'closing' | 'closed';
export type EngineCloseReason = 'transport close' | 'transport error' | 'ping timeout' | 'forced close';

const PONG = new OutgoingPacket('pong');
const PING = new OutgoingPacket('ping');

/** The one layer above, told without events. */
export interface EngineSink {
  onEngineOpen(): void;
  onEngineMessage(data: string | Uint8Array): void;
  onEnginePing(): void;
  /** It could not be opened; or it could, and is about to close. */
  onEngineError(error: Error): void;
  onEngineClose(reason: EngineCloseReason, details?: CloseDetails | Error): void;
}

const NOBODY: EngineSink = { onEngineOpen() {}, onEngineMessage() {}, onEnginePing() {}, onEngineError() {}, onEngineClose() {} };

/** What connections of one manager share. */
export interface EngineContext {
  readonly sink: EngineSink;
  readonly stages: Stages;
  readonly cookieJar: CookieJar | undefined;
}

/**
 * Events, as `engine.io-client` has them: `open`, `handshake(data)`, `packet(packet)`, `packetCreate(packet)`, `data`, `message`,
 * `drain`, `flush`, `heartbeat`, `ping`, `pong`, `error(error)`, `upgrading(transport)`, `upgrade(transport)`, `upgradeError(error)`,
 * `close(reason, details)`.
 */
export class EngineClient extends EventEmitter implements TransportOwner, HeartbeatHost, ProbeHost {
  /** Whether the last session of this process got as far as WebSocket. */
  static priorWebsocketSuccess = false;
  static readonly protocol = 4;

  /** Engine.IO's session id; `undefined` while there is none. */
  id: string | undefined;
  transport: Transport;
  readyState: EngineState = 'opening';
  readonly binaryType = 'nodebuffer';
  readonly opts: ClientOptions;
  readonly cookieJar: CookieJar | undefined;
  readonly stages: Stages;
  /** Of the handshake; bytes of one message that the server takes. */
  maxPayload = Number.POSITIVE_INFINITY;
  #sink: EngineSink;
  readonly #target: Target;
  readonly #timers: Timers;
  readonly #revision: RevisionChoice;
  readonly #names: string[];
  readonly #transports: TransportFactory;
  readonly #buffer = new WriteBuffer();
  readonly #upgrades = new Upgrades();
  /** Set once it is open. */
  #handshake: HandshakeData | undefined;
  #heartbeat: HeartbeatWatch | undefined;

  /** Throws a `UsageError` `INVALID_OPTION`. `open` connects it. */
  constructor(uri: string | undefined, options: ClientOptions, { sink, stages, cookieJar }: EngineContext) {
    super();
    this.opts = options;
    this.stages = stages;
    this.cookieJar = cookieJar;
    this.#sink = sink;
    this.#target = targetOf(uri, options);
    this.#timers = timersOf(options);
    this.#revision = new RevisionChoice(options.protocolVersion ?? 4, this.#timers, (revision, reason) => this.#onRevision(revision, reason));
    this.#transports = new TransportFactory(options, this.#target);
    this.#names = [...this.#transports.names];
    this.transport = this.#createTransport(this.#names[0] ?? 'polling');
  }

  /** The revision that is spoken; while `auto` has not decided, 4. */
  get protocol(): Revision {
    return this.#revision.current;
  }

  /** What waits to be sent, and what was handed to the transport last until that can take more. */
  get writeBuffer(): readonly OutgoingPacket[] {
    return this.#buffer.packets;
  }

  /** Whether it moves to a better transport now: nothing is sent meanwhile. */
  get upgrading(): boolean {
    return this.#upgrades.isUnderWay;
  }

  /** `host:port`. */
  get remoteAddress(): string {
    const { hostname, port } = this.#target;
    return hostname.includes(':') ? `[${hostname}]:${port}` : `${hostname}:${port}`;
  }

  /** `reconnection`: which one it is, 0 for none. */
  open(reconnection = 0): this {
    const { hostname, port, secure } = this.#target;
    this.stages.startAttempt(
      `${secure ? 'https' : 'http'}://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`,
      this.#revision.asked,
      reconnection,
    );
    this.readyState = 'opening';
    const isRemembered = this.opts.rememberUpgrade && EngineClient.priorWebsocketSuccess && this.#names.includes('websocket');
    const name = isRemembered ? 'websocket' : this.#names[0];
    if (name === undefined) {
      const failure = { code: 'UNSUPPORTED', message: 'there is no transport to try' };
      process.nextTick(() => this.#onTransportError(new ConnectionError('No transports available', failure)));
      return this;
    }
    const isFresh = this.transport.readyState === undefined && this.transport.name === name;
    this.#setTransport(isFresh ? this.transport : this.#createTransport(name));
    this.transport.open();
    return this;
  }

  /** Sends a message once the transport can take it. `onSent`: it was handed to the transport. Throws a `LimitError` `MESSAGE_TOO_LARGE`. */
  write(message: MessageData, options: { readonly compress?: boolean } = {}, onSent?: () => void): this {
    this.writePackets([new OutgoingPacket('message', bytesOf(message), options.compress !== false)], onSent);
    return this;
  }

  send(message: MessageData, options?: { readonly compress?: boolean }, onSent?: () => void): this {
    return this.write(message, options, onSent);
  }

  /** All or none: throws a `LimitError` `MESSAGE_TOO_LARGE` for what the server said it does not take. */
  writePackets(packets: readonly OutgoingPacket[], onSent?: () => void): void {
    if (this.readyState === 'closing' || this.readyState === 'closed') return;
    for (const packet of packets) {
      const bytes = this.transport.name === 'polling' ? postedBytes(packet, this.transport.codec.binaryForm) : packet.byteLength;
      if (bytes > this.maxPayload)
        throw new LimitError('MESSAGE_TOO_LARGE', this.maxPayload, bytes, `the server takes ${this.maxPayload} bytes, not ${bytes}`);
    }
    for (const packet of packets) {
      this.#tell('packetCreate', packet);
      this.#buffer.push(packet);
    }
    if (onSent !== undefined) this.#buffer.afterFlush(onSent);
    this.#flush();
  }

  /** Sends what waits, and lets an upgrade that is under way come to its end, then closes. */
  close(): this {
    if (this.readyState !== 'opening' && this.readyState !== 'open') return this;
    if (this.readyState === 'opening') {
      this.transport.handshake?.cancel();
      this.giveUp({ code: 'CANCELLED', message: 'closed by this side' });
      return this;
    }
    this.readyState = 'closing';
    this.#closeIfIdle();
    return this;
  }

  /** @internal Nobody above is told of anything any more. */
  detach(): void {
    this.#sink = NOBODY;
  }

  /** @internal Closes a session that is not open yet. */
  giveUp(failure: StageFailure): void {
    this.transport.handshake?.fail(failure);
    this.stages.endAttempt(failure);
    this.#end('forced close');
  }

  /** @internal Whether the server must be gone, though no timer has told it yet: the session ends then. */
  hasPingExpired(): boolean {
    if (this.#heartbeat === undefined || !this.#heartbeat.hasExpired()) return false;
    this.#heartbeat.stop();
    process.nextTick(() => this.#end('ping timeout'));
    return true;
  }

  /** @internal The server turned out to be older after all. */
  reviseTo3(): boolean {
    return this.#revision.revise(3, 'message');
  }

  onRevision3Payload(): boolean {
    return this.#revision.revise(3, 'payload');
  }

  sendPing(): void {
    this.#enqueue(PING);
    this.#tell('ping');
  }

  onHeartbeat(rttMs: number | null): void {
    if (this.id !== undefined) this.stages.tap.listener?.({ type: 'heartbeat', at: tapTime(), engineId: this.id, rttMs });
  }

  onPingTimeout(): void {
    this.#end('ping timeout');
  }

  onProbeAnswered(probe: Probe): void {
    this.#upgrades.take(probe);
    EngineClient.priorWebsocketSuccess = probe.transport.name === 'websocket';
    this.#tell('upgrading', probe.transport);
  }

  onProbeUpgraded(probe: Probe): void {
    const { transport } = probe;
    this.#setTransport(transport);
    if (this.id !== undefined) {
      this.stages.tap.listener?.({ type: 'session_upgrade', at: tapTime(), engineId: this.id, transport: transport.name });
    }
    this.#tell('upgrade', transport);
    this.#upgrades.settle(probe);
    this.#goOn();
  }

  onProbeFailed(probe: Probe, error: Error): void {
    const wasTaken = this.#upgrades.settle(probe);
    this.#tell('upgradeError', error);
    if (!wasTaken) return;
    // One of `engine.io-client` can't take a pause back.
    if (!('resume' in this.transport)) {
      this.#end('transport error', error);
      return;
    }
    this.transport.resume();
    this.#goOn();
  }

  #goOn(): void {
    this.#flush();
    if (this.readyState === 'closing') this.#closeIfIdle();
  }

  #createTransport(name: string): Transport {
    return this.#transports.create(name, { owner: this, sid: this.id, requested: this.#revision.requested, spoken: this.protocol });
  }

  #setTransport(transport: Transport): void {
    if (transport !== this.transport) {
      this.transport.removeAllListeners();
      this.transport.close();
    }
    this.transport = transport;
    transport.on('drain', this.#onDrain);
    transport.on('packet', this.#onPacket);
    transport.on('error', this.#onTransportError);
    transport.on('close', this.#onTransportClose);
  }

  readonly #onDrain = (): void => {
    this.#buffer.dropHandedOver();
    if (this.#buffer.hasNews) this.#flush();
    else this.#tell('drain');
    if (this.readyState === 'closing') this.#closeIfIdle();
  };

  readonly #onPacket = (packet: EnginePacket): void => {
    if (this.readyState === 'closed') return;
    if (this.id === undefined && packet.type !== 'open') {
      this.#onNoHandshake(`${packet.type} ${String(packet.data ?? '')}`);
      return;
    }
    this.#tell('packet', packet);
    this.#tell('heartbeat');
    this.#heartbeat?.onPacket();
    // What comes before the revision is known shows it.
    this.#revision.onPacket(packet);
    this.#dispatch(packet);
  };

  #dispatch({ type, data }: EnginePacket): void {
    switch (type) {
      case 'open':
        this.#onHandshake(data);
        return;
      case 'ping':
        this.#enqueue(PONG);
        this.#heartbeat?.onPing();
        this.#sink.onEnginePing();
        this.#tell('ping');
        this.#tell('pong');
        return;
      case 'pong':
        this.#heartbeat?.onPong();
        this.#tell('pong');
        return;
      case 'close':
        this.#end('transport close', { description: 'closed by the server' });
        return;
      case 'message':
        // An empty one has no data.
        this.#sink.onEngineMessage(data ?? '');
        this.#tell('data', data ?? '');
        this.#tell('message', data ?? '');
        return;
      default:
        return;
    }
  }

  #onHandshake(data: string | Uint8Array | undefined): void {
    // A second one is not the protocol's; the first holds.
    if (this.readyState !== 'opening' || this.id !== undefined) return;
    const handshake = readHandshake(data);
    if (handshake === null) {
      this.#onNoHandshake(String(data));
      return;
    }
    this.id = handshake.sid;
    this.transport.query.sid = handshake.sid;
    this.maxPayload = handshake.maxPayload ?? Number.POSITIVE_INFINITY;
    this.#tell('handshake', handshake);
    this.#revision.onHandshake(this.transport.name, handshake, () => this.#onOpen(handshake));
  }

  #onNoHandshake(shown: string): void {
    const failure = { code: 'NOT_ENGINE_IO', message: `a handshake that is none: ${shown.slice(0, 80)}` };
    this.#onTransportError(new ConnectionError('server error', failure));
  }

  #onRevision(revision: Revision, reason: Parameters<Stages['chooseRevision']>[1]): void {
    this.transport.codec = codecOf(revision, this.opts.forceBase64 === true);
    this.stages.chooseRevision(revision, reason);
    if (this.readyState === 'open' && this.#heartbeat instanceof ServerPings) this.#restartHeartbeat();
  }

  #restartHeartbeat(): void {
    this.#heartbeat?.stop();
    if (this.#handshake === undefined) return;
    this.#heartbeat = new (this.protocol === 3 ? ClientPings : ServerPings)(this.#handshake, this, this.#timers);
  }

  #onOpen(handshake: HandshakeData): void {
    if (this.readyState !== 'opening') return;
    const { transport, protocol } = this;
    this.readyState = 'open';
    EngineClient.priorWebsocketSuccess = transport.name === 'websocket';
    const { sid, upgrades, pingInterval, pingTimeout, maxPayload } = handshake;
    transport.handshake?.ok({
      sid,
      revision: protocol,
      upgrades: upgrades.join(' '),
      pingInterval,
      pingTimeout,
      ...(maxPayload !== undefined && { maxPayload }),
    });
    this.stages.endAttempt(null);
    this.stages.tap.listener?.({
      type: 'session_open',
      at: tapTime(),
      engineId: sid,
      transport: transport.name,
      protocol,
      remoteAddress: this.remoteAddress,
    });
    this.#handshake = handshake;
    this.#sink.onEngineOpen();
    this.#tell('open');
    this.#flush();
    if (!this.#isOpen()) return;
    this.#restartHeartbeat();
    if (this.opts.upgrade !== false) this.#probe(upgrades);
  }

  #probe(upgrades: readonly string[]): void {
    const names = new Set(upgrades.filter((name) => name !== this.transport.name && this.#names.includes(name)));
    this.#upgrades.start(names, (name) => this.#createTransport(name), this);
  }

  #enqueue(packet: OutgoingPacket): void {
    if (this.readyState === 'closed') return;
    this.#tell('packetCreate', packet);
    this.#buffer.push(packet);
    this.#flush();
  }

  #flush(): void {
    if (this.readyState === 'closed' || this.upgrading || !this.transport.writable || this.id === undefined) return;
    if (!this.#buffer.hasNews) return;
    const { transport } = this;
    transport.send(transport.name === 'polling' ? this.#buffer.takePost(this.maxPayload, transport.codec) : this.#buffer.takeAll());
    this.#tell('flush');
    this.#buffer.callFlushed();
  }

  #closeIfIdle(): void {
    if (this.upgrading || this.#buffer.packets.length > 0) return;
    this.#end('forced close');
  }

  readonly #onTransportError = (error: unknown): void => {
    if (this.readyState === 'closed') return;
    EngineClient.priorWebsocketSuccess = false;
    if (this.readyState !== 'opening') {
      this.#tell('error', error);
      if (this.readyState === 'open') this.#sink.onEngineError(asError(error));
      this.#end('transport error', asError(error));
      return;
    }
    const failure = failureOf(error);
    this.transport.handshake?.fail(failure);
    this.stages.endAttempt(failure);
    if (isRevisionRefused(failure) && this.#revision.fallBack()) {
      this.#reopen();
    } else if (this.opts.tryAllTransports && this.#names.length > 1) {
      this.#names.shift();
      this.#reopen();
    } else {
      this.#tell('error', error);
      this.#sink.onEngineError(asError(error));
      this.#end('transport error', asError(error));
    }
  };

  #reopen(): void {
    this.id = undefined;
    this.open();
  }

  readonly #onTransportClose = (details?: CloseDetails): void => {
    if (this.readyState !== 'opening') {
      this.#end('transport close', details);
      return;
    }
    // Nobody would hear of a session that closes before it was open.
    const failure = { code: 'CLOSED', message: details?.description ?? 'the server closed the connection' };
    this.#onTransportError(new ConnectionError('transport closed', failure, details?.description));
  };

  #end(reason: EngineCloseReason, details?: CloseDetails | Error): void {
    if (this.readyState === 'closed') return;
    const wasOpen = this.readyState !== 'opening';
    this.#heartbeat?.stop();
    this.#revision.stop();
    this.#upgrades.abort();
    this.readyState = 'closed';
    // Whatever it still has to say, to nobody; its errors are not thrown.
    for (const event of ['packet', 'drain', 'close']) this.transport.removeAllListeners(event);
    this.transport.close();
    const engineId = this.id;
    this.id = undefined;
    if (wasOpen && engineId !== undefined) this.stages.tap.listener?.({ type: 'session_close', at: tapTime(), engineId, reason });
    this.#sink.onEngineClose(reason, details);
    this.#tell('close', reason, details);
    this.#buffer.clear();
  }

  // A method, since what was called in between may have closed it, which the compiler can't know.
  #isOpen(): boolean {
    return this.readyState === 'open';
  }

  /** Listeners are the program's: few have any. */
  #tell(event: string, ...args: unknown[]): void {
    if (this.listenerCount(event) > 0) this.emit(event, ...args);
  }
}
