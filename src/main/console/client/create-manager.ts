import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { Manager } from '../../../core/client/index.ts';
import type { ClientManager } from './client-manager.ts';
import { headersOf, pairsOf } from './dial-target.ts';

/** A manager of `core/client` that does as a person set it, and does not connect yet. */
export function createManager(settings: ClientSettings): ClientManager {
  const { reconnection, tls } = settings;
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
    ...(tls.ca === '' ? {} : { ca: tls.ca }),
    ...(tls.cert === '' ? {} : { cert: tls.cert }),
    ...(tls.key === '' ? {} : { key: tls.key }),
    ...(tls.passphrase === '' ? {} : { passphrase: tls.passphrase }),
    ...(settings.proxy === '' ? {} : { agent: proxyAgent(settings.proxy) }),
  });
}

/** Tunnels polling and WebSocket alike; connections are kept for the next poll. */
function proxyAgent(proxy: string): Agent {
  return new HttpsProxyAgent(proxy, { keepAlive: true });
}
