import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Publisher } from '../../../src/main/console/publisher.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 5000 });
});

afterEach(() => {
  vi.useRealTimers();
});

const page = (isCongested = () => false) => ({ publish: vi.fn(), isCongested });

it('publishes for every page ten times a second', () => {
  const publisher = new Publisher(Date.now);
  const pages = [page(), page()] as const;
  for (const each of pages) publisher.add(each);
  vi.advanceTimersByTime(1000);
  for (const each of pages) expect(each.publish).toHaveBeenCalledTimes(10);
  expect(pages[0].publish).toHaveBeenLastCalledWith(6000);
});

it('runs no timer without a page', () => {
  const publisher = new Publisher(Date.now);
  expect(vi.getTimerCount()).toBe(0);
  const [first, second] = [page(), page()];
  publisher.add(first);
  publisher.add(second);
  publisher.remove(first);
  expect(vi.getTimerCount()).toBe(1);
  publisher.remove(second);
  publisher.remove(second);
  expect(vi.getTimerCount()).toBe(0);
});

it('leaves a page out while its carrier is congested', () => {
  const publisher = new Publisher(Date.now);
  let isCongested = true;
  const slow = page(() => isCongested);
  publisher.add(slow);
  vi.advanceTimersByTime(500);
  expect(slow.publish).not.toHaveBeenCalled();
  isCongested = false;
  vi.advanceTimersByTime(100);
  expect(slow.publish).toHaveBeenCalledTimes(1);
  publisher.remove(slow);
});
