import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'ja' | 'en';
type Texts = Record<string, unknown>;

const japanese = import.meta.glob<Texts>('../texts/ja/*.json', { eager: true, import: 'default' });
const english = import.meta.glob<Texts>('../texts/en/*.json', { import: 'default' });
const store = 'sasaeai.language';

/** Each file `texts/{ja,en}/<noun>.json` is the namespace `<noun>`. Japanese is there at once, English when asked for. */
export async function startTexts(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'ja',
    fallbackLng: 'ja',
    defaultNS: 'common',
    resources: { ja: Object.fromEntries(Object.entries(japanese).map(([path, texts]) => [toNamespace(path), texts])) },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await setLanguage(localStorage.getItem(store) === 'en' ? 'en' : 'ja');
}

/** Switches the language of every text, of `<html lang>` and of what the server is asked for. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18n.hasResourceBundle('en', 'common')) {
    await Promise.all(
      Object.entries(english).map(async ([path, load]) =>
        i18n.addResourceBundle('en', toNamespace(path), await load()),
      ),
    );
  }
  await i18n.changeLanguage(language);
  localStorage.setItem(store, language);
  document.documentElement.lang = language;
}

function toNamespace(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
}
