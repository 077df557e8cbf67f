// One admin that speaks the superset: its commands, each checked, done and acknowledged, and what it looks at.

import { LimitError } from '../../errors.ts';
import type { AgentContext } from '../agent-context.ts';
import type { SocketLike } from '../server-like.ts';
import { type AdminUser, type AnyFeature, legacyFeatures } from '../users.ts';
import {
  X_FEATURES,
  X_VERSION,
  type XAnswer,
  type XAuditEntry,
  type XConfig,
  type XFeature,
  type XNamespaceChange,
  type XQuery,
  type XRefusal,
  type XSample,
} from '../wire.ts';
import { readAudit } from './cluster-audit.ts';
import { readWindow } from './cluster-rows.ts';
import { bulk, emit } from './commands.ts';
import type { XRow } from './local-rows.ts';
import { MAX_ACK_RECIPIENTS } from './messages.ts';
import { Outbox } from './outbox.ts';
import { MAX_WINDOW_ROWS, Refusal, readBulk, readCredits, readId, readMessage, readQuery, readTap } from './read-request.ts';
import { sessions } from './session-commands.ts';
import type { Superset } from './superset.ts';
import { MAX_TAPS } from './taps.ts';
import { MAX_WATCHES, Watches } from './watches.ts';

const EVERY_NAMESPACE: XQuery = {
  what: 'namespaces',
  where: {},
  sort: { by: 'createdAt', isDescending: false },
  offset: 0,
  limit: MAX_WINDOW_ROWS,
};

/** An object it answers is told beside `ok`. */
type Run = (args: readonly unknown[]) => unknown;

export class AdminSession {
  readonly context: AgentContext;
  readonly socket: SocketLike;
  readonly user: AdminUser;
  readonly superset: Superset;
  readonly outbox: Outbox;
  readonly #watches: Watches;
  #isAuditWanted = false;
  #areNamespacesWanted = false;

  constructor(superset: Superset, socket: SocketLike, user: AdminUser) {
    this.superset = superset;
    this.context = superset.context;
    this.socket = socket;
    this.user = user;
    this.outbox = new Outbox(socket);
    this.#watches = new Watches(this.context, this.outbox);
  }

  open(): void {
    const { taps } = this.superset;
    const { id } = this.socket;
    this.#answer('x_query', 'X_QUERY', ([query]) => readWindow(this.context, readQuery(query)));
    this.#answer('x_watch', 'X_WATCH', ([watchId, query]) => this.#watches.open(readId(watchId), readQuery(query)));
    this.#answer('x_unwatch', 'X_WATCH', ([watchId]) => this.#watches.close(readId(watchId)));
    this.#answer('x_tap', 'X_TAP', ([tapId, request]) => taps.open(id, this.outbox, readId(tapId), readTap(request)));
    this.#answer('x_credits', 'X_TAP', ([tapId, credits]) => taps.grant(id, readId(tapId), readCredits(credits)));
    this.#answer('x_untap', 'X_TAP', ([tapId]) => taps.close(id, readId(tapId)));
    this.#answer('x_metrics', 'X_METRICS', ([isOn]) => this.#watchSamples(isOn === true));
    this.#answer('x_emit', 'X_EMIT_ACK', ([message]) => emit(this, readMessage(message)));
    this.#answer('x_bulk', 'X_BULK', ([request]) => bulk(this, readBulk(request)));
    this.#answer('x_session', 'X_SESSION', ([request]) => sessions(this, request));
    this.#answer('x_audit', 'X_AUDIT', ([isOn]) => this.#watchAudit(isOn === true));
    this.#answer('x_nsp', 'X_NSP', ([isOn]) => this.#watchNamespaces(isOn === true));
    this.socket.emit('config', { supportedFeatures: this.#features(), x: this.#config() });
  }

  close(): void {
    this.#watches.closeAll();
    this.superset.taps.closeAllOf(this.socket.id);
    this.superset.messages.forget(this.socket.id);
    this.superset.samples.unwatch(this.#onSample);
    this.outbox.close();
  }

  /** What it did, or was refused. */
  readonly note = (action: string, target: string, outcome: XAuditEntry['outcome']): void => {
    const { address } = this.socket.handshake;
    this.context.audit({ user: this.user.name, address, action, target, outcome });
  };

  onAudit(entry: XAuditEntry): void {
    if (this.#isAuditWanted && !this.outbox.isFull) this.outbox.send('x_audit_entry', entry);
  }

  onNamespaces(change: XNamespaceChange): void {
    if (this.#areNamespacesWanted) this.outbox.send('x_namespaces', change);
  }

  /** A command without an acknowledgement is not answered, and not done. */
  #answer(command: string, feature: XFeature, run: Run): void {
    this.socket.on(command, (...args: unknown[]) => {
      const acknowledge: unknown = args.pop();
      if (typeof acknowledge === 'function') void this.#run(command, feature, run, args).then((answer) => void acknowledge(answer));
    });
  }

  async #run(command: string, feature: XFeature, run: Run, args: readonly unknown[]): Promise<XAnswer> {
    try {
      if (!this.user.features.has(feature)) {
        this.note(command, `without ${feature}`, 'refused');
        throw new Refusal('FORBIDDEN', `${this.user.name ?? 'this admin'} has no ${feature}`);
      }
      const answer = await run(args);
      return { ok: true, ...(typeof answer === 'object' ? answer : null) };
    } catch (error) {
      return refusalOf(error);
    }
  }

  #features(): readonly AnyFeature[] {
    return [...legacyFeatures(this.user), ...X_FEATURES.filter((feature) => this.user.features.has(feature))];
  }

  #config(): XConfig {
    const { name, role } = this.user;
    const limits = { windowRows: MAX_WINDOW_ROWS, watches: MAX_WATCHES, taps: MAX_TAPS, ackRecipients: MAX_ACK_RECIPIENTS };
    return {
      version: X_VERSION,
      role,
      user: name,
      nodeId: this.context.node.nodeId,
      mode: this.context.options.isDevelopment ? 'development' : 'production',
      limits,
    };
  }

  readonly #onSample = (sample: XSample): void => {
    if (!this.outbox.isFull) this.outbox.send('x_sample', sample);
  };

  #watchSamples(isOn: boolean): void {
    if (isOn) this.superset.samples.watch(this.#onSample);
    else this.superset.samples.unwatch(this.#onSample);
  }

  async #watchAudit(isOn: boolean): Promise<{ readonly entries: readonly XAuditEntry[] }> {
    this.#isAuditWanted = isOn;
    return { entries: isOn ? await readAudit(this.context) : [] };
  }

  async #watchNamespaces(isOn: boolean): Promise<{ readonly namespaces: readonly XRow[] }> {
    this.#areNamespacesWanted = isOn;
    return { namespaces: isOn ? (await readWindow(this.context, EVERY_NAMESPACE)).window.rows : [] };
  }
}

/** What is no refusal is a fault of ours or of the server's: the admin learns that it failed, and no more. */
function refusalOf(error: unknown): XRefusal {
  if (error instanceof Refusal) return { code: error.code, error: error.message };
  if (error instanceof LimitError) return { code: 'TOO_MANY', error: error.message };
  return { code: 'FAILED', error: 'the server failed to do it' };
}
