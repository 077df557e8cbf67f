import { createContext, useContext } from 'react';
import { create } from 'zustand';
import type { Client } from '../../contract/client.ts';
import type { HostFacts } from '../connect.ts';
import type { LinkStatus } from '../lasting-client.ts';
import type { ShellBridge } from '../shell-bridge.ts';

interface LinkState {
  readonly status: LinkStatus;
  /** When the status began: stale data says since when it is stale. */
  readonly since: number;
}

export const useLink = create<LinkState>()(() => ({ status: 'connecting', since: Date.now() }));

export function setLinkStatus(status: LinkStatus): void {
  if (useLink.getState().status !== status) useLink.setState({ status, since: Date.now() });
}

/** What the whole page needs and never changes while it lives. */
export interface Environment {
  readonly client: Client;
  readonly hostFacts: HostFacts | null;
  /** `null` in a browser. */
  readonly shell: ShellBridge | null;
}

export const EnvironmentContext = createContext<Environment | null>(null);

export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext);
  if (environment === null) throw new Error('there is no EnvironmentContext above this component');
  return environment;
}

export function useClient(): Client {
  return useEnvironment().client;
}
