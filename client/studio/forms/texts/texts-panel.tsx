import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countMissing, listTexts, setText, type TextLine } from '../../../../forms/sheet/text-lines.ts';
import { formLanguages, type Form, type FormLanguage } from '../../../../forms/types.ts';
import { Checkbox } from '../../../components/choice-group.tsx';
import { TextArea, TextField } from '../../../components/text-field.tsx';
import { useTitleOf, type Edit } from '../words.ts';

const long = new Set<TextLine['part']>(['description', 'help']);
const lacks = ({ texts }: TextLine, language: FormLanguage): boolean => texts.ja !== '' && texts[language] === '';

/** All texts of a form side by side, edited in place; what English or plain Japanese lacks is marked and counted. */
export function TextsPanel({ form, edit }: { form: Form; edit: Edit }) {
  const { t } = useTranslation('builder');
  const titleOf = useTitleOf(form);
  const lines = useMemo(() => listTexts(form), [form]);
  const [only, setOnly] = useState(false);
  const languages: readonly FormLanguage[] = formLanguages;
  const shown = only ? lines.filter((line) => languages.some((language) => lacks(line, language))) : lines;
  const nameOf = ({ path, part, value }: TextLine): string =>
    path === null
      ? t(`texts.form.${part}`)
      : t(`texts.field.${part}`, { title: titleOf({ path }), value: value ?? '' });
  return (
    <div className="space-y-6">
      <p className="prose-line">{t('texts.help')}</p>
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {(['en', 'easy'] as const).map((language) => (
          <li key={language}>
            {t('texts.missing', { language: t(`texts.in.${language}`), count: countMissing(lines, language) })}
          </li>
        ))}
      </ul>
      <Checkbox label={t('texts.only')} value={only} onChange={setOnly} />
      <ul className="space-y-4">
        {shown.map((line) => {
          const name = nameOf(line);
          const Field = long.has(line.part) ? TextArea : TextField;
          return (
            <li
              key={`${line.path ?? ''} ${line.part} ${line.value ?? ''}`}
              className="space-y-2 border-t border-solid-gray-300 pt-4"
            >
              <h3 className="text-[1rem]">{name}</h3>
              <div className="grid gap-4 lg:grid-cols-3">
                {languages.map((language) => (
                  <Field
                    key={language}
                    label={t('texts.label', { name, language: t(`texts.in.${language}`) })}
                    help={lacks(line, language) ? t('texts.none') : undefined}
                    value={line.texts[language]}
                    onChange={(text) =>
                      edit(
                        setText(form, line, language, text),
                        `text ${language} ${line.path} ${line.part} ${line.value}`,
                      )
                    }
                  />
                ))}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
