import type { AdminPeer, MissingCapability, MissingReason } from '../../../contract/admin-rows.ts';
import type { Capability } from '../../../contract/rows.ts';
import type { XFeature } from '../../../core/admin/wire.ts';
import type { ToldConfig } from './told.ts';
import { peerOf, type ToldXConfig } from './told-superset.ts';

/** What a server lets this admin see and do, and why not the rest. */
export interface Rights {
  readonly peer: AdminPeer | null;
  readonly capabilities: ReadonlySet<Capability>;
  readonly missing: readonly MissingCapability[];
  /** One command can mean many sockets: not so in Socket.IO 3. */
  readonly takesMany: boolean;
}

/** Of whoever administers a server, whatever that says. */
const ALWAYS: readonly Capability[] = ['start', 'connection', 'admin', 'nodes', 'metrics'];
const SEEN: readonly Capability[] = ['sockets', 'rooms', 'traffic', 'handshake'];
const COMMANDS = [
  ['emit', 'EMIT'],
  ['join', 'JOIN'],
  ['leave', 'LEAVE'],
  ['disconnect', 'DISCONNECT'],
] as const satisfies readonly (readonly [Capability, string])[];
const MANY = ['MJOIN', 'MLEAVE', 'MDISCONNECT'];
/** The official protocol has no words for these. */
const UNSPOKEN: readonly Capability[] = ['ack', 'flags', 'counters', 'process', 'audit'];

/** By the official protocol; `null`: the server has not said yet. */
export function officialRights(config: ToldConfig | null): Rights {
  const capabilities = new Set(ALWAYS);
  const missing: MissingCapability[] = UNSPOKEN.map((capability) => ({ capability, reason: 'protocol' }));
  const decide = (capability: Capability, has: boolean, reason: MissingReason): void => {
    if (has) capabilities.add(capability);
    else missing.push({ capability, reason });
  };
  const features = new Set(config?.features);
  const isDevelopment = features.has('ALL_EVENTS');
  for (const capability of SEEN) decide(capability, isDevelopment, config === null ? 'waiting' : 'production');
  // What was told is in the console.
  if (isDevelopment) capabilities.add('filter');
  const why = config === null ? 'waiting' : COMMANDS.some(([, feature]) => features.has(feature)) ? 'role' : 'readonly';
  for (const [capability, feature] of COMMANDS) decide(capability, features.has(feature), why);
  const takesMany = MANY.some((feature) => features.has(feature));
  decide(
    'bulk',
    MANY.every((feature) => features.has(feature)),
    // Who is not given what Socket.IO 3 has is kept from it.
    !takesMany && COMMANDS.every(([, feature]) => features.has(feature)) ? 'old' : why,
  );
  const peer = config === null ? null : officialPeer(config, isDevelopment);
  return { peer, capabilities, missing, takesMany };
}

function officialPeer({ features }: ToldConfig, isDevelopment: boolean): AdminPeer {
  return { kind: 'official', mode: isDevelopment ? 'development' : 'production', features, role: null, user: null };
}

/** What a feature of the superset is for. `changes`: not on a server where nothing is to be changed. */
const SUPERSET = [
  { feature: 'X_QUERY', capabilities: ['sockets', 'rooms', 'handshake'], changes: false },
  { feature: 'X_TAP', capabilities: ['traffic'], changes: false },
  { feature: 'X_METRICS', capabilities: ['nodes', 'metrics', 'process'], changes: false },
  { feature: 'X_AUDIT', capabilities: ['audit'], changes: false },
  { feature: 'X_EMIT_ACK', capabilities: ['emit', 'ack', 'flags'], changes: true },
  { feature: 'X_BULK', capabilities: ['join', 'leave', 'disconnect', 'bulk'], changes: true },
] as const satisfies readonly { readonly feature: XFeature; readonly capabilities: readonly Capability[]; readonly changes: boolean }[];

/** What the official commands are enough for, which need rows to find out whom they are to name. */
const OFFICIAL: Partial<Record<Capability, readonly string[]>> = {
  ...Object.fromEntries(COMMANDS.map(([of, feature]) => [of, [feature]])),
  bulk: MANY,
};

/** By the superset. `isCounted`: whether the server counts the packets of each socket; `null`: no row has told yet. */
export function supersetRights({ features }: ToldConfig, x: ToldXConfig, isCounted: boolean | null): Rights {
  const has = new Set(features);
  const capabilities = new Set<Capability>(['start', 'connection', 'admin']);
  const missing: MissingCapability[] = [];
  for (const { feature, capabilities: given, changes } of SUPERSET) {
    for (const capability of given) {
      const official = has.has('X_QUERY') ? OFFICIAL[capability] : undefined;
      if (has.has(feature) || official?.every((each) => has.has(each)) === true) capabilities.add(capability);
      // Whoever may do everything is kept from it by the server.
      else missing.push({ capability, reason: changes && x.role === 'admin' ? 'readonly' : 'role' });
    }
  }
  if (isCounted === true) capabilities.add('counters');
  else missing.push({ capability: 'counters', reason: isCounted === null ? 'waiting' : 'protocol' });
  return { peer: peerOf(x, features), capabilities, missing, takesMany: true };
}
