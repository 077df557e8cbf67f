import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CHANNEL_HEARTBEAT_MS } from '../../../src/contract/frame.ts';
import { socketChannel } from '../../../src/renderer/socket-channel.ts';

class FakeSocket extends EventTarget {
  readyState = 1;
  close = vi.fn();

  hears(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function opened() {
  const socket = new FakeSocket();
  const frames: unknown[] = [];
  const closed = vi.fn();
  const channel = socketChannel(socket as unknown as WebSocket);
  channel.onFrame((frame) => frames.push(frame));
  channel.onClose(closed);
  return { socket, frames, closed };
}

describe('a channel over a WebSocket', () => {
  it('stays open as long as the host says that it is there, which is no frame', () => {
    const { socket, frames, closed } = opened();
    for (let beat = 0; beat < 10; beat++) {
      vi.advanceTimersByTime(CHANNEL_HEARTBEAT_MS);
      socket.hears('');
    }
    socket.hears('{"type":"result"}');
    expect(frames).toEqual([{ type: 'result' }]);
    expect(closed).not.toHaveBeenCalled();
  });

  it('closes when the host has been silent for three beats, whatever the socket waits for', () => {
    const { socket, closed } = opened();
    vi.advanceTimersByTime(CHANNEL_HEARTBEAT_MS * 2);
    expect(closed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(CHANNEL_HEARTBEAT_MS);
    expect(closed).toHaveBeenCalledTimes(1);
    expect(socket.close).toHaveBeenCalledTimes(1);
    socket.dispatchEvent(new Event('close'));
    expect(closed).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not closed by a sleep of the machine: what came meanwhile is read first', () => {
    const { socket, closed } = opened();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(CHANNEL_HEARTBEAT_MS * 100);
    vi.advanceTimersByTime(CHANNEL_HEARTBEAT_MS / 2);
    socket.hears('');
    vi.advanceTimersByTime(CHANNEL_HEARTBEAT_MS);
    expect(closed).not.toHaveBeenCalled();
    clock.mockRestore();
  });
});
