import { create } from 'zustand';
import type { ConnectionBatch, RepliesBatch } from '../../contract/client-rows.ts';
import type { ClientSettings } from '../../contract/client-settings.ts';

interface ConnectionState {
  /** `null` before the first batch. */
  readonly connection: ConnectionBatch | null;
  readonly replies: RepliesBatch | null;
}

const EMPTY: ConnectionState = { connection: null, replies: null };

/** The connection of the selected source, where it has one. */
export const useConnection = create<ConnectionState>()(() => EMPTY);

export function applyConnection(connection: ConnectionBatch): void {
  useConnection.setState({ connection });
}

export function applyReplies(replies: RepliesBatch): void {
  useConnection.setState({ replies });
}

/** What the console has just taken; its next batch says so, too. */
export function applySettings(settings: ClientSettings): void {
  useConnection.setState(({ connection }) => (connection === null ? {} : { connection: { ...connection, settings } }));
}

export function clearConnection(): void {
  useConnection.setState(EMPTY);
}

/** Namespaces over which something can be sent now. */
export function connectedNamespaces(connection: ConnectionBatch | null): readonly string[] {
  return (connection?.namespaces ?? []).filter(({ state }) => state === 'connected').map(({ name }) => name);
}
