import { useTranslation } from 'react-i18next';
import { keepTold } from '../../../forms/keep-told.ts';
import { marksOf, tells } from '../../../forms/marks.ts';
import type { Audience, Form, LocalizedForm } from '../../../forms/types.ts';
import { sayingOf } from '../../../forms/walk.ts';
import { AnswerList } from '../../components/key-facts.tsx';
import { useTitles } from '../../forms/record-field.tsx';
import { askedInOrder, toText } from '../../forms/describe-answers.ts';

type Answers = Record<string, unknown>;

/** As whom the preview is looked at: those who are told everything, or an audience of the form's purpose that has been agreed to. */
const asAudience = (audience: string): Audience =>
  audience === 'staff' ? 'staff' : [{ name: audience, consent: true }];

/** Whether a field is told to whom the preview is looked at as. */
export const isToldTo =
  (form: Form, audience: string) =>
  (path: string): boolean =>
    tells(marksOf(form).get(path), asAudience(audience));

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
  const titleOf = useTitles();
  const words = {
    yes: t('form:drawn.YesLabel'),
    no: t('form:drawn.NoLabel'),
    separator: t('common:list.separator'),
    titleOf,
  };
  const toldAnswers = keepTold(form, answers, asAudience(audience));
  // Which questions were asked hangs on all answers, not on those that are told.
  const lines = askedInOrder({ id: 'told', key: form.key, number: 0, ...local }, answers).flatMap(([name, field]) => {
    const value = toText(field, toldAnswers[name], words);
    return value === '' ? [] : [{ label: String(sayingOf(field, 'title') ?? name), value }];
  });
  return lines.length === 0 ? <p>{t('look.toldNothing')}</p> : <AnswerList answers={lines} />;
}
