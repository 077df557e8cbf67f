import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventRecord } from '../../../../src/main/console/admin/event-record.ts';
import { inspectTold } from '../../../../src/main/console/admin/inspect-told.ts';
import { roughBytes } from '../../../../src/main/console/admin/rough-bytes.ts';
import { readConfig, readEvent, readSocket, readStats } from '../../../../src/main/console/admin/told.ts';
import { readBatch, readItem } from '../../../../src/main/console/admin/told-items.ts';
import * as superset from '../../../../src/main/console/admin/told-superset.ts';

const { peerOf: _, ...readers } = superset;
const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withTypedArray: true, withMap: true });

it.each<[string, (value: unknown) => unknown]>([
  ...Object.entries(readers),
  ['readStats', readStats],
  ['readItem', (value) => readItem(value, 0)],
  ['inspectTold', (value) => inspectTold({ handshake: value, data: value })],
  ['roughBytes', (value) => roughBytes(value, 1000)],
  [
    'eventRecord',
    (value) => {
      const event = readEvent(value);
      return event && eventRecord('in', '/', 'a', event);
    },
  ],
])('%s reads whatever comes', (_name, read) => {
  fc.assert(fc.property(anything, (value) => void JSON.stringify(read(value))));
});

it.each<[string, (value: unknown) => unknown]>([
  ['readSocket', readSocket],
  ['readConfig', readConfig],
  ['readBatch', readBatch],
])('%s reads whatever comes, and leaves parts of it to others', (_name, read) => {
  fc.assert(fc.property(anything, (value) => void read(value)));
});

it('measures a cycle, and no further than it has to', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  expect(roughBytes(cycle, 1000)).toBeGreaterThan(1000);
});

it('leaves out rows that are wrong, and no more than those', () => {
  const row = { namespace: '/', room: 'a', sockets: 1, createdAt: 2, broadcasts: null };
  const wrong = [null, { ...row, room: '' }, { ...row, sockets: -1 }, { ...row, namespace: 'x' }, { ...row, createdAt: Number.NaN }];
  const window = { offset: 0, matched: 9, total: 9, rows: [row, ...wrong, row] };
  const nodes = { answered: 1, expected: 1 };
  expect(superset.readRoomWindow({ window, nodes })).toEqual({ offset: 0, matched: 9, total: 9, rows: [row, row] });
  expect(superset.readRoomWindow({ window, nodes: { answered: 1, expected: 2 } })).toMatchObject({ nodes: { answered: 1, expected: 2 } });
});

it('shows no more rows than a window has', () => {
  const row = { namespace: '/', room: 'a', sockets: 1, createdAt: 2, broadcasts: null };
  const window = { offset: 0, matched: 9, total: 9, rows: Array.from({ length: 2000 }, () => row) };
  expect(superset.readRoomWindow({ window, nodes: { answered: 1, expected: 1 } })?.rows).toHaveLength(500);
});

it('keeps of an item only what it says it keeps', () => {
  const whole = new Uint8Array(100_000);
  const item = { type: 'packet', at: 5, direction: 'in', namespace: '/', packetType: 2, text: 'x'.repeat(50_000), bytes: 60_000 };
  const read = readItem({ ...item, attachments: [whole.subarray(0, 8000)], attachmentBytes: [8000] }, 10);
  expect(read).toMatchObject({ at: 15, socketId: null, recipients: 1, isTextCut: true, attachmentBytes: [8000] });
  const [attachment] = read?.type === 'packet' ? read.attachments : [];
  expect([attachment?.byteLength, attachment?.buffer.byteLength]).toEqual([4096, 4096]);
});

it('takes no moment that no date can be made of', () => {
  const item = { type: 'closed', namespace: '/', socketId: 's', reason: '' };
  expect([readItem({ ...item, at: 1e300 }, 0), readItem({ ...item, at: 8e15 }, 1000)?.at]).toEqual([null, 8e15 + 1000]);
  expect(new Date(8e15 + 1000).getTime()).not.toBeNaN();
  const row = { namespace: '/', room: 'a', sockets: 1, createdAt: 1e300, broadcasts: null };
  const window = { offset: 0, matched: 1, total: 1, rows: [row] };
  expect(superset.readRoomWindow({ window, nodes: { answered: 1, expected: 1 } })?.rows).toEqual([]);
  expect(readSocket({ id: 's', nsp: '/', handshake: { issued: 1e300 } })?.issuedAt).toBeNull();
});
