import { readdirSync, readFileSync } from 'node:fs';
import { createInstance, type i18n } from 'i18next';
import type { Language } from '../../../rules/types.ts';

const folder = new URL('./', import.meta.url);

const read = (language: Language) =>
  Object.fromEntries(
    readdirSync(new URL(`${language}/`, folder))
      .filter((file) => file.endsWith('.json'))
      .map((file) => [
        file.slice(0, -'.json'.length),
        JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8')) as Record<string, unknown>,
      ]),
  );

const texts: i18n = createInstance();
await texts.init({
  lng: 'ja',
  fallbackLng: 'ja',
  nsSeparator: ':',
  resources: { ja: read('ja'), en: read('en') },
  interpolation: { escapeValue: false }, // plain text and JSON, never HTML
});

/** The text `noun.key` of `server/kernel/texts/LANGUAGE/noun.json`, with `{{param}}` filled in. */
export function say(language: Language, key: string, params: Record<string, unknown> = {}): string {
  const dot = key.indexOf('.');
  return texts.t(`${key.slice(0, dot)}:${key.slice(dot + 1)}`, { lng: language, ...params });
}

/** Is there such a text? */
export function hasText(key: string): boolean {
  const dot = key.indexOf('.');
  return texts.exists(`${key.slice(0, dot)}:${key.slice(dot + 1)}`, { lng: 'ja' });
}
