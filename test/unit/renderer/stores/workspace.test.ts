import { expect, test } from 'vitest';
import { spanFor } from '../../../../src/renderer/stores/live-window.ts';
import { applySources, selectSource, useSources } from '../../../../src/renderer/stores/sources.ts';
import { changeWorkspace, filterTable, goAndInspect, inspect, viewSockets, workspaceOf } from '../../../../src/renderer/stores/workspace.ts';
import { sourceRow } from '../rows.ts';

test('a table is filtered without losing its order and what else it asks for', () => {
  changeWorkspace('f', { rooms: { where: { withOwnRooms: true }, sort: { by: 'room', isDescending: true } } });
  filterTable('f', 'rooms', 'ns:/live');
  expect(workspaceOf('f').rooms).toEqual({ where: { filter: 'ns:/live', withOwnRooms: true }, sort: { by: 'room', isDescending: true } });
});

test('the view of slow consumers puts the most that waits first, and keeps the filter', () => {
  filterTable('v', 'sockets', 'ns:/live');
  viewSockets('v', 'slow');
  expect(workspaceOf('v')).toMatchObject({
    socketsView: 'slow',
    sockets: { where: { filter: 'ns:/live' }, sort: { by: 'bufferedBytes', isDescending: true } },
  });
  viewSockets('v', 'all');
  expect(workspaceOf('v').sockets.sort.by).toBe('connectedAt');
});

test('each tab has its own inspector', () => {
  goAndInspect('one', 'sockets', { kind: 'socket', namespace: '/', socketId: 'a' });
  goAndInspect('one', 'traffic', { kind: 'packet', seq: 7 });
  inspect('one', null);
  expect(workspaceOf('one').inspected).toEqual({ sockets: { kind: 'socket', namespace: '/', socketId: 'a' } });
});

test('the selection stays while its source is there and falls back to the first', () => {
  applySources({ sources: [sourceRow('a'), sourceRow('b')], folders: [], isReadOnly: false });
  selectSource('b');
  applySources({ sources: [sourceRow('a'), sourceRow('b')], folders: [], isReadOnly: false });
  expect(useSources.getState().selectedId).toBe('b');
  applySources({ sources: [sourceRow('a')], folders: [], isReadOnly: false });
  expect(useSources.getState().selectedId).toBe('a');
  applySources({ sources: [], folders: [], isReadOnly: false });
  expect(useSources.getState().selectedId).toBeNull();
});

test('what was inspected in a run is closed when the run ends', () => {
  applySources({ sources: [sourceRow('run')], folders: [], isReadOnly: false });
  goAndInspect('run', 'sockets', { kind: 'socket', namespace: '/', socketId: 'a' });
  applySources({ sources: [sourceRow('run', { state: 'stopped' })], folders: [], isReadOnly: false });
  expect(workspaceOf('run').inspected).toEqual({});
});

test('a window is asked for anew only when the rows in view near its edge', () => {
  const span = spanFor({ offset: 0, limit: 120 }, 0, 30);
  expect(span).toEqual({ offset: 0, limit: 120 });
  expect(spanFor(span, 60, 100)).toEqual({ offset: 0, limit: 160 });
  expect(spanFor(span, 10_000, 10_040)).toEqual({ offset: 9940, limit: 160 });
});

test('a window never asks for more than the console gives', () => {
  expect(spanFor({ offset: 0, limit: 10 }, 0, 5000).limit).toBe(500);
});
