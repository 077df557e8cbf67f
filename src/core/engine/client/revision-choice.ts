// Which revision of Engine.IO is spoken. `auto` asks for 4 and looks at what comes:
//
//   the first payload of polling   0{"sid":…   is revision 4;  97:0{"sid":…   revision 3, which asks for no number
//   over WebSocket                 "maxPayload" in the handshake, or a ping: revision 4
//                                  a message before the client's first: revision 3, whose servers say CONNECT unasked
//                                  neither, for a while: revision 4
//
// A session of revision 3 that was asked for as 4 is one all the same, so it is kept.

import type { Revision } from '../codec.ts';
import type { EnginePacket } from '../packet.ts';
import type { HandshakeData } from './handshake-data.ts';
import type { RevisionReason } from './stages.ts';
import type { Timers } from './timers.ts';

/** Servers of revision 3 say CONNECT in the tick of the handshake, or when their middlewares are done. */
const SILENCE_MS = 250;

export class RevisionChoice {
  /** What the option says. */
  readonly asked: Revision | 'auto';
  /** What requests say. */
  requested: Revision;
  current: Revision;
  readonly #timers: Timers;
  readonly #onChosen: (revision: Revision, reason: RevisionReason) => void;
  #isOpenToRevision3: boolean;
  #timer: NodeJS.Timeout | undefined;
  #onDecided: (() => void) | undefined;

  constructor(asked: Revision | 'auto', timers: Timers, onChosen: (revision: Revision, reason: RevisionReason) => void) {
    this.asked = asked;
    this.current = asked === 3 ? 3 : 4;
    this.requested = this.current;
    this.#isOpenToRevision3 = asked === 'auto';
    this.#timers = timers;
    this.#onChosen = onChosen;
  }

  /** Returns whether it is revision 3 from now on. */
  revise(revision: 3, reason: RevisionReason): boolean {
    if (!this.#isOpenToRevision3) return false;
    this.#isOpenToRevision3 = false;
    this.current = revision;
    this.#onChosen(revision, reason);
    this.#decide();
    return true;
  }

  /** The server refused 4: whether 3 is worth asking for. */
  fallBack(): boolean {
    if (!this.#isOpenToRevision3) return false;
    this.requested = 3;
    return this.revise(3, 'refusal');
  }

  /** `onDecided` is called when the revision is known, which may be at once. */
  onHandshake(transport: string, { maxPayload }: HandshakeData, onDecided: () => void): void {
    this.#onDecided = onDecided;
    if (!this.#isOpenToRevision3) this.#decide();
    else if (transport !== 'websocket') this.#isRevision4('payload');
    else if (maxPayload !== undefined) this.#isRevision4('maxPayload');
    else this.#timer = this.#timers.set(() => this.#assumeRevision4(), SILENCE_MS);
  }

  /** Each packet; before the decision it makes it. */
  onPacket({ type }: EnginePacket): void {
    if (this.#timer === undefined) return;
    if (type === 'message') this.revise(3, 'message');
    else if (type === 'ping') this.#isRevision4('silence');
  }

  stop(): void {
    this.#timers.clear(this.#timer);
    this.#timer = undefined;
    this.#onDecided = undefined;
  }

  #isRevision4(reason: RevisionReason): void {
    this.#isOpenToRevision3 = false;
    this.#onChosen(4, reason);
    this.#decide();
  }

  /** It may still turn out to be wrong: a middleware took its time. */
  #assumeRevision4(): void {
    this.#onChosen(4, 'silence');
    this.#decide();
  }

  #decide(): void {
    this.#timers.clear(this.#timer);
    this.#timer = undefined;
    const onDecided = this.#onDecided;
    this.#onDecided = undefined;
    onDecided?.();
  }
}
