import { expect, it } from 'vitest';
import { defer, LoadError, loadAllDeferred } from '../../../src/renderer/deferred.ts';

it('a part is loaded once, and is at hand from then on', async () => {
  let loads = 0;
  const part = defer(async () => ++loads);
  expect(part.current).toBe(null);
  expect(await Promise.all([part.load(), part.load()])).toEqual([1, 1]);
  expect(part.current).toBe(1);
});

it('a part that could not be loaded is loaded again by who asks next', async () => {
  const cause = new TypeError('no such file');
  let isBroken = true;
  const part = defer(async () => {
    if (isBroken) throw cause;
    return 'there';
  });
  await expect(part.load()).rejects.toThrow(new LoadError(cause));
  isBroken = false;
  expect(await part.load()).toBe('there');
});

it('when the page is idle the parts come one by one, each before the next and followed by what it brings', async () => {
  const order: string[] = [];
  const note = (name: string) => async () => order.push(name);
  defer(async () => {
    order.push('screen');
    defer(note('editor of the screen'));
  });
  defer(async () => {
    order.push('broken');
    throw new Error('gone');
  });
  defer(note('dialog'));
  await loadAllDeferred(async () => {
    order.push('·');
  });
  expect(order.join(' ')).toBe('· screen · editor of the screen · broken · dialog');
});
