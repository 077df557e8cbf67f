export { LimitError, PatchbayError, TransportError, UsageError } from '../errors.ts';
export { type AdminAgent, instrument } from './agent.ts';
export type { BasicAuthentication, BasicUser, CustomAuthentication, CustomUser, InstrumentOptions, MetricsOptions } from './options.ts';
export { InMemoryStore } from './sessions/in-memory-store.ts';
export { type RedisClientLike, RedisStore, type RedisStoreOptions } from './sessions/redis-store.ts';
export type { OfficialStore, SessionLifetime, SessionRecord, SessionStore } from './sessions/session-store.ts';
export type { Role, UserRights } from './users.ts';
export type { Feature, XAuditEntry, XFeature } from './wire.ts';
