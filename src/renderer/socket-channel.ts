import type { Channel } from '../contract/channel.ts';
import { CHANNEL_HEARTBEAT_MS, ContractError, MAX_FRAME_BYTES } from '../contract/frame.ts';

/** Without a word from it the host hangs, or what is between is gone. */
const SILENCE_MS = 2.5 * CHANNEL_HEARTBEAT_MS;

/** Frames over an open WebSocket, one a text message, as JSON. It closes when the socket does, or when the host falls silent. */
export function socketChannel(socket: WebSocket): Channel {
  let heardAt = performance.now();
  let isSuspect = false;
  let isClosed = false;
  let onClosed: (() => void) | undefined;
  const timer = setInterval(check, CHANNEL_HEARTBEAT_MS / 2);
  socket.addEventListener('message', () => {
    heardAt = performance.now();
    isSuspect = false;
  });
  socket.addEventListener('close', closed);

  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return;
      const text = JSON.stringify(frame);
      // The host would end the channel. A character has at most three bytes: most need not be counted.
      if (text.length > MAX_FRAME_BYTES / 3 && new Blob([text]).size > MAX_FRAME_BYTES) {
        throw new ContractError('FRAME_TOO_LARGE', `more than ${MAX_FRAME_BYTES} bytes at once`);
      }
      socket.send(text);
    },
    onFrame(listener) {
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        // An empty one says that the host is there.
        if (typeof event.data === 'string' && event.data !== '') listener(JSON.parse(event.data));
      });
    },
    onClose(listener) {
      onClosed = listener;
    },
    close: () => socket.close(),
  };

  function check(): void {
    if (performance.now() - heardAt < SILENCE_MS) return;
    if (isSuspect) {
      // It would wait for the other side to agree.
      closed();
      socket.close();
    }
    // After a sleep, what has come meanwhile may still be on its way to us.
    isSuspect = true;
  }

  function closed(): void {
    clearInterval(timer);
    if (isClosed) return;
    isClosed = true;
    onClosed?.();
  }
}
