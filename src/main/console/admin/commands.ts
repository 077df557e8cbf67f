import type { AdminBatch } from '../../../contract/admin-rows.ts';
import type { BulkResult } from '../../../contract/calls.ts';
import { ContractError } from '../../../contract/frame.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_ADMIN_COMMANDS } from '../limits.ts';
import { requireRecipients } from '../messages/recipients.ts';
import type { Filter, Resolved } from './targets.ts';

export type Command =
  | { readonly action: 'emit'; readonly event: string; readonly args: readonly unknown[] }
  | { readonly action: 'join' | 'leave'; readonly rooms: readonly string[] }
  | { readonly action: 'disconnect'; readonly close: boolean };

type Line = (event: string, ...args: readonly unknown[]) => void;

/** Sends commands, of which none is acknowledged, and remembers the last. */
export class Commands {
  readonly #send: Line;
  #last: AdminBatch['lastCommand'] = null;

  constructor(send: Line) {
    this.#send = send;
  }

  get last(): AdminBatch['lastCommand'] {
    return this.#last;
  }

  /** To everybody that was resolved. Fails with what their failure says, `TOO_MANY_RECIPIENTS`, and as the line does. */
  run(command: Command, resolved: Resolved): BulkResult {
    const { count, evaluatedBy, filters } = requireRecipients(resolved);
    const messages = filters.flatMap((filter) => messagesOf(command, filter));
    if (messages.length > MAX_ADMIN_COMMANDS) {
      throw new ContractError('TOO_MANY_RECIPIENTS', `this server would need ${messages.length} commands, which are more than ${MAX_ADMIN_COMMANDS}`);
    }
    for (const [event, ...args] of messages) this.#send(event, ...args);
    this.#last = { at: tapTime(), action: command.action, sockets: count, commands: messages.length, evaluatedBy };
    return { sockets: count, evaluatedBy };
  }
}

type Words = readonly [event: string, ...args: unknown[]];

function messagesOf(command: Command, { namespace, names }: Filter): readonly Words[] {
  const filter = wordOf(names);
  switch (command.action) {
    case 'emit':
      return [['emit', namespace, filter, command.event, ...command.args]];
    case 'disconnect':
      return [['_disconnect', namespace, command.close, ...(filter === null ? [] : [filter])]];
    case 'join':
    case 'leave':
      // One room each: neither python-socketio nor Socket.IO 3 takes lists of them.
      return command.rooms.map((room) => [command.action, namespace, room, ...(filter === null ? [] : [filter])]);
  }
}

/** One name goes as a text: Socket.IO 3 would take a list for a room of that name. */
function wordOf(names: Filter['names']): string | readonly string[] | null {
  const [only] = names ?? [];
  return names?.length === 1 && only !== undefined ? only : names;
}
