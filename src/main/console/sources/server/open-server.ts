import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { ContractError } from '../../../../contract/frame.ts';
import type { ServerSettings } from '../../../../contract/server-settings.ts';
import { listen } from '../listen.ts';
import { plainRequests, requireFolder } from './plain-requests.ts';
import { type HolderOf, portInUse } from './port-in-use.ts';
import { connectRedis, type RedisLine } from './redis-line.ts';
import type { StartSettings } from './restart-reasons.ts';

/** What a server stands on: it listens, and nothing answers under its Socket.IO path yet. */
export interface OpenServer {
  readonly httpServer: HttpServer;
  readonly redis: RedisLine | null;
  /** Where clients connect. */
  readonly url: string;
  readonly started: StartSettings;
}

/**
 * `live` is asked for what holds at once. Fails with what `listen` does, with a `PORT_IN_USE` that names who has it, and with
 * `BAD_STATIC_FOLDER`, `BAD_CERTIFICATE`, `REDIS_UNREACHABLE`.
 */
export async function openServer(started: StartSettings, live: () => ServerSettings, holderOf: HolderOf): Promise<OpenServer> {
  const { host, port, settings } = started;
  await requireFolder(settings.staticFolder);
  const httpServer = createHttpServer(settings.tls, live);
  const redis = settings.adapter.type === 'redis' ? await connectRedis(settings.adapter.url) : null;
  try {
    const address = await listen(httpServer, host, port);
    return { httpServer, redis, url: urlOf(settings.tls.isOn, host, address.port), started };
  } catch (error) {
    redis?.close();
    if (error instanceof ContractError && error.code === 'PORT_IN_USE') throw await portInUse(host, port, holderOf);
    throw error;
  }
}

function createHttpServer({ isOn, cert, key, passphrase }: ServerSettings['tls'], live: () => ServerSettings): HttpServer {
  const answer = plainRequests(() => live().staticFolder);
  if (!isOn) return createServer(answer);
  if (cert.trim() === '' || key.trim() === '') throw new ContractError('BAD_CERTIFICATE', 'TLS needs a certificate and its key');
  try {
    return createHttpsServer({ cert, key, ...(passphrase !== '' && { passphrase }) }, answer);
  } catch (error) {
    throw new ContractError(
      'BAD_CERTIFICATE',
      `the certificate or its key can not be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Wildcard addresses are listened on, but not connected to. */
function urlOf(isSecure: boolean, host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${isSecure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
