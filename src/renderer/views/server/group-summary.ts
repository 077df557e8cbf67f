import type { TFunction } from 'i18next';
import { DEFAULT_SERVER_SETTINGS, type ServerSettings } from '../../../contract/server-settings.ts';
import { formatBytes, formatMs } from '../../i18n/format.ts';
import type { GroupName } from './group-names.ts';

/** What a group is set to, in one line; without a secret. */
export function groupSummary(t: TFunction, name: GroupName, settings: ServerSettings): string {
  switch (name) {
    case 'protocol':
      return [settings.path, settings.transports.join(', '), ...(settings.allowEIO3 ? ['EIO 3 + 4'] : ['EIO 4'])].join(' · ');
    case 'cors':
      return settings.cors.allow === 'list'
        ? t('server.corsCount', { count: settings.cors.origins.length })
        : t(`server.corsAllow.${settings.cors.allow}`);
    case 'timing':
      return timingSummary(t, settings);
    case 'recovery':
      return settings.recovery.isOn ? t('server.upTo', { duration: formatMs(settings.recovery.maxDisconnectionMs) }) : t('setting.off');
    case 'tls':
      return settings.tls.isOn ? t('setting.on') : t('setting.off');
    case 'files':
      return settings.staticFolder === '' ? t('setting.off') : settings.staticFolder;
    case 'token':
      return settings.token === '' ? t('setting.off') : t('server.needed');
    case 'adapter':
      return settings.adapter.type === 'memory' ? t('server.memory') : settings.adapter.url.replace(/^(rediss?:\/\/)[^/]*@/, '$1');
  }
}

function timingSummary(t: TFunction, { pingIntervalMs, pingTimeoutMs, maxHttpBufferSize, perMessageDeflate }: ServerSettings): string {
  const ping = t('server.pingSummary', { interval: formatMs(pingIntervalMs), timeout: formatMs(pingTimeoutMs) });
  const isSizeOwn = maxHttpBufferSize !== DEFAULT_SERVER_SETTINGS.maxHttpBufferSize;
  return [ping, ...(isSizeOwn ? [formatBytes(maxHttpBufferSize)] : []), ...(perMessageDeflate ? [t('server.deflate')] : [])].join(' · ');
}
