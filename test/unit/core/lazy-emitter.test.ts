import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { lazyEmitter, makeRoomForListeners } from '../../../src/core/lazy-emitter.ts';

class Emitter extends lazyEmitter() {}

test('it is an event emitter that has nothing of its own until it has a listener', () => {
  const emitter = new Emitter();
  expect(emitter).toBeInstanceOf(EventEmitter);
  expect(Reflect.ownKeys(emitter)).toEqual([]);
  expect([emitter.listenerCount('a'), emitter.eventNames(), emitter.emit('a'), emitter.getMaxListeners()]).toEqual([0, [], false, 10]);
  expect(emitter.off('a', () => {})).toBe(emitter);
  const listener = vi.fn();
  emitter.once('a', listener);
  expect([emitter.emit('a', 1), emitter.emit('a', 2), listener.mock.calls, emitter.eventNames()]).toEqual([true, false, [[1]], []]);
});

test('an error that nobody listens for is thrown', () => {
  expect(() => new Emitter().emit('error', new Error('unheard'))).toThrow('unheard');
});

test('what an asynchronous listener rejects with is told, where that is asked for', async () => {
  class Capturing extends lazyEmitter({ captureRejections: true }) {}
  const emitter = new Capturing();
  const told = new Promise((resolve) => emitter.on('error', resolve));
  emitter.on('a', async () => Promise.reject(new Error('late')));
  emitter.emit('a');
  expect(await told).toMatchObject({ message: 'late' });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('with room for listeners, "%s" is an event like any other', (name) => {
  const emitter = new Emitter();
  makeRoomForListeners(emitter);
  expect([emitter.emit(name), emitter.listenerCount(name)]).toEqual([false, 0]);
  const [first, second] = [vi.fn(), vi.fn()];
  emitter.on(name, first).on(name, second);
  makeRoomForListeners(emitter);
  expect([emitter.emit(name, 1), first.mock.calls, second.mock.calls, emitter.eventNames()]).toEqual([true, [[1]], [[1]], [name]]);
  emitter.off(name, first).off(name, second);
  expect([emitter.emit(name), emitter.eventNames()]).toEqual([false, []]);
});
