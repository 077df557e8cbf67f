import type { TFunction } from 'i18next';
import { type ClientSettings, DEFAULT_CLIENT_SETTINGS, type Pair } from '../../../contract/client-settings.ts';
import { formatMs } from '../../i18n/format.ts';
import type { SettingName } from './setting-names.ts';

export interface SettingSummary {
  /** Empty: as it is by itself. */
  readonly text: string;
  readonly isWarning?: boolean;
}

/** What a setting is set to, in a word or two; `chosenRevision` is what auto has found out. */
export function summaryOf(t: TFunction, name: Exclude<SettingName, 'path'>, settings: ClientSettings, chosenRevision: 3 | 4 | null): SettingSummary {
  switch (name) {
    case 'query':
    case 'headers':
    case 'cookies':
      return pairsSummary(settings[name]);
    case 'auth':
      return { text: settings.auth === null ? '' : String(Object.keys(settings.auth).length) };
    case 'transports':
      return { text: settings.transports.join(', ') };
    case 'protocol':
      return { text: protocolText(t, settings.revision, chosenRevision) };
    case 'tls':
      return tlsSummary(t, settings.tls);
    case 'proxy':
      return proxySummary(t, settings.proxy);
    case 'reconnection':
      return { text: settings.reconnection.isOn ? t('setting.on') : t('setting.off') };
    case 'timing':
      return { text: settings.timeoutMs === DEFAULT_CLIENT_SETTINGS.timeoutMs ? '' : formatMs(settings.timeoutMs) };
  }
}

function protocolText(t: TFunction, revision: ClientSettings['revision'], chosen: 3 | 4 | null): string {
  if (revision !== 'auto') return String(revision);
  return chosen === null ? t('setting.auto') : t('setting.autoChose', { revision: chosen });
}

export function pairsSummary(pairs: readonly Pair[]): SettingSummary {
  const on = pairs.filter(({ isOn }) => isOn).length;
  return { text: on === 0 ? '' : String(on) };
}

export function tlsSummary(t: TFunction, { rejectUnauthorized, ca, cert }: ClientSettings['tls']): SettingSummary {
  if (!rejectUnauthorized) return { text: t('setting.unverified'), isWarning: true };
  return { text: ca === '' && cert === '' ? '' : t('setting.set') };
}

/** Without the credentials in it. */
export function proxySummary(t: TFunction, proxy: string): SettingSummary {
  return { text: proxy === '' ? t('setting.off') : proxy.replace(/^https?:\/\/(?:[^@]*@)?/, '') };
}
