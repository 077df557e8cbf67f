// English is in the first chunk: it stands in where another language could not be loaded. Any other one is a chunk of its own.

import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../stores/settings.ts';
import type { Catalog } from './catalog.ts';
import { en } from './en.ts';

type Language = Settings['language'];

const LOAD: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Catalog>>> = {
  'zh-CN': async () => (await import('./zh-cn.ts')).zhCn,
};

/** `catalog`: that of the language, unless it is English. */
export function setUpI18n(language: Language, catalog: Catalog | null = null): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ...(catalog !== null && { [language]: { translation: catalog } }) },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnEmptyString: true,
    initAsync: false,
  });
  return instance;
}

/** `null` where there is nothing to load, or it could not be. */
export async function loadCatalog(language: Language): Promise<Catalog | null> {
  if (language === 'en') return null;
  return LOAD[language]().catch(() => null);
}

/** Words change once those of the language are there. */
export async function changeLanguage(instance: i18n, language: Language): Promise<void> {
  if (!instance.hasResourceBundle(language, 'translation')) {
    const catalog = await loadCatalog(language);
    if (catalog !== null) instance.addResourceBundle(language, 'translation', catalog);
  }
  await instance.changeLanguage(language);
}
