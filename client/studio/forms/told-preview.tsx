import { useTranslation } from 'react-i18next';
import { marksOf, tells } from '../../../forms/marks.ts';
import type { Form, LocalizedForm } from '../../../forms/types.ts';
import { sayingOf } from '../../../forms/walk.ts';
import { AnswerList } from '../../components/key-facts.tsx';
import { askedInOrder, toText } from '../../forms/describe-answers.ts';
import { isObject } from '../../lib/is-object.ts';

type Answers = Record<string, unknown>;

/** As whom the preview is looked at: those who are told everything, or an audience of the form's purpose. */
export const isToldTo =
  (form: Form, audience: string) =>
  (path: string): boolean =>
    audience === 'staff' || tells(marksOf(form).get(path), [{ name: audience, consent: true }]);

/** Answers without what is not told, in groups and lists too. */
export function keepTold(answers: Answers, isTold: (path: string) => boolean, at = ''): Answers {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, value]): [string, unknown][] => {
      const path = at === '' ? name : `${at}.${name}`;
      if (Array.isArray(value) && value.some(isObject))
        return [
          [name, value.map((entry: unknown) => (isObject(entry) ? keepTold(entry, isTold, `${path}[]`) : entry))],
        ];
      if (isObject(value)) return [[name, keepTold(value, isTold, path)]];
      return isTold(path) ? [[name, value]] : [];
    }),
  );
}

/** What an audience reads of answers, once it has agreed to all that consent is asked for. */
export function ToldPreview({
  form,
  local,
  audience,
  answers,
}: {
  form: Form;
  local: LocalizedForm;
  audience: string;
  answers: Answers;
}) {
  const { t } = useTranslation('builder');
  const words = {
    yes: t('form:drawn.YesLabel'),
    no: t('form:drawn.NoLabel'),
    separator: t('common:list.separator'),
  };
  const toldAnswers = keepTold(answers, isToldTo(form, audience));
  // Which questions were asked hangs on all answers, not on those that are told.
  const lines = askedInOrder({ id: 'told', key: form.key, number: 0, ...local }, answers).flatMap(([name, field]) => {
    const value = toText(field, toldAnswers[name], words);
    return value === '' ? [] : [{ label: String(sayingOf(field, 'title') ?? name), value }];
  });
  return lines.length === 0 ? <p>{t('look.toldNothing')}</p> : <AnswerList answers={lines} />;
}
