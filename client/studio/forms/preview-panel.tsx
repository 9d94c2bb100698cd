import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { expand } from '../../../forms/expand.ts';
import { localize } from '../../../forms/localize.ts';
import type { Form, LocalizedForm } from '../../../forms/types.ts';
import { choiceSchema, findFields } from '../../../forms/walk.ts';
import type { Language } from '../../../rules/types.ts';
import { Notice } from '../../components/notice.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import { forgetAnswers } from '../../lib/answer-drafts.ts';
import { Switch } from './switch.tsx';

const languages = ['ja', 'en'] as const;
const widths = ['desk', 'phone'] as const;

/** The real form, to try: in both languages, as wide as a desk or a phone. Nothing of it is stored. */
export function PreviewPanel({ form }: { form: Form }) {
  const { t, i18n } = useTranslation('builder');
  const [language, setLanguage] = useState<(typeof languages)[number]>(i18n.language === 'en' ? 'en' : 'ja');
  const [width, setWidth] = useState<(typeof widths)[number]>('desk');
  const [sent, setSent] = useState(false);
  const record = 'preview';
  useEffect(() => () => forgetAnswers(form.key, record), [form.key]);
  const local = useExampleForm(form, language);
  return (
    <div className="space-y-6">
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        <Switch
          label={t('look.language')}
          all={languages}
          value={language}
          onChange={setLanguage}
          say={(language) => t(`look.in.${language}`)}
        />
        <Switch
          label={t('look.width')}
          all={widths}
          value={width}
          onChange={setWidth}
          say={(width) => t(`look.as.${width}`)}
        />
      </div>
      <p className="text-solid-gray-700">{t('look.help')}</p>
      {sent && <Notice tone="success" announce title={t('look.sent')} />}
      <div
        lang={language}
        className={`rounded-12 border border-solid-gray-420 p-4 sm:p-6 ${width === 'phone' ? 'max-w-[375px]' : 'max-w-160'}`}
      >
        <h2 className="mb-4">{local.name}</h2>
        <AnswerForm
          key={`${language} ${JSON.stringify(form.schema).length}`}
          form={{ id: record, key: form.key, number: 0, ...local }}
          record={record}
          keepDraft
          withSummary
          isWindowOnly
          onSubmit={async () => setSent(true)}
        />
      </div>
    </div>
  );
}

/** A form in a language as it is filled in; what its lists hold elsewhere is made up. */
export function useExampleForm(form: Form, language: Language): LocalizedForm {
  const { t } = useTranslation('builder');
  return useMemo(() => {
    const example = (source: string) =>
      [1, 2, 3].map((number) => ({
        value: `example-${number}`,
        label: t('look.example', { list: t(`source.${source}`), number }),
      }));
    const named = findFields(expand(form.schema)).map(({ schema }) => choiceSchema(schema)['x-source']);
    const sources = named.filter((source) => typeof source === 'string').map((source) => [source, example(source)]);
    return localize(form, language, Object.fromEntries(sources));
  }, [form, language, t]);
}
