/** Frames over some carrier: MessagePort (Electron), WebSocket (browser host), local pair (tests). Ordered, reliable. */
export interface Channel {
  /** After `close` it does nothing. `frame` must be JSON-safe; the carrier owns a copy. */
  send(frame: unknown): void;
  /** One listener; frames that arrive before it is set are kept. What it gets is untrusted until parsed. */
  onFrame(listener: (frame: unknown) => void): void;
  /** Called once, whichever side closed. */
  onClose(listener: () => void): void;
  close(): void;
}
