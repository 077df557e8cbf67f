import type { CorsOptions } from 'cors';
import type { ServerSettings } from '../../../../contract/server-settings.ts';
import type { ServerOptions } from '../../../../core/server/index.ts';

/** The options of the core's server. `live` is asked for what holds at once, each time it is needed. */
export function coreOptions(settings: ServerSettings, live: () => ServerSettings, adapter: ServerOptions['adapter'] | null): Partial<ServerOptions> {
  const { recovery } = settings;
  return {
    path: settings.path,
    transports: [...settings.transports],
    allowEIO3: settings.allowEIO3,
    cors: (_request, done) => done(null, corsOptions(live().cors)),
    pingInterval: settings.pingIntervalMs,
    pingTimeout: settings.pingTimeoutMs,
    connectTimeout: settings.connectTimeoutMs,
    upgradeTimeout: settings.upgradeTimeoutMs,
    maxHttpBufferSize: settings.maxHttpBufferSize,
    perMessageDeflate: settings.perMessageDeflate,
    // The adapter over Redis keeps no sessions: with it nobody is recovered.
    ...(recovery.isOn &&
      adapter === null && {
        connectionStateRecovery: { maxDisconnectionDuration: recovery.maxDisconnectionMs, skipMiddlewares: recovery.skipMiddlewares },
      }),
    ...(adapter !== null && { adapter }),
  };
}

function corsOptions({ allow, origins, credentials }: ServerSettings['cors']): CorsOptions {
  switch (allow) {
    case 'any':
      return { origin: true, credentials };
    case 'list':
      return { origin: [...origins], credentials };
    case 'none':
      return { origin: false };
  }
}
