import i18n from 'i18next';
import { useEffect } from 'react';
import { initReactI18next } from 'react-i18next';
import { reword, type OwnWords } from '../../server/kernel/texts/own-words.ts';

export type Language = 'ja' | 'en';
type Texts = Record<string, unknown>;

const japanese = import.meta.glob<Texts>(
  [
    '../texts/ja/*.json',
    '!../texts/ja/{builder,lifecycles,offline}.json',
    '!../texts/ja/{bundles,findings,help,imports,lists,meetings,people,proposals,referrals,register-studio,registers,retention,rules,settings,tasks,year}.json',
  ],
  { eager: true, import: 'default' },
);
const english = import.meta.glob<Texts>('../texts/en/*.json', { import: 'default' });
const store = 'sasaeai.language';

/** Texts as the product has them, by language and namespace; English once it was asked for. */
const shipped: Record<Language, Record<string, Texts>> = {
  ja: Object.fromEntries(Object.entries(japanese).map(([path, texts]) => [toNamespace(path), texts])),
  en: {},
};
/** What the texts are said in now: a city's words as JSON. */
let spoken = '';
let drawn = '';

/** Each file `texts/{ja,en}/<noun>.json` is the namespace `<noun>`. Japanese is there at once (but what `builder-texts.ts`, `later-texts.ts`, `lifecycle-texts.ts` and `offline-texts.ts` bring), English when asked for. */
export async function startTexts(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'ja',
    fallbackLng: 'ja',
    defaultNS: 'common',
    resources: { ja: shipped.ja },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await setLanguage(localStorage.getItem(store) === 'en' ? 'en' : 'ja');
}

/** Switches the language of every text, of `<html lang>` and of what the server is asked for. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18n.hasResourceBundle('en', 'common')) {
    await Promise.all(
      Object.entries(english).map(async ([path, load]) => {
        shipped.en[toNamespace(path)] = await load();
      }),
    );
    put('en');
  }
  await i18n.changeLanguage(language);
  localStorage.setItem(store, language);
  document.documentElement.lang = language;
}

/** Japanese texts that come later, with the page that says them. */
export function addTexts(namespace: string, texts: Texts): void {
  shipped.ja[namespace] = texts;
  put('ja');
}

/** Says every text in the city's words from here on, what is drawn already too; before the city is known, in the last one's. */
export function useOwnWords(words: OwnWords | undefined): void {
  const own = words && JSON.stringify(words);
  // While this is drawn, because what lies below it is drawn next.
  if (own !== undefined) speakIn(own);
  useEffect(() => {
    if (own === undefined || drawn === own) return;
    drawn = own;
    i18n.emit('languageChanged', i18n.language);
  }, [own]);
}

function speakIn(own: string): void {
  if (own === spoken) return;
  spoken = own;
  put('ja');
  put('en');
}

function put(language: Language): void {
  for (const [namespace, texts] of Object.entries(shipped[language])) {
    // Where a city chooses its words, the product's are named.
    const own =
      spoken === '' || namespace === 'words' ? texts : reword(texts, language, JSON.parse(spoken) as OwnWords);
    i18n.addResourceBundle(language, namespace, own, false, true);
  }
}

function toNamespace(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
}
