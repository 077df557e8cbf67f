import type { TFunction } from 'i18next';
import type { Advice } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { SettingName } from './setting-names.ts';

/** One thing to try, as a button. */
export interface Remedy {
  readonly id: string;
  readonly label: string;
  readonly action:
    | { readonly type: 'doctor' | 'retry' | 'url' }
    | { readonly type: 'open'; readonly setting: SettingName }
    | { readonly type: 'change'; readonly change: Partial<ClientSettings> };
}

type RemedyName =
  | 'doctor'
  | 'retry'
  | 'url'
  | 'path'
  | 'tls'
  | 'proxy'
  | 'headers'
  | 'auth'
  | 'transports'
  | 'timing'
  | 'reconnection'
  | 'revisionAuto'
  | 'websocketOnly'
  | 'pollingOnly'
  | 'useHttp';

const REMEDIES: Readonly<Record<Advice, readonly RemedyName[]>> = {
  HOST_UNKNOWN: ['url', 'doctor'],
  NOBODY_LISTENS: ['retry', 'doctor'],
  UNREACHABLE: ['retry', 'doctor'],
  PROXY_FAILED: ['proxy'],
  PROXY_AUTH: ['proxy'],
  CERTIFICATE_UNTRUSTED: ['tls'],
  CERTIFICATE_EXPIRED: ['tls'],
  CERTIFICATE_NAME: ['url', 'tls'],
  CLIENT_CERTIFICATE: ['tls'],
  TLS_TO_PLAIN: ['useHttp'],
  PLAIN_TO_TLS: ['useHttp'],
  TLS_FAILED: ['tls', 'doctor'],
  WRONG_PATH: ['doctor', 'path'],
  NOT_ENGINE_IO: ['doctor', 'url'],
  REVISION_REFUSED: ['revisionAuto', 'doctor'],
  TRANSPORT_UNKNOWN: ['transports', 'doctor'],
  SESSION_UNKNOWN: ['doctor', 'websocketOnly'],
  BAD_HANDSHAKE_METHOD: ['doctor', 'websocketOnly'],
  BAD_REQUEST: ['revisionAuto', 'doctor'],
  FORBIDDEN: ['headers', 'auth'],
  RATE_LIMITED: ['reconnection', 'retry'],
  REDIRECTED: ['url', 'doctor'],
  SERVER_ERROR: ['retry', 'doctor'],
  WEBSOCKET_BLOCKED: ['pollingOnly', 'doctor'],
  NAMESPACE_UNKNOWN: ['url', 'doctor'],
  NAMESPACE_REFUSED: ['auth'],
  SERVER_GONE: ['retry', 'doctor'],
  TIMED_OUT: ['doctor', 'timing'],
  UNSUPPORTED_TRANSPORT: ['transports'],
  UNKNOWN: ['doctor'],
};

/** At most two; what is set so already is no remedy. */
export function remediesFor(t: TFunction, advice: Advice, settings: ClientSettings): readonly Remedy[] {
  return REMEDIES[advice].map((name) => remedyOf(t, name, settings)).filter((remedy) => remedy !== null);
}

/** After auto has found out: saves the failed attempt from now on. */
export function keepRevision(t: TFunction, revision: 3 | 4): Remedy {
  return { id: `revision${revision}`, label: t(`remedies.revision${revision}`), action: { type: 'change', change: { revision } } };
}

function remedyOf(t: TFunction, name: RemedyName, settings: ClientSettings): Remedy | null {
  const label = name === 'useHttp' ? '' : t(`remedies.${name}`);
  switch (name) {
    case 'doctor':
    case 'retry':
    case 'url':
      return { id: name, label, action: { type: name } };
    case 'revisionAuto':
      return settings.revision === 'auto' ? null : { id: name, label, action: { type: 'change', change: { revision: 'auto' } } };
    case 'websocketOnly':
      return only(name, label, settings, 'websocket');
    case 'pollingOnly':
      return only(name, label, settings, 'polling');
    case 'useHttp': {
      const scheme = { http: 'https', https: 'http', ws: 'wss', wss: 'ws' }[settings.origin.split(':', 1)[0] ?? ''] ?? 'https';
      const origin = settings.origin.replace(/^[a-z]+/, scheme);
      return { id: name, label: t('remedies.useHttp', { scheme }), action: { type: 'change', change: { origin } } };
    }
    default:
      return { id: name, label, action: { type: 'open', setting: name } };
  }
}

function only(id: string, label: string, { transports }: ClientSettings, transport: 'polling' | 'websocket'): Remedy | null {
  const isSo = transports.length === 1 && transports[0] === transport;
  return isSo ? null : { id, label, action: { type: 'change', change: { transports: [transport] } } };
}
