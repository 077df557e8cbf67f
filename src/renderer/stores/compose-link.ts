import type { JsonValue } from '../../contract/json.ts';
import type { MessageArgument, MessageTemplate } from '../../contract/message.ts';
import { changeDraft } from './drafts.ts';
import { changeWorkspace } from './workspace.ts';

/** Compose has no place for bytes yet. */
export function composeTakes({ args, attachments, target }: MessageTemplate): boolean {
  const isTarget = target.to !== 'several' && target.to !== 'matching';
  return isTarget && attachments.length === 0 && args.every(({ type }) => type !== 'binary');
}

/** Goes to Compose with a message in it, in the place of what was there. */
export function openInCompose(sourceId: string, template: MessageTemplate): void {
  const { event, target, args, ackTimeoutMs, volatile, compress } = template;
  if (!composeTakes(template) || target.to === 'several' || target.to === 'matching') return;
  changeDraft(sourceId, {
    event,
    args: args.map((argument, index) => ({ id: index + 1, text: jsonTextOf(argument) })),
    activeArg: args.length === 0 ? 0 : 1,
    to: target.to,
    ...(target.to !== 'all' && { namespace: target.namespace }),
    rooms: target.to === 'rooms' ? target.rooms : [],
    except: target.to === 'rooms' || target.to === 'namespace' ? target.except : [],
    socketIds: target.to === 'sockets' ? target.socketIds : [],
    isAcknowledged: ackTimeoutMs !== null,
    ...(ackTimeoutMs !== null && { timeoutMs: ackTimeoutMs }),
    isVolatile: volatile,
    isCompressed: compress,
  });
  changeWorkspace(sourceId, { tab: 'compose' });
}

/** Arguments of a draft are JSON. */
function jsonTextOf(argument: MessageArgument): string {
  switch (argument.type) {
    case 'json':
    case 'number':
      return argument.text;
    default:
      return JSON.stringify(scalarOf(argument));
  }
}

function scalarOf(argument: MessageArgument): JsonValue {
  switch (argument.type) {
    case 'text':
      return argument.text;
    case 'boolean':
      return argument.value;
    default:
      return null;
  }
}
