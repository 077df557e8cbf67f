import type { NamespaceRow, RoomRow, SocketRow } from '../../contract/rows.ts';
import { MAX_TARGETS, type Target, type TargetWithin } from '../../contract/target.ts';

/** Those sockets, of however many namespaces. */
export function targetOfSockets(rows: readonly Pick<SocketRow, 'namespace' | 'socketId'>[]): Target | null {
  return together(
    grouped(rows, ({ socketId }) => socketId).map(([namespace, socketIds]) => ({ to: 'sockets', namespace, socketIds: [...socketIds] })),
  );
}

/** Whoever is in one of those rooms. */
export function targetOfRooms(rows: readonly Pick<RoomRow, 'namespace' | 'room'>[]): Target | null {
  return together(grouped(rows, ({ room }) => room).map(([namespace, rooms]) => ({ to: 'rooms', namespace, rooms: [...rooms], except: [] })));
}

export function targetOfNamespaces(rows: readonly Pick<NamespaceRow, 'namespace'>[]): Target | null {
  return together(rows.map(({ namespace }) => ({ to: 'namespace', namespace, except: [] })));
}

/** `null`: of nothing, or of more namespaces than one target can speak of. */
function together(targets: TargetWithin[]): Target | null {
  const [only] = targets;
  if (only === undefined) return null;
  if (targets.length === 1) return only;
  return targets.length > MAX_TARGETS ? null : { to: 'several', targets };
}

function grouped<Row extends { readonly namespace: string }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const group = groups.get(row.namespace);
    if (group === undefined) groups.set(row.namespace, [nameOf(row)]);
    else group.push(nameOf(row));
  }
  return [...groups];
}
