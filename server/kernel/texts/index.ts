import { AsyncLocalStorage } from 'node:async_hooks';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type i18n } from 'i18next';
import type { Language } from '../../../rules/types.ts';
import { changeTexts, inOwnWords, reword, type OwnWords } from './own-words.ts';

const server = path.resolve(import.meta.dirname, '../..');

type Texts = Record<string, unknown>;
const read = (file: string): Texts => JSON.parse(readFileSync(path.join(server, file), 'utf8')) as Texts;

const languages: readonly Language[] = ['ja', 'en'];
const options = {
  lng: 'ja',
  fallbackLng: 'ja',
  nsSeparator: ':',
  interpolation: { escapeValue: false }, // plain text and JSON, never HTML
};
const texts: i18n = createInstance();
await texts.init({ ...options, resources: {} });
for (const language of languages) {
  for (const file of globSync(`kernel/texts/${language}/*.json`, { cwd: server }))
    texts.addResourceBundle(language, path.basename(file, '.json'), read(file), true);
  // A kind's texts lie with it, whatever they are said about: its errors, its lines in the log, its items on the home page.
  for (const file of globSync(`kinds/*/texts/${language}.json`, { cwd: server }))
    for (const [section, ofKind] of Object.entries(read(file)))
      texts.addResourceBundle(language, section, ofKind, true);
}

/** A city's words, and the texts in them. */
type Own = { stored: string; words: OwnWords; texts: i18n };
const kept = new Map<string, Own>();
const mostKept = 100;

/** Whose words a request, an effect or a command speaks in: known once it is known who asks. */
const turns = new AsyncLocalStorage<{ own: Own | null }>();

/** Runs what may speak for a municipality: what `speakFor` says in it holds until its end, and nowhere else. */
export const inTurn = <T>(work: () => T): T => turns.run({ own: null }, work);

/** From here on this turn speaks in these words (`municipalities.own_words`; null: the product's). */
export function speakFor(stored: string | null): void {
  const turn = turns.getStore();
  if (turn) turn.own = stored === null ? null : ownOf(stored);
}

function ownOf(stored: string): Own {
  const known = kept.get(stored);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const words = JSON.parse(stored) as OwnWords;
  const own = { stored, words, texts: createInstance() };
  // With everything at hand it is ready at once.
  void own.texts.init({
    ...options,
    initAsync: false,
    resources: Object.fromEntries(
      languages.map((language) => [language, reword(texts.getDataByLanguage(language) ?? {}, language, words)]),
    ),
  });
  kept.set(stored, own);
  return own;
}

const spoken = (): Own | null => turns.getStore()?.own ?? null;

/** The words of this turn as they are stored: what is remembered of texts holds only for the same ones. */
export const wordsOfTurn = (): string | null => spoken()?.stored ?? null;

/** What a city keeps as data but the product wrote (an entry of a code list that was not renamed), in the words of this turn. */
export const ownText = (text: string, language: Language): string => {
  const own = spoken();
  return own ? inOwnWords(text, language, own.words) : text;
};

/** A form, rule set or workflow with those of its texts in the words of this turn that the product wrote. */
export const ownDefinition = <T>(body: T, isShipped: (text: string) => boolean): T => {
  const own = spoken();
  if (!own) return body;
  return changeTexts(body, (text, language) => (isShipped(text) ? inOwnWords(text, language, own.words) : text));
};

/**
 * The text `section.key`, with `{{param}}` filled in, in the words of this turn. It stands in `server/kernel/texts/LANGUAGE/section.json`, or, where it is a kind's,
 * under `section` in `server/kinds/KIND/texts/LANGUAGE.json`.
 */
export function say(language: Language, key: string, params: Record<string, unknown> = {}): string {
  const dot = key.indexOf('.');
  return (spoken()?.texts ?? texts).t(`${key.slice(0, dot)}:${key.slice(dot + 1)}`, { lng: language, ...params });
}

/** Is there such a text? */
export function hasText(key: string): boolean {
  const dot = key.indexOf('.');
  return texts.exists(`${key.slice(0, dot)}:${key.slice(dot + 1)}`, { lng: 'ja' });
}

/** Why something failed that nobody waited for, as it is stored: in words where there are some for the error's code (`failures.CODE`), else as it is. */
export const sayFailure = (language: Language, error: string): string =>
  /^\w+$/.test(error) && hasText(`failures.${error}`) ? say(language, `failures.${error}`) : error;
