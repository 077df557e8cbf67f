import { PACKET_FIELDS } from '../../contract/filter-fields.ts';
import { withinTime, writeFilter } from '../../contract/filter-text.ts';
import { changeDraft } from '../stores/drafts.ts';
import { changeWorkspace, workspaceOf } from '../stores/workspace.ts';

// Ways from one tab to another with something taken along.

/** The sockets of a room or a namespace. */
export function showSockets(sourceId: string, namespace: string, room: string | undefined): void {
  const { sockets, inspected } = workspaceOf(sourceId);
  const { sockets: _, ...others } = inspected;
  changeWorkspace(sourceId, {
    tab: 'sockets',
    sockets: { ...sockets, where: { filter: writeFilter({ ns: namespace, room }) } },
    inspected: others,
  });
}

export function composeToRoom(sourceId: string, namespace: string, room: string): void {
  changeDraft(sourceId, { given: null, to: 'rooms', namespace, rooms: [room], except: [] });
  changeWorkspace(sourceId, { tab: 'compose' });
}

export function composeToNamespace(sourceId: string, namespace: string): void {
  changeDraft(sourceId, { given: null, to: 'namespace', namespace, except: [] });
  changeWorkspace(sourceId, { tab: 'compose' });
}

export function composeToSocket(sourceId: string, namespace: string, socketId: string): void {
  changeDraft(sourceId, { given: null, to: 'sockets', namespace, socketIds: [socketId] });
  changeWorkspace(sourceId, { tab: 'compose' });
}

export function showTraffic(sourceId: string, namespace: string, socketId: string | undefined): void {
  changeWorkspace(sourceId, { tab: 'traffic', traffic: { filter: writeFilter({ ns: namespace, id: socketId }) } });
}

/** The packets of one event, whatever else Traffic was filtered by. */
export function showEvent(sourceId: string, namespace: string, event: string): void {
  changeWorkspace(sourceId, { tab: 'traffic', traffic: { filter: writeFilter({ ns: namespace, ev: event }) } });
}

/** The packets of a span of time, whatever else Traffic was filtered by. */
export function showSpan(sourceId: string, from: number, until: number): void {
  changeWorkspace(sourceId, { tab: 'traffic', traffic: { filter: withinTime('', PACKET_FIELDS, { from, until }, Date.now()) } });
}
