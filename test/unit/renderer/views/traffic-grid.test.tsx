// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrafficBatch } from '../../../../src/contract/feeds.ts';
import { resetTraffic } from '../../../../src/renderer/stores/traffic.ts';
import { TrafficView } from '../../../../src/renderer/views/traffic/traffic-view.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { giveSize } from '../layout.ts';
import { packetRow, packetRows, sourceRow } from '../rows.ts';

beforeEach(() => {
  giveSize(1000, 520);
  resetTraffic();
});
afterEach(cleanup);

function batch(from: number, until: number, change: Partial<TrafficBatch> = {}): TrafficBatch {
  return { rows: packetRows(from, until), skipped: 0, acks: [], firstSeq: 0, nextSeq: until + 1, logBytes: 0, evicted: 0, fill: 0, ...change };
}

function open(fake: FakeConsole): void {
  renderWith(fake, <TrafficView source={sourceRow('s')} />);
}

test('says how many packets are not shown, since when and why, and fetches them', async () => {
  const fake = new FakeConsole();
  open(fake);
  act(() => fake.publish('traffic', batch(1, 3)));
  act(() => fake.publish('traffic', batch(10, 12, { skipped: 6 })));
  expect(screen.getByText('6 packets not shown').closest('[role=row]')?.textContent).toContain('faster than the page');
  fake.results.set('traffic.page', { rows: [9, 8, 7, 6, 5, 4].map((seq) => packetRow(seq)), reachedStart: false });
  fireEvent.click(screen.getByRole('button', { name: 'Load them' }));
  expect(fake.lastCall('traffic.page')).toMatchObject({ sourceId: 's', beforeSeq: 10 });
  await waitFor(() => expect(screen.queryByText(/not shown/)).toBeNull());
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('13');
});

test('stops following when a packet is opened, counts what comes, and follows again on request', () => {
  const fake = new FakeConsole();
  open(fake);
  act(() => fake.publish('traffic', batch(1, 3)));
  const grid = screen.getByRole('grid');
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  // The event of the last automatic scroll may come after that.
  fireEvent.scroll(grid);
  act(() => fake.publish('traffic', batch(4, 8)));
  expect(screen.getByTestId('traffic-new').textContent).toContain('5 new');
  fireEvent.click(screen.getByTestId('traffic-new'));
  expect(screen.queryByTestId('traffic-new')).toBeNull();
});

test('tells an empty log from one where nothing matches', () => {
  const fake = new FakeConsole();
  open(fake);
  act(() => fake.publish('traffic', batch(1, 0)));
  expect(screen.getByText('No packet yet')).toBeDefined();
  const filter = screen.getByRole('combobox', { name: 'Filter' });
  fireEvent.change(filter, { target: { value: 'nothing' } });
  fireEvent.keyDown(filter, { key: 'Enter' });
  act(() => fake.publish('traffic', batch(1, 0)));
  expect(screen.getByText('No packet matches')).toBeDefined();
  fireEvent.click(screen.getAllByRole('button', { name: 'Clear filter' }).at(-1) ?? document.body);
  expect(fake.paramsOf('traffic')).toEqual([{ sourceId: 's', where: {} }]);
});
