import type { JsonValue } from '../../../contract/json.ts';
import type { AckState, Direction, Loss, PacketKind } from '../../../contract/rows.ts';
import { isSecretName, MASK, maskSecrets } from '../../../contract/secret-names.ts';
import { MAX_NESTING } from '../../../core/limits.ts';
import { isNestedDeeper } from '../../../core/protocol/nesting.ts';
import { directionOf, kindOf } from './packet-row.ts';
import { payloadStart } from './packet-text.ts';
import type { LogEntry } from './traffic-log.ts';

/** One row as every format writes it; see docs/traffic-export.md. */
export interface ExportEntry {
  /** `null`: of what the log has let go. */
  readonly seq: number | null;
  /** ISO 8601, in UTC. */
  readonly time: string;
  readonly kind: PacketKind;
  readonly direction?: Direction;
  readonly namespace?: string;
  readonly socketId?: string | null;
  readonly recipients?: number;
  readonly event?: string | null;
  /** Of events and acknowledgements. A placeholder stands for an attachment. */
  readonly args?: readonly JsonValue[];
  /** Of other packets. */
  readonly payload?: JsonValue;
  /** Instead, where only a part is known or it is no JSON. */
  readonly text?: string;
  readonly reason?: string;
  readonly engineId?: string;
  readonly rttMs?: number | null;
  readonly bytes?: number;
  readonly attachments?: readonly { readonly bytes: number; readonly base64: string; readonly isCut?: boolean }[];
  readonly ackId?: number | null;
  readonly ack?: AckState | null;
  readonly ackFor?: number | null;
  readonly rooms?: readonly string[];
  readonly except?: readonly string[];
  readonly loss?: { readonly count: number; readonly from: string; readonly until: string; readonly cause: Loss['cause'] };
}

export function exportLoss(loss: Loss, seq: number | null = null): ExportEntry {
  const { count, cause, from, until } = loss;
  return { seq, time: iso(until), kind: 'dropped', loss: { count, from: iso(from), until: iso(until), cause } };
}

export function exportEntry(entry: LogEntry, withSecrets: boolean): ExportEntry {
  const { seq, fact, ack, ackFor } = entry;
  const common = { seq, time: iso(fact.at), kind: kindOf(entry), direction: directionOf(entry) };
  switch (fact.type) {
    case 'dropped':
      return exportLoss(fact.loss, seq);
    case 'heartbeat':
      return { ...common, engineId: fact.engineId, rttMs: fact.rttMs };
    case 'socket_disconnect':
      return { ...common, namespace: fact.namespace, socketId: fact.socketId, reason: fact.reason };
    case 'packet': {
      const { namespace, socketId, recipients, event, bytes, ackId, rooms, except, attachments, attachmentBytes } = fact;
      return {
        ...common,
        namespace: withSecrets ? namespace : maskSecrets(namespace),
        socketId,
        recipients,
        event,
        ...contentOf(fact.text, common.kind, withSecrets),
        bytes,
        attachments: attachments.map(({ buffer, byteOffset, byteLength }, index) => {
          const whole = attachmentBytes?.[index] ?? byteLength;
          const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
          return { bytes: whole, base64, ...(whole > byteLength && { isCut: true }) };
        }),
        ackId,
        ack,
        ackFor,
        rooms,
        except,
      };
    }
  }
}

function contentOf(text: string, kind: PacketKind, withSecrets: boolean): Pick<ExportEntry, 'args' | 'payload' | 'text'> {
  const payload = text.slice(payloadStart(text));
  if (payload === '') return kind === 'event' || kind === 'ack' ? { args: [] } : {};
  try {
    // JSON.parse gives JSON values and nothing else.
    const value = JSON.parse(payload, withSecrets ? undefined : masked) as JsonValue;
    // It could not be written again.
    if (isNestedDeeper(value, MAX_NESTING)) return textOf(text, withSecrets);
    if (!Array.isArray(value)) return { payload: value };
    return { args: kind === 'event' ? value.slice(1) : value };
  } catch {
    return textOf(text, withSecrets);
  }
}

function textOf(text: string, withSecrets: boolean): Pick<ExportEntry, 'text'> {
  return { text: withSecrets ? text : maskSecrets(text) };
}

/** What a secret name names, whatever that is; and within other texts, what follows such a name. */
function masked(name: string, value: unknown): unknown {
  if (isSecretName(name)) return MASK;
  return typeof value === 'string' ? maskSecrets(value) : value;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
