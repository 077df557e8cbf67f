import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../stores/settings.ts';
import { en } from './en.ts';
import { zhCn } from './zh-cn.ts';

/** Both catalogues are in the bundle: a change of language needs no loading. */
export function setUpI18n(language: Settings['language']): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnEmptyString: true,
    initAsync: false,
  });
  return instance;
}
