// What a server that keeps its rows itself can look for. It takes one text, and some fields by one value; the rest of a filter is
// refused by name rather than left out: what is shown, or acted on, is what was asked for.

import type { Fields, Term } from '../../../contract/filter.ts';
import { NAMESPACE_FIELDS, PACKET_FIELDS, ROOM_FIELDS, SOCKET_FIELDS } from '../../../contract/filter-fields.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { Target } from '../../../contract/target.ts';
import type { SettledTarget } from '../messages/recipients.ts';
import { readFilter } from '../queries/read-filter.ts';

/** A part as long as a whole id is one: a server then tells the packets of that socket alone. */
const SOCKET_ID_LENGTH = 20;

type Key = 'text' | 'namespace' | 'room' | 'transport' | 'socketId';
type Where<Known extends Key> = { readonly [Each in Known]?: string };

/** Fails with `FILTER_NOT_SUPPORTED`, `BAD_FILTER`. */
export function socketWhere(filter: string | undefined): Where<'text' | 'namespace' | 'room' | 'transport'> {
  return whereOf(filter, SOCKET_FIELDS, { ns: 'namespace', room: 'room', transport: 'transport' });
}

/** Fails with `FILTER_NOT_SUPPORTED`, `BAD_FILTER`. */
export function roomWhere(filter: string | undefined): Where<'text' | 'namespace'> {
  return whereOf(filter, ROOM_FIELDS, { ns: 'namespace' });
}

/** Fails with `FILTER_NOT_SUPPORTED`, `BAD_FILTER`. */
export function namespaceWhere(filter: string | undefined): Where<'text'> {
  return whereOf(filter, NAMESPACE_FIELDS, {});
}

/** As much as a server can leave out of what a filter of packets does not want; the console looks at the rest. */
export function packetWhere(filter: string | undefined): Where<'namespace' | 'socketId'> {
  const terms = readFilter(filter, PACKET_FIELDS);
  const [namespace, ...otherNamespaces] = terms.flatMap((term) => oneOf(term, 'ns') ?? []);
  const [part, ...otherParts] = terms.flatMap((term) => partOf(term, 'id') ?? []);
  return {
    ...(namespace !== undefined && otherNamespaces.length === 0 && { namespace }),
    ...(part !== undefined && otherParts.length === 0 && part.length >= SOCKET_ID_LENGTH && { socketId: part }),
  };
}

/**
 * Whoever matches, in the words that a server has: everybody, a namespace, a room. Fails with `NEEDS_SOCKETS` where a filter asks for
 * more: who matches it, only the server could tell.
 */
export function sayable(target: Target): SettledTarget {
  if (target.to !== 'matching') return target;
  const terms = readFilter(target.filter, SOCKET_FIELDS);
  const [namespace, room] = [terms.flatMap((term) => oneOf(term, 'ns') ?? []), terms.flatMap((term) => oneOf(term, 'room') ?? [])];
  const [inNamespace] = namespace;
  if (terms.length === 0) return { to: 'all' };
  if (namespace.length + room.length === terms.length && namespace.length === 1 && room.length <= 1 && inNamespace !== undefined) {
    const where = { namespace: inNamespace, except: [] };
    return room.length === 0 ? { to: 'namespace', ...where } : { to: 'rooms', ...where, rooms: room };
  }
  throw new ContractError('NEEDS_SOCKETS', 'who matches this filter, only the server knows');
}

function whereOf<Known extends Key>(filter: string | undefined, fields: Fields, keys: Readonly<Record<string, Known>>): Where<Known | 'text'> {
  const where: { [Each in Key]?: string } = {};
  for (const term of readFilter(filter, fields)) {
    const key = term.kind === 'text' ? 'text' : 'field' in term && Object.hasOwn(keys, term.field) ? keys[term.field] : undefined;
    const value = term.kind === 'text' && !term.isNegated ? term.text : 'field' in term ? oneOf(term, term.field) : undefined;
    if (key === undefined || value === undefined || where[key] !== undefined) {
      const said = (filter ?? '').slice(term.start, term.end);
      throw new ContractError('FILTER_NOT_SUPPORTED', `this server can not look for ${said}`);
    }
    where[key] = value;
  }
  return where;
}

/** The one value that the field must be, if the term says that. */
function oneOf(term: Term, field: string): string | undefined {
  return term.kind === 'is' && term.match === 'exact' ? partOf(term, field) : undefined;
}

function partOf(term: Term, field: string): string | undefined {
  if (term.kind !== 'is' || term.field !== field || term.isNegated || term.values.length !== 1) return undefined;
  return term.values[0];
}
