import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProvideFurigana, WithFurigana } from '../../components/furigana.tsx';
import { expand } from '../../../forms/expand.ts';
import { localize } from '../../../forms/localize.ts';
import { layOutBlank, printedSources } from '../../../forms/paper/lay-out.ts';
import { purposes } from '../../../forms/purposes.ts';
import {
  formLanguages,
  type FormLanguage,
  type Form,
  type FormExample,
  type LocalizedForm,
  type Sources,
} from '../../../forms/types.ts';
import { choiceSchema, findFields } from '../../../forms/walk.ts';
import type { Language } from '../../../rules/types.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { AnswerForm, type Answers } from '../../forms/answer-form.tsx';
import { forgetAnswers } from '../../lib/answer-drafts.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { DateToFill, Sheet } from '../../print/sheet.tsx';
import { examplesOf, KeepExample, withoutExample } from './examples.tsx';
import { sourceWord } from './sketch.tsx';
import { Switch } from '../../components/switch.tsx';
import { isToldTo, ToldPreview } from './told-preview.tsx';
import type { Edit } from './words.ts';

const speaks: readonly FormLanguage[] = ['ja', 'en'];
const widths = ['desk', 'phone', 'paper'] as const;

/**
 * The real form, to try: in both languages, as wide as a desk or a phone, or blank on paper; empty or begun with an example that is kept with it; and what of
 * an example those read who are not told everything. Nothing of it is stored but what is kept as an example.
 */
export function PreviewPanel({ form, edit }: { form: Form; edit: Edit }) {
  const { t, i18n } = useTranslation('builder');
  const [language, setLanguage] = useState<FormLanguage>(i18n.language === 'en' ? 'en' : 'ja');
  const [width, setWidth] = useState<(typeof widths)[number]>('desk');
  const [audience, setAudience] = useState('');
  const [name, setName] = useState('');
  const local = useExampleForm(form, language);
  const examples = examplesOf(form);
  const example = examples.find((each) => each.name === name);
  return (
    <div className="space-y-6">
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        <Switch
          label={t('look.language')}
          all={form.texts.easy ? formLanguages : speaks}
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
      <div className="flex flex-wrap items-end gap-x-8 gap-y-3">
        <Select
          className="w-full sm:w-80"
          label={t('look.audience')}
          help={audience === '' ? undefined : t('look.audienceHelp')}
          value={audience}
          empty={t('look.writer')}
          choices={['staff', ...purposes[form.purpose].audiences].map((each) => ({
            value: each,
            label: each === 'staff' ? t('look.staff') : t(`audience.${each}`),
          }))}
          onChange={setAudience}
        />
        {examples.length > 0 && (
          <Select
            className="w-full sm:w-80"
            label={t('example.choose')}
            value={example?.name ?? ''}
            empty={t('example.none')}
            choices={examples.map((each) => ({ value: each.name, label: each.name }))}
            onChange={setName}
          />
        )}
        {example && (
          <Button kind="text" onPress={() => edit(withoutExample(form, example))}>
            {t('example.remove', { name: example.name })}
          </Button>
        )}
      </div>
      {width === 'paper' ? (
        <OnPaper form={form} edit={edit} language={language === 'en' ? 'en' : 'ja'} audience={audience} />
      ) : (
        <div
          lang={language === 'en' ? 'en' : 'ja'}
          className={`rounded-12 border border-solid-gray-420 p-4 sm:p-6 ${width === 'phone' ? 'max-w-[375px]' : 'max-w-160'}`}
        >
          <h2 className="mb-4">
            <ProvideFurigana texts={local.furigana}>
              <WithFurigana>{local.name}</WithFurigana>
            </ProvideFurigana>
          </h2>
          {audience === '' ? (
            <Filling key={`${language} ${name}`} form={form} local={local} edit={edit} example={example} />
          ) : example ? (
            <ToldPreview form={form} local={local} audience={audience} answers={example.answers} />
          ) : (
            <p>{t('look.toldWhat')}</p>
          )}
        </div>
      )}
    </div>
  );
}

type FillingProps = { form: Form; local: LocalizedForm; edit: Edit; example: FormExample | undefined };

function Filling({ form, local, edit, example }: FillingProps) {
  const { t } = useTranslation('builder');
  const [sent, setSent] = useState<{ answers: Answers; count: number }>();
  const record = `preview-${example?.name ?? ''}`;
  useEffect(() => () => forgetAnswers(form.key, record), [form.key, record]);
  return (
    <div className="space-y-6">
      <p className="text-solid-gray-700">{t('look.help')}</p>
      {sent && <KeepExample key={sent.count} form={form} edit={edit} answers={sent.answers} />}
      <AnswerForm
        key={JSON.stringify(form.schema).length}
        form={{ id: record, key: form.key, number: 0, ...local }}
        record={record}
        keepDraft
        withSummary
        isWindowOnly
        {...(example && { initial: example.answers })}
        onSubmit={async (answers) => setSent((before) => ({ answers, count: (before?.count ?? 0) + 1 }))}
      />
    </div>
  );
}

type OnPaperProps = { form: Form; edit: Edit; language: Language; audience: string };

/** The blank sheet, with the words that only paper has. */
function OnPaper({ form, edit, language, audience }: OnPaperProps) {
  const { t } = useTranslation('builder');
  const { name, words } = useMunicipality();
  const sources = useExampleSources(form);
  const printed = useMemo(
    () => Object.fromEntries(Object.entries(sources).filter(([source]) => printedSources.has(source))),
    [sources],
  );
  const paper = useMemo(
    () => layOutBlank(form, language, printed, isToldTo(form, audience || 'staff')),
    [form, language, printed, audience],
  );
  const texts = form.texts[language] ?? form.texts.ja;
  const put = (word: 'formNumber' | 'office', text: string): void => {
    const { [word]: _before, ...rest } = texts;
    edit({ ...form, texts: { ...form.texts, [language]: text === '' ? rest : { ...rest, [word]: text } } }, word);
  };
  return (
    <div className="space-y-6">
      {(language === 'ja' || form.texts.en) && (
        <div className="grid max-w-160 gap-4 sm:grid-cols-2">
          {(['formNumber', 'office'] as const).map((word) => (
            <TextField
              key={word}
              label={t(`look.${word}`)}
              help={t(`look.${word}Help`)}
              value={texts[word] ?? ''}
              maxLength={100}
              onChange={(text) => put(word, text)}
            />
          ))}
        </div>
      )}
      <div lang={language}>
        <Sheet paper={paper} from={name} office={words.office} dated={<DateToFill />} />
      </div>
    </div>
  );
}

/** What a form's lists hold elsewhere, made up. */
function useExampleSources(form: Form): Sources {
  const { t } = useTranslation('builder');
  return useMemo(() => {
    const example = (source: string) =>
      [1, 2, 3].map((number) => ({
        value: `example-${number}`,
        label: t('look.example', { list: t(`source.${sourceWord(source)}`), number }),
      }));
    const named = findFields(expand(form.schema)).map(({ schema }) => choiceSchema(schema)['x-source']);
    return Object.fromEntries(
      named.filter((source) => typeof source === 'string').map((source) => [source, example(source)]),
    );
  }, [form, t]);
}

/** A form in a language as it is filled in; what its lists hold elsewhere is made up. */
export function useExampleForm(form: Form, language: FormLanguage): LocalizedForm {
  const sources = useExampleSources(form);
  return useMemo(() => localize(form, language, sources), [form, language, sources]);
}
