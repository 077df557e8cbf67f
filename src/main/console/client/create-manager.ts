import type { Agent } from 'node:http';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { ContractError } from '../../../contract/frame.ts';
import { Manager } from '../../../core/client/index.ts';
import type { ClientManager } from './client-manager.ts';
import { certificatesOf, dialTarget, headersOf, pairsOf } from './dial-target.ts';
import { guardedMsgpack } from './guarded-msgpack.ts';

export interface ManagerOptions {
  /** Every packet's; `json` is Socket.IO's own. */
  readonly parser: 'json' | 'msgpack';
}

/** A manager of `core/client` that does as a person set it, and does not connect yet. Fails with `BAD_ADDRESS`, `BAD_CERTIFICATE`. */
export function createManager(settings: ClientSettings, { parser }: ManagerOptions = { parser: 'json' }): ClientManager {
  const { reconnection, tls } = settings;
  const certificates = certificatesOf(tls);
  if (dialTarget(settings).isSecure) requireReadable(certificates);
  return new Manager(settings.origin, {
    autoConnect: false,
    path: settings.path,
    query: pairsOf(settings.query),
    extraHeaders: headersOf(settings),
    transports: settings.transports,
    upgrade: settings.upgrade,
    tryAllTransports: settings.tryAllTransports,
    withCredentials: settings.keepCookies,
    protocolVersion: settings.revision,
    timeout: settings.timeoutMs,
    reconnection: reconnection.isOn,
    reconnectionAttempts: reconnection.attempts ?? Number.POSITIVE_INFINITY,
    reconnectionDelay: reconnection.delayMs,
    reconnectionDelayMax: reconnection.delayMaxMs,
    randomizationFactor: reconnection.randomizationFactor,
    rejectUnauthorized: tls.rejectUnauthorized,
    ...certificates,
    ...(parser === 'msgpack' ? { parser: guardedMsgpack } : {}),
    ...(settings.proxy === '' ? {} : { agent: proxyAgent(settings.proxy) }),
  });
}

/** Node would throw in the middle of an attempt. */
function requireReadable(certificates: SecureContextOptions): void {
  try {
    createSecureContext(certificates);
  } catch (error) {
    throw new ContractError('BAD_CERTIFICATE', `certificate or key can not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Tunnels polling and WebSocket alike; connections are kept for the next poll. */
function proxyAgent(proxy: string): Agent {
  return new HttpsProxyAgent(proxy, { keepAlive: true });
}
