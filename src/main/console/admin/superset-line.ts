import { ContractError } from '../../../contract/frame.ts';
import type { XRefusalCode } from '../../../core/admin/wire.ts';
import type { AdminLink } from './admin-session.ts';
import { readRecord, readText } from './told.ts';

/** What a refusal fails with here; whatever else the server refuses is told in its own words. */
const CODES: Readonly<Record<string, string>> = {
  UNKNOWN_NAMESPACE: 'UNKNOWN_NAMESPACE',
  RESERVED_EVENT: 'RESERVED_EVENT',
  TOO_MANY: 'TOO_MANY_RECIPIENTS',
} satisfies Partial<Record<XRefusalCode, string>>;

/** Of what has no recipients. */
const OWN_COMMANDS: ReadonlySet<string> = new Set(['x_emit', 'x_bulk']);

export type Answer = Readonly<Record<string, unknown>>;

/** Commands of the superset, each of which is answered. */
export interface SupersetLine {
  /** Fails with `NOT_CONNECTED`, `NO_ANSWER`, `MESSAGE_TOO_LARGE`, and with what the server refuses it for: `SERVER_REFUSED`, if it has no word of ours. */
  ask(command: string, ...args: readonly unknown[]): Promise<Answer>;
}

export function supersetLine(link: Pick<AdminLink, 'request'>): SupersetLine {
  return {
    async ask(command, ...args) {
      const answer = readRecord(await link.request(command, ...args));
      if (answer.ok === true) return answer;
      throw refusalOf(command, answer);
    },
  };
}

/** What an answer was to be, and is not. */
export function unreadable(command: string): ContractError {
  return new ContractError('SERVER_REFUSED', `the server answered ${command} with what can not be read`);
}

function refusalOf(command: string, { code, error }: Answer): ContractError {
  const own = OWN_COMMANDS.has(command) && typeof code === 'string' && Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return new ContractError(own ?? 'SERVER_REFUSED', readText(error) || `the server refused ${command}`);
}
