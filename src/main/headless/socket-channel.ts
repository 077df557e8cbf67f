import type { RawData, WebSocket } from 'ws';
import type { CarrierChannel } from '../console/console.ts';

/** Over this many unsent bytes batches wait. */
const CONGESTED_BYTES = 8 * 1024 * 1024;
/** Over this many the page is given up: it reads nothing, and answers to its calls pile up. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;

/** A page behind a WebSocket: one frame a text message, as JSON. */
export function socketChannel(socket: WebSocket): CarrierChannel {
  const closeListeners: (() => void)[] = [];
  let listener: ((frame: unknown) => void) | undefined;
  let early: unknown[] = [];
  let isClosed = false;

  socket.on('message', onMessage);
  socket.on('close', onClose);
  // `close` follows, which is all a page's end means to us.
  socket.on('error', () => {});

  return {
    get isCongested() {
      return socket.bufferedAmount > CONGESTED_BYTES;
    },
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
      else socket.send(JSON.stringify(frame));
    },
    onFrame(newListener) {
      listener = newListener;
      for (const frame of early.splice(0)) newListener(frame);
    },
    onClose(newListener) {
      if (isClosed) newListener();
      else closeListeners.push(newListener);
    },
    close: () => socket.close(),
  };

  function onMessage(data: RawData, isBinary: boolean): void {
    // `ws` gives a text as one buffer.
    const frame = isBinary || !Buffer.isBuffer(data) ? undefined : parse(data.toString('utf8'));
    if (listener === undefined) early.push(frame);
    else listener(frame);
  }

  function onClose(): void {
    isClosed = true;
    early = [];
    for (const closeListener of closeListeners.splice(0)) closeListener();
  }
}

/** What is no JSON is no frame either: the session closes the channel on it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
