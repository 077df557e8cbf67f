export { Adapter, type BroadcastFlags, type BroadcastOptions, type BroadcastPacket, type Room, type SocketId } from '../server/adapter.ts';
export type { RecoverableSession, RestoredSession } from '../server/namespace.ts';
export { SessionAwareAdapter } from '../server/session-aware-adapter.ts';
export { ClusterAdapter, type ClusterOptions } from './cluster/cluster-adapter.ts';
export { type ClusterAdapterOptions, ClusterAdapterWithHeartbeat } from './cluster/cluster-adapter-with-heartbeat.ts';
export { ClusterError } from './cluster/cluster-error.ts';
export { type ClusterMessage, type ClusterResponse, MessageType, type Offset, type ServerId } from './cluster/message.ts';
