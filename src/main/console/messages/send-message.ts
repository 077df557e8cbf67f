import type { CallParams, Target } from '../../../contract/calls.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { SourceState } from '../../../contract/rows.ts';
import { RESERVED_EVENTS } from '../../../core/protocol/decode.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_TRACKED_RECIPIENTS } from '../limits.ts';
import type { LiveModel } from '../sources/live-model.ts';
import type { Broadcast, Source } from '../sources/source.ts';
import { recipientsOf, roomsOf } from './recipients.ts';
import type { Send } from './send.ts';

/** Of these the two last have nobody to send to, and a word of their own for that. */
const TAKES_MESSAGES: ReadonlySet<SourceState> = new Set(['running', 'retrying', 'paused']);

export type Message = Omit<CallParams<'message.send'>, 'sourceId'>;

/**
 * Sends one event to everybody a target means, encoded once a namespace.
 * Fails with `SOURCE_STOPPED`, `RESERVED_EVENT`, `UNKNOWN_NAMESPACE`, `NO_RECIPIENTS`, `NOT_CONNECTED`, `TOO_MANY_RECIPIENTS`.
 */
export function sendMessage(source: Source, message: Message): Send {
  const { event, target, ackTimeoutMs } = message;
  if (!TAKES_MESSAGES.has(source.describe().state)) throw new ContractError('SOURCE_STOPPED', 'this source is not running');
  if (RESERVED_EVENTS.has(event)) throw new ContractError('RESERVED_EVENT', `"${event}" is a name Socket.IO keeps for itself`);
  const recipients = recipientsOf(source, target);
  if (recipients.failure !== null) throw new ContractError(recipients.failure.code, recipients.failure.message);
  if (ackTimeoutMs !== null && recipients.count > MAX_TRACKED_RECIPIENTS) {
    throw new ContractError('TOO_MANY_RECIPIENTS', `${recipients.count} acknowledgements are more than ${MAX_TRACKED_RECIPIENTS}`);
  }
  const send = source.sends.create(tapTime(), recipients.count);
  if (ackTimeoutMs !== null) {
    for (const socket of recipients.sockets) send.expect(socket.namespace.name, socket.socketId);
  }
  source.sends.trace(send, () => {
    for (const broadcast of broadcastsOf(source.model, message)) source.emit(broadcast, () => send.onTimeout(broadcast.namespace));
  });
  return send;
}

function broadcastsOf(model: LiveModel, { target, event, args, volatile, compress, ackTimeoutMs }: Message): readonly Broadcast[] {
  const common = { event, args, volatile, compress, ackTimeoutMs };
  if (target.to !== 'all') return [{ ...common, namespace: target.namespace, rooms: roomsOf(target), except: exceptOf(target) }];
  const broadcasts: Broadcast[] = [];
  for (const namespace of model.namespaces.values()) {
    if (namespace.sockets.size > 0) broadcasts.push({ ...common, namespace: namespace.name, rooms: null, except: [] });
  }
  return broadcasts;
}

function exceptOf(target: Target): readonly string[] {
  return target.to === 'namespace' || target.to === 'rooms' ? target.except : [];
}
