import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { socketChannel } from '../../../../src/main/headless/socket-channel.ts';

const MEGABYTE = 1024 * 1024;

function fakeSocket() {
  const socket = Object.assign(new EventEmitter(), { OPEN: 1, readyState: 1, bufferedAmount: 0, send: vi.fn(), terminate: vi.fn(), close: vi.fn() });
  // It has what the channel uses of a socket.
  return { socket, channel: socketChannel(socket as unknown as WebSocket) };
}

it('tells that it is congested over 8 MB of unsent bytes', () => {
  const { socket, channel } = fakeSocket();
  socket.bufferedAmount = 8 * MEGABYTE;
  expect(channel.isCongested).toBe(false);
  socket.bufferedAmount++;
  expect(channel.isCongested).toBe(true);
  channel.send({});
  expect(socket.send).toHaveBeenCalledWith('{}');
});

it('gives a page up over 64 MB', () => {
  const { socket, channel } = fakeSocket();
  socket.bufferedAmount = 64 * MEGABYTE + 1;
  channel.send({});
  expect(socket.send).not.toHaveBeenCalled();
  expect(socket.terminate).toHaveBeenCalledTimes(1);
});

it('keeps frames that come before its listener, and gives what is no JSON as no frame', () => {
  const { socket, channel } = fakeSocket();
  const frames = vi.fn();
  socket.emit('message', Buffer.from('{"a":1}'), false);
  channel.onFrame(frames);
  socket.emit('message', Buffer.from('{'), false);
  socket.emit('message', Buffer.from('{}'), true);
  expect(frames.mock.calls).toEqual([[{ a: 1 }], [undefined], [undefined]]);
});

it('tells once that it closed, also those who ask late', () => {
  const { socket, channel } = fakeSocket();
  const [early, late] = [vi.fn(), vi.fn()];
  channel.onClose(early);
  socket.emit('error', new Error('reset'));
  socket.emit('close');
  channel.onClose(late);
  expect([early.mock.calls.length, late.mock.calls.length]).toEqual([1, 1]);
});
