import type { FormChange } from '../../forms/changes.ts';
import { fieldWords, listFields } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { isObject, writeValue } from '../../forms/walk.ts';
import type { Language } from '../../rules/types.ts';
import { say } from '../kernel/texts/index.ts';

/** What people call a field, with the group or list that it stands in: 「家族の氏名」. The first form that has words for it counts. */
export function sayField(forms: readonly Form[], path: string, language: Language): string {
  const parts = path.split('.').map((_part, index, all) => all.slice(0, index + 1).join('.'));
  const words = parts.map((part) => {
    const named = part.replace(/(\[\])+$/, '');
    for (const form of forms) {
      const { title } = fieldWords(form, named, language);
      if (title !== undefined) return title;
    }
    return named.slice(named.lastIndexOf('.') + 1);
  });
  return words.join(say(language, 'changes.of'));
}

/** One value of a field in words: chosen words of the first form that lists it, else as it was typed. */
export function sayChoice(forms: readonly Form[], path: string, value: unknown, language: Language): string {
  for (const form of forms) {
    const known = listFields(form)
      .find((field) => field.path === path)
      ?.choices?.find((choice) => choice.value === writeValue(value));
    if (known) return known.text[language] ?? known.text.ja;
  }
  return writeValue(value);
}

/** A change of a form in words. `forms`: the new version and the old one. */
export function sayChange(forms: readonly Form[], change: FormChange, language: Language): string {
  const { kind, path, choices = [] } = change;
  const unit = (value: unknown): string =>
    value === undefined || isObject(value) ? say(language, 'changes.noUnit') : writeValue(value);
  const params = {
    field: path === '' ? '' : sayField(forms, path, language),
    choices: choices
      .map((choice) => say(language, 'changes.choice', { choice: sayChoice(forms, path, choice, language) }))
      .join(''),
    before: kind === 'unit' ? unit(change.before) : writeValue(change.before ?? ''),
    after: kind === 'unit' ? unit(change.after) : writeValue(change.after ?? ''),
  };
  const renamed = kind === 'words' && change.before !== undefined && change.after !== undefined;
  return say(language, `changes.${path === '' ? 'form' : 'field'}.${renamed ? 'renamed' : kind}`, params);
}
