// In revision 4 a connection is in `/` without asking: the server says CONNECT by itself, once. Whoever wants `/` later is
// told what was said; only who has left it asks.

type State = 'awaited' | 'given' | 'left';

export class ImplicitRoot {
  #state: State = 'awaited';

  /** A new connection. */
  reset(): void {
    this.#state = 'awaited';
  }

  onConnect(): void {
    this.#state = 'given';
  }

  onDisconnect(): void {
    this.#state = 'left';
  }

  /** `wait`: the server will say it · `repeat`: it has · `ask`. */
  get next(): 'wait' | 'repeat' | 'ask' {
    if (this.#state === 'awaited') return 'wait';
    return this.#state === 'given' ? 'repeat' : 'ask';
  }
}
