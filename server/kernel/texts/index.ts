import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type i18n } from 'i18next';
import type { Language } from '../../../rules/types.ts';

const server = path.resolve(import.meta.dirname, '../..');

type Texts = Record<string, unknown>;
const read = (file: string): Texts => JSON.parse(readFileSync(path.join(server, file), 'utf8')) as Texts;

const texts: i18n = createInstance();
await texts.init({
  lng: 'ja',
  fallbackLng: 'ja',
  nsSeparator: ':',
  resources: {},
  interpolation: { escapeValue: false }, // plain text and JSON, never HTML
});
for (const language of ['ja', 'en']) {
  for (const file of globSync(`kernel/texts/${language}/*.json`, { cwd: server }))
    texts.addResourceBundle(language, path.basename(file, '.json'), read(file), true);
  // A kind's texts lie with it, whatever they are said about: its errors, its lines in the log, its items on the home page.
  for (const file of globSync(`kinds/*/texts/${language}.json`, { cwd: server }))
    for (const [section, ofKind] of Object.entries(read(file)))
      texts.addResourceBundle(language, section, ofKind, true);
}

/**
 * The text `section.key`, with `{{param}}` filled in. It stands in `server/kernel/texts/LANGUAGE/section.json`, or, where it is a kind's,
 * under `section` in `server/kinds/KIND/texts/LANGUAGE.json`.
 */
export function say(language: Language, key: string, params: Record<string, unknown> = {}): string {
  const dot = key.indexOf('.');
  return texts.t(`${key.slice(0, dot)}:${key.slice(dot + 1)}`, { lng: language, ...params });
}

/** Is there such a text? */
export function hasText(key: string): boolean {
  const dot = key.indexOf('.');
  return texts.exists(`${key.slice(0, dot)}:${key.slice(dot + 1)}`, { lng: 'ja' });
}
