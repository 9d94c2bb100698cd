import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { expand } from '../../../forms/expand.ts';
import { localize } from '../../../forms/localize.ts';
import type { Form } from '../../../forms/types.ts';
import { choiceSchema, findFields } from '../../../forms/walk.ts';
import { Notice } from '../../components/notice.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import { forgetDraft } from '../../lib/drafts.ts';

const languages = ['ja', 'en'] as const;
const widths = ['desk', 'phone'] as const;

/** The real form, to try: in both languages, as wide as a desk or a phone. Nothing of it is stored. */
export function PreviewPanel({ form }: { form: Form }) {
  const { t, i18n } = useTranslation('builder');
  const [language, setLanguage] = useState<(typeof languages)[number]>(i18n.language === 'en' ? 'en' : 'ja');
  const [width, setWidth] = useState<(typeof widths)[number]>('desk');
  const [sent, setSent] = useState(false);
  const record = 'preview';
  useEffect(() => () => forgetDraft(`${form.key}.${record}`), [form.key]);
  const example = (source: string) =>
    [1, 2, 3].map((number) => ({
      value: `example-${number}`,
      label: t('look.example', { list: t(`source.${source}`), number }),
    }));
  const sources = findFields(expand(form.schema)).map(({ schema }) => choiceSchema(schema)['x-source']);
  const named = sources.filter((source) => typeof source === 'string');
  const local = localize(form, language, Object.fromEntries(named.map((source) => [source, example(source)])));
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
          onSubmit={async () => setSent(true)}
        />
      </div>
    </div>
  );
}

type SwitchProps<T extends string> = {
  label: string;
  all: readonly T[];
  value: T;
  onChange: (value: T) => void;
  say: (option: T) => string;
};

function Switch<T extends string>({ label, all, value, onChange, say }: SwitchProps<T>) {
  return (
    <div className="flex" role="group" aria-label={label}>
      {all.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={value === option}
          onClick={() => onChange(option)}
          className={`min-h-11 border px-4 first:rounded-l-8 last:rounded-r-8 last:border-l-0 ${value === option ? 'border-blue-900 bg-blue-50 font-bold text-blue-1000' : 'border-solid-gray-600'}`}
        >
          {say(option)}
        </button>
      ))}
    </div>
  );
}
