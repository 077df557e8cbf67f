import type { BulkResult, CallParams } from '../../../contract/calls.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { SourceState } from '../../../contract/rows.ts';
import { RESERVED_EVENTS } from '../../../core/protocol/decode.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_TRACKED_RECIPIENTS } from '../limits.ts';
import { type Broadcast, type BulkChange, capable, type Source } from '../sources/source.ts';
import { type Administered, addressesOf, recipientsOf, requireRecipients, settle } from './recipients.ts';
import type { Send } from './send.ts';

/** Of these the two last have nobody to send to, and a word of their own for that. */
const TAKES_MESSAGES: ReadonlySet<SourceState> = new Set(['running', 'retrying', 'paused']);

/** With bytes where they are: see `withAttachments`. */
export type Message = Omit<CallParams<'message.send'>, 'sourceId' | 'confirm' | 'args' | 'attachments' | 'template'> & {
  readonly args: readonly unknown[];
};

/**
 * Sends one event to everybody a target means. Fails with `SOURCE_STOPPED`, `RESERVED_EVENT`, `NOT_SUPPORTED`, `UNKNOWN_NAMESPACE`,
 * `NO_RECIPIENTS`, `NEEDS_SOCKETS`, `NOT_CONNECTED`, `TOO_MANY_RECIPIENTS`.
 */
export async function sendMessage(source: Source, message: Message): Promise<Send> {
  requireLife(source);
  const { event, ackTimeoutMs, volatile, compress } = message;
  if (RESERVED_EVENTS.has(event)) throw new ContractError('RESERVED_EVENT', `"${event}" is a name Socket.IO keeps for itself`);
  capable(source, 'emit');
  if (ackTimeoutMs !== null) capable(source, 'ack');
  if (volatile || !compress) capable(source, 'flags');
  return source.send(message);
}

/** Changes everybody a target means. Fails with `SOURCE_STOPPED`, and as `Source.bulk` does. */
export async function changeMany(source: Source, change: BulkChange): Promise<BulkResult> {
  requireLife(source);
  return capable(source, 'bulk').bulk(change);
}

/** A source that knows all its sockets, and sends to them itself. `onTimeout` is called once the time for acknowledgements is over or all have come. */
export interface Sender extends Pick<Source, 'model' | 'capabilities' | 'sends'>, Administered {
  emit(broadcast: Broadcast, onTimeout: () => void): void;
}

/** Encoded once a namespace. */
export function sendByModel(source: Sender, { target: wanted, ...message }: Message): Send {
  const { ackTimeoutMs } = message;
  const target = settle(source, wanted);
  const recipients = requireRecipients(recipientsOf(source, target));
  if (ackTimeoutMs !== null && recipients.count > MAX_TRACKED_RECIPIENTS) {
    throw new ContractError('TOO_MANY_RECIPIENTS', `${recipients.count} acknowledgements are more than ${MAX_TRACKED_RECIPIENTS}`);
  }
  const send = source.sends.create(tapTime(), recipients.count);
  if (ackTimeoutMs !== null) {
    for (const socket of recipients.sockets) send.expect(socket.namespace.name, socket.socketId);
  }
  source.sends.trace(send, () => {
    for (const address of addressesOf(source, target)) {
      source.emit({ ...message, ...address }, () => send.onTimeout(address.namespace));
    }
  });
  return send;
}

function requireLife(source: Source): void {
  if (!TAKES_MESSAGES.has(capable(source, 'start').describe().state)) throw new ContractError('SOURCE_STOPPED', 'this source is not running');
}
