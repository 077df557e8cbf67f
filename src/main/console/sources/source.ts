import type { JsonValue } from '../../../contract/json.ts';
import type { Capability, SocketDetail, SourceKind, SourceRow } from '../../../contract/rows.ts';
import type { SendLog } from '../messages/send-log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { SourceProfile } from '../store/profiles.ts';
import type { TrafficLog } from '../traffic/traffic-log.ts';
import type { LiveModel } from './live-model.ts';

/** What a person can set of a server. */
export interface SourceSettings {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** One event for some sockets of one namespace. */
export interface Broadcast {
  readonly namespace: string;
  /** A union; `null`: everyone. */
  readonly rooms: readonly string[] | null;
  readonly except: readonly string[];
  readonly event: string;
  readonly args: readonly JsonValue[];
  readonly volatile: boolean;
  readonly compress: boolean;
  /** `null`: no acknowledgement is asked for. */
  readonly ackTimeoutMs: number | null;
}

/** What only the source knows of a socket, looked up when somebody looks. */
export interface SocketInspection {
  readonly handshake: SocketDetail['handshake'];
  readonly data: JsonValue;
  readonly bufferedBytes: number;
}

/** Anything the console watches. What is to the right of it is written once for all kinds. */
export interface Source {
  readonly sourceId: string;
  readonly kind: SourceKind;
  readonly capabilities: ReadonlySet<Capability>;
  readonly model: LiveModel;
  readonly traffic: TrafficLog;
  readonly metrics: Metrics;
  readonly sends: SendLog;
  /** What is kept of it between runs. */
  readonly profile: SourceProfile;
  describe(): SourceRow;
  /** The name can be set at any time. Fails with `SOURCE_RUNNING`. */
  configure(settings: Partial<SourceSettings>): void;
  open(): Promise<void>;
  close(): Promise<void>;
  /** `null` when the socket has left. */
  inspect(namespace: string, socketId: string): SocketInspection | null;
  /** `onTimeout` is called once the time for acknowledgements is over or all have come. The namespace is known to the model. */
  emit(broadcast: Broadcast, onTimeout: () => void): void;
  /** These fail with `SOCKET_GONE`; with `NOT_SUPPORTED` where the source has not the capability. */
  join(namespace: string, socketId: string, rooms: readonly string[]): Promise<void>;
  leave(namespace: string, socketId: string, room: string): Promise<void>;
  disconnect(namespace: string, socketId: string, close: boolean): void;
}
