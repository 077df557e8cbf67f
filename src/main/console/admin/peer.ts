import type { AdminPeer, MissingCapability, MissingReason } from '../../../contract/admin-rows.ts';
import type { Capability } from '../../../contract/rows.ts';
import type { ToldConfig } from './told.ts';

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
  const why = config === null ? 'waiting' : COMMANDS.some(([, feature]) => features.has(feature)) ? 'role' : 'readonly';
  for (const [capability, feature] of COMMANDS) decide(capability, features.has(feature), why);
  const takesMany = MANY.some((feature) => features.has(feature));
  decide(
    'bulk',
    MANY.every((feature) => features.has(feature)),
    why === 'role' && !takesMany ? 'old' : why,
  );
  const peer = config === null ? null : peerOf(config, isDevelopment);
  return { peer, capabilities, missing, takesMany };
}

function peerOf({ features }: ToldConfig, isDevelopment: boolean): AdminPeer {
  return { kind: 'official', mode: isDevelopment ? 'development' : 'production', features, role: null, user: null };
}
