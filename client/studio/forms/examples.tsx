import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form, FormExample } from '../../../forms/types.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { isObject } from '../../lib/is-object.ts';
import type { Edit } from './words.ts';

/** Whatever stands among a form's examples: what is no example is for the check to tell of, and stays until it is mended. */
const entriesOf = ({ examples }: { examples?: unknown }): unknown[] => (Array.isArray(examples) ? examples : []);

/** The examples that a form has, as far as they are made as such. */
export const examplesOf = (form: Form): FormExample[] =>
  entriesOf(form).filter(
    (each): each is FormExample => isObject(each) && typeof each['name'] === 'string' && isObject(each['answers']),
  );

const withEntries = (form: Form, entries: unknown[]): Form => ({ ...form, examples: entries as FormExample[] });

/** A form with one more example. */
export const withExample = (form: Form, example: FormExample): Form => withEntries(form, [...entriesOf(form), example]);

/** A form without one of its examples, and without the list where that was the last. */
export function withoutExample(form: Form, example: FormExample): Form {
  const { examples: _all, ...rest } = form;
  const left = entriesOf(form).filter((each) => each !== example);
  return left.length === 0 ? rest : withEntries(rest, left);
}

/** Answers that could be sent, and to keep them with the form as an example under a name. */
export function KeepExample({ form, edit, answers }: { form: Form; edit: Edit; answers: Record<string, unknown> }) {
  const { t } = useTranslation('builder');
  const [name, setName] = useState('');
  const [isKept, setIsKept] = useState(false);
  const [error, setError] = useState<string>();
  if (isKept) return <Notice tone="success" announce title={t('example.kept', { name })} />;
  const keep = (): void => {
    const called = name.trim();
    if (called === '') return setError(t('example.unnamed'));
    if (examplesOf(form).some((each) => each.name === called)) return setError(t('example.nameTwice'));
    edit(withExample(form, { name: called, answers }));
    setIsKept(true);
  };
  return (
    <Notice tone="success" announce title={t('look.sent')}>
      <div className="mt-2 flex flex-wrap items-end gap-3">
        <TextField
          label={t('example.name')}
          help={t('example.nameHelp')}
          value={name}
          error={error}
          maxLength={100}
          onChange={(text) => {
            setName(text);
            setError(undefined);
          }}
        />
        <Button onPress={keep}>{t('example.keep')}</Button>
      </div>
    </Notice>
  );
}
