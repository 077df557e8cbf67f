// What an admin asks for, narrowed: every value that came over the wire is hostile until it has been through here.

import { MAX_NESTING } from '../../limits.ts';
import { isNestedDeeper } from '../../protocol/nesting.ts';
import {
  X_NAMESPACE_SORTS,
  X_ROOM_SORTS,
  X_SOCKET_SORTS,
  type XBulk,
  type XMessage,
  type XQuery,
  type XRefusalCode,
  type XSort,
  type XTapRequest,
  type XTarget,
} from '../wire.ts';

/** Why a request is not answered as it wanted. */
export class Refusal extends Error {
  readonly code: XRefusalCode;

  constructor(code: XRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const MAX_WINDOW_ROWS = 500;
const MAX_NAME_LENGTH = 512;
const MAX_TEXT_LENGTH = 200;
const MAX_NAMES = 1000;
const MAX_ARGUMENTS = 100;
const MAX_ACK_TIMEOUT_MS = 600_000;
const MAX_CREDITS = 100_000;
const MAX_RATE = 1_000_000;
const MAX_BYTES_PER_SECOND = 100_000_000;

type Members = Readonly<Record<string, unknown>>;

/** `maxRows`: of one window; other servers ask for more than admins. */
export function readQuery(value: unknown, maxRows = MAX_WINDOW_ROWS): XQuery {
  const query = readMembers(value, 'the query');
  const where = readMembers(query.where, 'where');
  switch (query.what) {
    case 'socket':
      return { what: 'socket', where: { namespace: readName(where.namespace, 'namespace'), socketId: readName(where.socketId, 'socketId') } };
    case 'sockets':
      return {
        what: 'sockets',
        where: { ...readText(where), ...readNames(where, ['namespace', 'room', 'transport']) },
        sort: readSort(query.sort, X_SOCKET_SORTS),
        ...readPage(query, maxRows),
      };
    case 'rooms':
      return {
        what: 'rooms',
        where: { ...readText(where), ...readNames(where, ['namespace']), ...(where.withOwnRooms === true ? { withOwnRooms: true } : {}) },
        sort: readSort(query.sort, X_ROOM_SORTS),
        ...readPage(query, maxRows),
      };
    case 'namespaces':
      return { what: 'namespaces', where: readText(where), sort: readSort(query.sort, X_NAMESPACE_SORTS), ...readPage(query, maxRows) };
    default:
      throw new Refusal('BAD_REQUEST', 'what: sockets, rooms, namespaces or socket');
  }
}

function readTarget(value: unknown): XTarget {
  const target = readMembers(value, 'target');
  return {
    namespace: target.namespace === null ? null : readName(target.namespace, 'namespace'),
    rooms: target.rooms === null ? null : readNameList(target.rooms, 'rooms'),
    except: readNameList(target.except, 'except'),
  };
}

export function readBulk(value: unknown): XBulk {
  const bulk = readMembers(value, 'the request');
  const action = readOneOf(bulk.action, ['join', 'leave', 'disconnect', 'emit'] as const, 'action');
  const rooms = bulk.rooms === undefined ? [] : readNameList(bulk.rooms, 'rooms');
  if ((action === 'join' || action === 'leave') && rooms.length === 0) throw new Refusal('BAD_REQUEST', 'rooms: at least one');
  const isDryRun = bulk.isDryRun === true;
  if (action === 'emit' && !isDryRun) throw new Refusal('BAD_REQUEST', 'emit is for dry runs: x_emit sends');
  return { action, target: readTarget(bulk.target), rooms, close: bulk.close === true, isDryRun };
}

export function readMessage(value: unknown): XMessage {
  const message = readMembers(value, 'the message');
  const { args, ackTimeoutMs, sendId } = message;
  if (!Array.isArray(args) || args.length > MAX_ARGUMENTS) throw new Refusal('BAD_REQUEST', `args: a list of ${MAX_ARGUMENTS} at most`);
  if (isNestedDeeper(args, MAX_NESTING)) throw new Refusal('BAD_REQUEST', `args: nested ${MAX_NESTING} deep at most`);
  const hasAcks = ackTimeoutMs !== null && ackTimeoutMs !== undefined;
  return {
    target: readTarget(message.target),
    event: readName(message.event, 'event'),
    args,
    volatile: message.volatile === true,
    compress: message.compress !== false,
    ackTimeoutMs: hasAcks ? readInteger(ackTimeoutMs, 1, MAX_ACK_TIMEOUT_MS, 'ackTimeoutMs') : null,
    sendId: hasAcks ? readInteger(sendId, 0, Number.MAX_SAFE_INTEGER, 'sendId') : null,
  };
}

export function readTap(value: unknown): XTapRequest {
  const request = readMembers(value, 'the request');
  const where = readMembers(request.where, 'where');
  const { sample } = request;
  if (typeof sample !== 'number' || !(sample > 0 && sample <= 1)) throw new Refusal('BAD_REQUEST', 'sample: over 0, 1 at most');
  return {
    where: {
      ...readText(where),
      ...readNames(where, ['namespace', 'socketId']),
      ...(where.direction === undefined ? {} : { direction: readOneOf(where.direction, ['in', 'out'] as const, 'direction') }),
    },
    sample,
    maxPerSecond: readInteger(request.maxPerSecond, 1, MAX_RATE, 'maxPerSecond'),
    maxBytesPerSecond: readInteger(request.maxBytesPerSecond, 1, MAX_BYTES_PER_SECOND, 'maxBytesPerSecond'),
    credits: readCredits(request.credits),
  };
}

export function readCredits(value: unknown): number {
  return readInteger(value, 0, MAX_CREDITS, 'credits');
}

/** The number an admin gives what it opens. */
export function readId(value: unknown): number {
  return readInteger(value, 0, Number.MAX_SAFE_INTEGER, 'id');
}

export function readMembers(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('BAD_REQUEST', `${what}: an object`);
  // An object that is not an array has members by name.
  return value as Members;
}

export function readName(value: unknown, what: string): string {
  if (isName(value)) return value;
  throw new Refusal('BAD_REQUEST', `${what}: a text of 1 to ${MAX_NAME_LENGTH} characters`);
}

export function readOneOf<const Value extends string>(value: unknown, allowed: readonly Value[], what: string): Value {
  const known = allowed.find((candidate) => candidate === value);
  if (known === undefined) throw new Refusal('BAD_REQUEST', `${what}: one of ${allowed.join(', ')}`);
  return known;
}

function readNameList(value: unknown, what: string): readonly string[] {
  if (Array.isArray(value) && value.length <= MAX_NAMES && value.every(isName)) return [...new Set(value)];
  throw new Refusal('BAD_REQUEST', `${what}: a list of ${MAX_NAMES} names at most`);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME_LENGTH;
}

function readNames<const Key extends string>(where: Members, keys: readonly Key[]): { readonly [Name in Key]?: string } {
  const names: { [Name in Key]?: string } = {};
  for (const key of keys) {
    if (where[key] !== undefined) names[key] = readName(where[key], key);
  }
  return names;
}

function readText({ text }: Members): { readonly text?: string } {
  if (text === undefined) return {};
  if (typeof text !== 'string' || text.length > MAX_TEXT_LENGTH) throw new Refusal('BAD_REQUEST', `text: ${MAX_TEXT_LENGTH} characters at most`);
  return { text };
}

function readSort<const By extends string>(value: unknown, allowed: readonly By[]): XSort<By> {
  const sort = readMembers(value, 'sort');
  return { by: readOneOf(sort.by, allowed, 'sort.by'), isDescending: sort.isDescending === true };
}

function readPage({ offset, limit }: Members, maxRows: number): { readonly offset: number; readonly limit: number } {
  return { offset: readInteger(offset, 0, Number.MAX_SAFE_INTEGER, 'offset'), limit: readInteger(limit, 1, maxRows, 'limit') };
}

function readInteger(value: unknown, least: number, most: number, what: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Refusal('BAD_REQUEST', `${what}: a whole number from ${least} to ${most}`);
}
