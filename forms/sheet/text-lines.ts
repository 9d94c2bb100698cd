import { changeAt, readChoices, setWords, wordsOf } from '../edit.ts';
import { allItems, outlineOf } from '../outline.ts';
import { formLanguages, type FieldTexts, type Form, type FormLanguage } from '../types.ts';

/** One text of a form in all its languages. */
export type TextLine = {
  /** `name`, `description`, `submit` of the form; of a field its path. */
  path: string | null;
  part: 'name' | 'description' | 'submit' | 'title' | 'help' | 'placeholder' | 'choice';
  /** Of a choice its value. */
  value?: string;
  texts: Record<FormLanguage, string>;
};

const ofForm = ['name', 'description', 'submit'] as const;
const ofField = ['title', 'help', 'placeholder'] as const;

/** All texts of a form side by side, in its own order; those that no language has are left out, but titles. */
export function listTexts(form: Form): TextLine[] {
  const inAll = (say: (language: FormLanguage) => string | undefined): TextLine['texts'] => ({
    ja: say('ja') ?? '',
    en: say('en') ?? '',
    easy: say('easy') ?? '',
  });
  const lines: TextLine[] = ofForm.map((part) => ({
    path: null,
    part,
    texts: inAll((language) => form.texts[language]?.[part]),
  }));
  for (const { path } of allItems(outlineOf(form))) {
    for (const part of ofField)
      lines.push({ path, part, texts: inAll((language) => wordsOf(form, path, language)[part]) });
    const worded = formLanguages.flatMap((language) => Object.keys(wordsOf(form, path, language).choices ?? {}));
    const values = new Set([...(readChoices(form, path) ?? []).map(({ value }) => value), ...worded]);
    for (const value of values)
      lines.push({
        path,
        part: 'choice',
        value,
        texts: inAll((language) => {
          const choices: FieldTexts['choices'] = wordsOf(form, path, language).choices ?? {};
          return Object.hasOwn(choices, value) ? choices[value] : undefined;
        }),
      });
  }
  return lines.filter(
    ({ part, texts }) => part === 'name' || part === 'title' || part === 'choice' || Object.values(texts).some(Boolean),
  );
}

/** How many texts a language lacks that Japanese has (of Japanese itself: titles and choices without words). */
export const countMissing = (lines: readonly TextLine[], language: FormLanguage): number =>
  lines.filter(({ part, texts }) =>
    language === 'ja'
      ? texts.ja === '' && (part === 'name' || part === 'title' || part === 'choice')
      : texts.ja !== '' && texts[language] === '',
  ).length;

/** A form with one of its texts in one language another. An empty one is no more there, but for Japanese names and titles. */
export function setText(form: Form, { path, part, value }: TextLine, language: FormLanguage, text: string): Form {
  if (path === null) {
    const keeps = text !== '' || (part === 'name' && language !== 'easy');
    const begun =
      form.texts[language] === undefined && keeps
        ? changeAt(form, ['texts', language], () => ({
            ...(language === 'en' && { name: form.texts.ja.name }),
            fields: {},
          }))
        : form;
    return changeAt(begun, ['texts', language, part], () => (keeps ? text : undefined));
  }
  if (part === 'choice') {
    const before: Record<string, string> = wordsOf(form, path, language).choices ?? {};
    const { [value ?? '']: _, ...others } = before;
    const next = text === '' ? others : { ...before, [value ?? '']: text };
    return Object.keys(next).length > 0
      ? setWords(form, path, language, { choices: next })
      : changeAt(form, ['texts', language, 'fields', path, 'choices'], () => undefined);
  }
  return setWords(form, path, language, { [part]: text });
}
