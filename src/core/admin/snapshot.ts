// Any value whatever as JSON to look at: `socket.data` and `handshake.auth` hold what an application put there. What
// JSON can't say is told in brackets; depth, members and characters are capped; nothing in a value can make it throw.

/** A value that any carrier hands over unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface SnapshotLimits {
  readonly maxDepth: number;
  /** Members of one object or array. */
  readonly maxMembers: number;
  /** Characters of keys and strings altogether; a member counts as four more. */
  readonly maxCharacters: number;
}

const DEFAULT_LIMITS: SnapshotLimits = { maxDepth: 8, maxMembers: 200, maxCharacters: 64 * 1024 };
const MEMBER_CHARACTERS = 4;

export function snapshotJson(value: unknown, limits: SnapshotLimits = DEFAULT_LIMITS): JsonValue {
  let remaining = limits.maxCharacters;
  const ancestors = new Set<object>();
  return visit(value, 0);

  function visit(visited: unknown, depth: number): JsonValue {
    switch (typeof visited) {
      case 'string':
        return spend(visited);
      case 'number':
        return Number.isFinite(visited) ? visited : `[${visited}]`;
      case 'boolean':
        return visited;
      case 'object':
        return visited === null ? null : visitObject(visited, depth);
      case 'bigint':
        return spend(`[BigInt ${visited}]`);
      case 'function':
        return '[Function]';
      case 'symbol':
        return spend(`[${String(visited)}]`);
      default:
        return '[undefined]';
    }
  }

  function visitObject(visited: object, depth: number): JsonValue {
    if (ancestors.has(visited)) return '[Circular]';
    ancestors.add(visited);
    try {
      return describeObject(visited, depth);
    } catch {
      // A proxy, or an object of another realm that only looks like what it is not.
      return '[Unreadable]';
    } finally {
      ancestors.delete(visited);
    }
  }

  function describeObject(visited: object, depth: number): JsonValue {
    if (visited instanceof Date) return Number.isNaN(visited.getTime()) ? '[Invalid Date]' : visited.toISOString();
    if (visited instanceof ArrayBuffer || ArrayBuffer.isView(visited)) return `[Binary ${visited.byteLength} bytes]`;
    if (visited instanceof Error) return spend(`[${textOf(visited.name)}: ${textOf(visited.message)}]`);
    if (depth >= limits.maxDepth) return Array.isArray(visited) ? '[Array]' : '[Object]';
    if (Array.isArray(visited)) return visitList(visited, visited.length, depth);
    if (visited instanceof Set) return visitList(visited, visited.size, depth);
    if (visited instanceof Map) return visitList(visited, visited.size, depth);
    return visitMembers(visited, depth);
  }

  function visitList(list: Iterable<unknown>, length: number, depth: number): JsonValue {
    const items: JsonValue[] = [];
    for (const item of list) {
      if (items.length >= limits.maxMembers || remaining <= 0) {
        items.push(`[${length - items.length} more]`);
        break;
      }
      remaining -= MEMBER_CHARACTERS;
      items.push(visit(item, depth + 1));
    }
    return items;
  }

  function visitMembers(visited: object, depth: number): JsonValue {
    const keys = Object.keys(visited);
    const members: [string, JsonValue][] = [];
    for (const key of keys) {
      if (members.length >= limits.maxMembers || remaining <= 0) {
        members.push(['…', `[${keys.length - members.length} more]`]);
        break;
      }
      remaining -= MEMBER_CHARACTERS;
      members.push([spend(key), visit(read(visited, key), depth + 1)]);
    }
    // It defines members rather than setting them: `__proto__` is a key like any other.
    return Object.fromEntries(members);
  }

  function spend(text: string): string {
    const shown = text.length <= remaining ? text : `${text.slice(0, Math.max(0, remaining))}…`;
    remaining -= shown.length;
    return shown;
  }
}

/** A program may put anything there, and making a text of it may take forever. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : `[${typeof value}]`;
}

function read(holder: object, key: string): unknown {
  try {
    return Reflect.get(holder, key);
  } catch {
    return '[Throws]';
  }
}
