import type { Channel } from '../../contract/channel.ts';

/** What a channel needs of a port: Electron's `MessagePortMain` has it. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A page at the other end of a message port. The port clones frames. */
export function portChannel(port: MessagePortLike): Channel {
  const closeListeners: (() => void)[] = [];
  let isClosed = false;
  port.on('close', onClose);
  return {
    send(frame) {
      if (!isClosed) port.postMessage(frame);
    },
    onFrame(listener) {
      port.on('message', ({ data }) => {
        if (!isClosed) listener(data);
      });
      // Until it is started a port keeps what arrives.
      port.start();
    },
    onClose(listener) {
      if (isClosed) listener();
      else closeListeners.push(listener);
    },
    close() {
      port.close();
      onClose();
    },
  };

  function onClose(): void {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners.splice(0)) listener();
  }
}
