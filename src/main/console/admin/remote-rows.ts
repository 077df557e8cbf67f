import type { FeedBatch, FeedParams, Window } from '../../../contract/feeds.ts';
import { ContractError, toFailure } from '../../../contract/frame.ts';
import type { NamespaceRow, RoomRow, SocketDetail, SocketRow } from '../../../contract/rows.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import { X_SOCKET_SORTS, type XQuery, type XSocketSort, type XSort } from '../../../core/admin/wire.ts';
import { tapTime } from '../../../core/tap.ts';
import { NO_RECIPIENTS } from '../messages/recipients.ts';
import { nodesFeed } from '../queries/nodes-feed.ts';
import type { NodeList, RowQueries } from '../sources/source.ts';
import { askBulk } from './ask-bulk.ts';
import type { Departures } from './departures.ts';
import { inspectTold } from './inspect-told.ts';
import { namespaceWhere, roomWhere, sayable, socketWhere } from './remote-filter.ts';
import type { RemoteWindows } from './remote-windows.ts';
import type { SupersetLine } from './superset-line.ts';
import {
  readDetailWindow,
  readNamespaceWindow,
  readRoomWindow,
  readSocketWindow,
  type ToldNamespaceRow,
  type ToldRoomRow,
  type ToldSocketDetail,
  type ToldSocketRow,
  type ToldWindow,
} from './told-superset.ts';

export interface RemoteRowsOptions {
  readonly line: SupersetLine;
  readonly windows: RemoteWindows;
  readonly nodes: NodeList;
  readonly departures: Departures;
  /** Else there are none to see. */
  readonly hasRows: boolean;
  /** The server can be asked whom a target means. */
  readonly hasRecipients: boolean;
  /** A row says whether the server counts the packets of each socket. */
  readonly onCounted: (isCounted: boolean) => void;
}

type Recipients = FeedBatch<'recipients'>;

const MAX_RECIPIENT_ROWS = 100;
const DRY_RUN = { action: 'emit', rooms: [], close: false, isDryRun: true } as const;

/** Rows that the server keeps. What it does not count is shown as nothing: see the capability `counters`. */
export function remoteRows({ line, windows, nodes, departures, hasRows, hasRecipients, onCounted }: RemoteRowsOptions): RowQueries {
  return {
    sockets: ({ where, sort, offset, limit }) => {
      const toRow = (row: ToldSocketRow): SocketRow => {
        onCounted(row.packetsIn !== null);
        return socketRow(row);
      };
      return watched({ what: 'sockets', where: socketWhere(where.filter), sort: socketSort(sort), offset, limit }, readSocketWindow, toRow);
    },
    rooms: ({ where: { filter, withOwnRooms = false }, sort, offset, limit }) =>
      watched({ what: 'rooms', where: { ...roomWhere(filter), withOwnRooms }, sort, offset, limit }, readRoomWindow, roomRow),
    namespaces: ({ where, sort, offset, limit }) =>
      watched({ what: 'namespaces', where: namespaceWhere(where.filter), sort, offset, limit }, readNamespaceWindow, namespaceRow),
    socket: (params) => socketDetail(params),
    recipients: (params) => recipients(params),
    nodes: (params) => nodesFeed(nodes, params),
  };

  function watched<Told, Row>(
    query: Exclude<XQuery, { what: 'socket' }>,
    read: (value: unknown) => ToldWindow<Told> | null,
    toRow: (row: Told) => Row,
  ): FeedCursor<Window<Row>> {
    const nothing = { offset: query.offset, matched: 0, total: 0, rows: [] };
    if (!hasRows) return once(nothing);
    const toWindow = (value: unknown): Window<Row> | null => {
      const told = read(value);
      return told === null ? null : { ...told, rows: told.rows.map(toRow) };
    };
    return windows.watch(query, toWindow, nothing);
  }

  /** As long as it is looked at: after it has left, its last detail. */
  function socketDetail({ namespace, socketId }: FeedParams<'socket'>): FeedCursor<FeedBatch<'socket'>> {
    let last: SocketDetail | null = null;
    const read = (value: unknown): FeedBatch<'socket'> | null => {
      const told = readDetailWindow(value);
      if (told === null) return null;
      const [row] = told.rows;
      if (row !== undefined) last = detailOf(row);
      else if (last?.state.connected === true) last = goneFor(last, departures.reasonOf(namespace, socketId), tapTime());
      return { socket: last };
    };
    if (!hasRows) return once({ socket: null });
    const cursor = windows.watch({ what: 'socket', where: { namespace, socketId } }, read, { socket: null });
    return {
      take(nowMs) {
        const news = cursor.take(nowMs);
        if (news !== null || last === null || last.state.connected || last.state.reason !== '') return news;
        // The row does not say why, and a tap that does may say it later.
        const reason = departures.reasonOf(namespace, socketId);
        if (reason === '') return null;
        last = goneFor(last, reason, last.state.at);
        return { socket: last };
      },
      close: () => cursor.close(),
    };
  }

  function recipients({ target }: FeedParams<'recipients'>): FeedCursor<Recipients> {
    const unknown: Recipients = { count: null, of: 0, evaluatedBy: 'server', rows: [], failure: null };
    if (!hasRecipients) return once(unknown);
    const ask = async (): Promise<Recipients> => {
      try {
        const { matched, of, rows, nodes: answered } = await askBulk(line, sayable(target), DRY_RUN);
        const failure = matched === 0 ? NO_RECIPIENTS : null;
        const shown = rows.slice(0, MAX_RECIPIENT_ROWS);
        return { count: matched, of, evaluatedBy: 'server', rows: shown, failure, ...(answered === undefined ? {} : { nodes: answered }) };
      } catch (error) {
        if (error instanceof ContractError && error.code === 'NOT_CONNECTED') throw error;
        return { ...unknown, count: 0, failure: toFailure(error) };
      }
    };
    const offline = { code: 'NOT_CONNECTED', message: 'the server is not connected' };
    return windows.poll('x_bulk', ask, madeHere, { ...unknown, count: 0, failure: offline });
  }
}

/** Fails with `NOT_SUPPORTED`. */
function socketSort({ by, isDescending }: FeedParams<'sockets'>['sort']): XSort<XSocketSort> {
  const known = X_SOCKET_SORTS.find((name) => name === by);
  if (known === undefined) throw new ContractError('NOT_SUPPORTED', `this server can not sort by ${by}`);
  return { by: known, isDescending };
}

/** Of several answers, each of which was read. */
function madeHere(value: unknown): Recipients {
  return value as Recipients;
}

function once<Batch>(batch: Batch): FeedCursor<Batch> {
  let isTaken = false;
  return {
    take() {
      if (isTaken) return null;
      isTaken = true;
      return batch;
    },
    close: () => {},
  };
}

function socketRow(told: ToldSocketRow): SocketRow {
  const { socketId, engineId, namespace, transport, protocol, address, connectedAt, rooms, rttMs } = told;
  return {
    socketId,
    engineId,
    namespace,
    transport,
    protocol,
    address,
    connectedAt,
    rooms,
    packetsIn: told.packetsIn ?? 0,
    packetsOut: told.packetsOut ?? 0,
    bytesIn: told.bytesIn ?? 0,
    bytesOut: told.bytesOut ?? 0,
    rttMs,
    lastPacketAt: told.lastPacketAt,
    bufferedBytes: told.bufferedBytes,
    ratePerSecond: null,
  };
}

function detailOf(told: ToldSocketDetail): SocketDetail {
  const { transport, connectedAt, roomNames, bufferedBytes } = told;
  return {
    ...socketRow(told),
    state: { connected: true },
    transports: [{ transport, at: connectedAt }],
    roomNames,
    ...inspectTold(told),
    bufferedBytes: bufferedBytes ?? 0,
  };
}

function goneFor(detail: SocketDetail, reason: string, at: number): SocketDetail {
  return { ...detail, bufferedBytes: 0, state: { connected: false, reason, at } };
}

function roomRow({ broadcasts, ...row }: ToldRoomRow): RoomRow {
  return { ...row, broadcasts: broadcasts ?? 0 };
}

function namespaceRow({ packetsIn, packetsOut, ...row }: ToldNamespaceRow): NamespaceRow {
  return { ...row, packetsIn: packetsIn ?? 0, packetsOut: packetsOut ?? 0 };
}
