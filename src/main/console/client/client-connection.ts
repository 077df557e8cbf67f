import type { AuthObject, ClientSettings } from '../../../contract/client-settings.ts';
import type { TapRecord } from '../../../core/tap.ts';
import { authOf, type ClientManager, type ClientSocket } from './client-manager.ts';

/** How long a session may take to close by itself: what is to be sent goes first. */
const CLOSE_GRACE_MS = 1000;

export interface ConnectionEvents {
  onRecord(record: TapRecord): void;
  onOpen(): void;
  onError(): void;
  onClose(reason: string): void;
  /** All attempts are used up. */
  onExhausted(): void;
  /** Of one that asks for an acknowledgement the last argument is the function that sends it: nothing else that came over the wire is one. */
  onEvent(namespace: string, event: string, args: readonly unknown[]): void;
}

/** One manager with a socket for each namespace, from the first attempt until it is closed. */
export class ClientConnection {
  /** As they were when it was made; the namespaces are those it has now. */
  settings: ClientSettings;
  readonly #manager: ClientManager;
  readonly #events: ConnectionEvents;
  readonly #sockets = new Map<string, ClientSocket>();
  readonly #stopListening: () => void;
  #isSessionOpen = false;
  #onSessionClosed: (() => void) | undefined;
  /** Events of the manager are our own doing. */
  #isMuted = false;

  constructor(settings: ClientSettings, manager: ClientManager, events: ConnectionEvents) {
    this.settings = settings;
    this.#manager = manager;
    this.#events = events;
    this.#stopListening = manager.tap.listen((record) => this.#onRecord(record));
    manager.on('open', () => this.#tell(() => events.onOpen()));
    manager.on('error', () => this.#tell(() => events.onError()));
    manager.on('close', (reason) => this.#tell(() => events.onClose(reason)));
    manager.on('reconnect_failed', () => this.#tell(() => events.onExhausted()));
    for (const { name, auth } of settings.namespaces) this.#add(name, auth);
  }

  /** Connects every namespace, and the session for them. */
  open(): void {
    for (const socket of this.#sockets.values()) socket.connect();
  }

  socket(namespace: string): ClientSocket | undefined {
    return this.#sockets.get(namespace);
  }

  /** Has it connected with the others, next time. What it sends with CONNECT may be new. */
  add(namespace: string, auth: AuthObject): ClientSocket {
    return this.#add(namespace, auth);
  }

  leave(namespace: string): void {
    const socket = this.#sockets.get(namespace);
    if (socket === undefined) return;
    this.#sockets.delete(namespace);
    socket.disconnect();
    socket.offAny();
  }

  /** Whether it tries again by itself when it is lost. */
  setReconnection(isOn: boolean): void {
    this.#manager.reconnection(isOn);
  }

  /** Ends what is under way, and tells nobody. */
  interrupt(): void {
    this.#quietly(() => this.#manager.disconnect());
  }

  /** Tries at once, rather than when the time has come. */
  retry(): void {
    this.interrupt();
    this.setReconnection(this.settings.reconnection.isOn);
    this.open();
  }

  /** Takes leave of every namespace; records come until the session has closed. */
  async close(): Promise<void> {
    this.#isMuted = true;
    for (const socket of this.#sockets.values()) {
      socket.offAny();
      socket.disconnect();
    }
    this.#manager.disconnect();
    if (this.#isSessionOpen) await this.#sessionClosed();
    this.#stopListening();
  }

  #add(namespace: string, auth: AuthObject): ClientSocket {
    const sent = authOf(auth, this.settings.auth);
    const known = this.#sockets.get(namespace);
    const socket = known ?? this.#manager.socket(namespace);
    socket.auth = sent;
    if (known !== undefined) return known;
    this.#sockets.set(namespace, socket);
    socket.onAny((event, ...args) => this.#events.onEvent(namespace, String(event), args));
    return socket;
  }

  #onRecord(record: TapRecord): void {
    if (record.type === 'session_open') this.#isSessionOpen = true;
    this.#events.onRecord(record);
    if (record.type !== 'session_close') return;
    this.#isSessionOpen = false;
    this.#onSessionClosed?.();
  }

  #sessionClosed(): Promise<void> {
    return new Promise((resolve) => {
      const impatience = setTimeout(resolve, CLOSE_GRACE_MS);
      this.#onSessionClosed = () => {
        clearTimeout(impatience);
        resolve();
      };
    });
  }

  #tell(event: () => void): void {
    if (!this.#isMuted) event();
  }

  #quietly(act: () => void): void {
    this.#isMuted = true;
    act();
    this.#isMuted = false;
  }
}
