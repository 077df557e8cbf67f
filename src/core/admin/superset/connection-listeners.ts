/** An Engine.IO connection, as far as a tap reads it. */
export interface TappedConnection {
  on(event: 'packet' | 'packetCreate', listener: EngineListener): unknown;
  off(event: 'packet' | 'packetCreate', listener: EngineListener): unknown;
}

interface EngineMessage {
  readonly type: string;
  readonly data?: unknown;
}
type EngineListener = (this: unknown, packet: EngineMessage) => void;

interface Listeners {
  readonly connection: TappedConnection;
  readonly onIn: EngineListener;
  readonly onOut: EngineListener;
}

/** Who listens to which connections for what they carry of Socket.IO: each once. */
export class ConnectionListeners {
  readonly #watched = new Map<string, Listeners>();

  has(engineId: string): boolean {
    return this.#watched.has(engineId);
  }

  add(engineId: string, connection: TappedConnection, onIn: (data: unknown) => void, onOut: (data: unknown) => void): void {
    const listeners: Listeners = {
      connection,
      onIn: ({ type, data }) => type === 'message' && onIn(data),
      onOut: ({ type, data }) => type === 'message' && onOut(data),
    };
    this.#watched.set(engineId, listeners);
    connection.on('packet', listeners.onIn);
    connection.on('packetCreate', listeners.onOut);
  }

  delete(engineId: string): void {
    const listeners = this.#watched.get(engineId);
    if (listeners === undefined) return;
    this.#watched.delete(engineId);
    listeners.connection.off('packet', listeners.onIn);
    listeners.connection.off('packetCreate', listeners.onOut);
  }

  clear(): void {
    for (const engineId of [...this.#watched.keys()]) this.delete(engineId);
  }
}
