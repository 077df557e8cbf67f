import { expect, test } from 'vitest';
import { type EventWatch, EventWatches } from '../../../src/core/event-watch.ts';

function watch(name: string, told: string[]): EventWatch {
  return {
    onReceived: (_socket, [event]) => void told.push(`${name} received ${String(event)}`),
    onSent: (_socket, [event]) => void told.push(`${name} sent ${String(event)}`),
  };
}

test('everyone who watches is told of each event until it stops', () => {
  const told: string[] = [];
  const watches = new EventWatches();
  const socket = { id: 'a', connected: true, nsp: { name: '/' } };
  const tell = (): void => {
    watches.current?.onReceived(socket, ['in'], { head: '2["in"]', attachments: [] });
    watches.current?.onSent(socket, ['out'], null);
  };
  expect(watches.current).toBeUndefined();
  const stopFirst = watches.add(watch('first', told));
  const stopSecond = watches.add(watch('second', told));
  tell();
  stopFirst();
  tell();
  stopSecond();
  expect(watches.current).toBeUndefined();
  expect(told).toEqual(['first received in', 'second received in', 'first sent out', 'second sent out', 'second received in', 'second sent out']);
});
