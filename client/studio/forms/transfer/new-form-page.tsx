import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { drawLetters } from '../../../../forms/edit.ts';
import { purposes } from '../../../../forms/purposes.ts';
import { formOfSchema } from '../../../../forms/sheet/from-schema.ts';
import type { Form as FormBody, FormPurpose } from '../../../../forms/types.ts';
import { Button } from '../../../components/button.tsx';
import { RadioGroup } from '../../../components/choice-group.tsx';
import { describedBy, FieldFrame } from '../../../components/field.tsx';
import { Form } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ProblemNotice } from '../../../components/problem-notice.tsx';
import { Select } from '../../../components/select.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { addBuilderTexts } from '../../../lib/builder-texts.ts';
import type { Definition, FormSheet, FormTemplate, FormTemplates } from '../../../lib/contract.ts';
import { definitionPlace } from '../../../lib/definition-place.ts';
import { usePaths } from '../../../lib/municipality.tsx';
import { parseObject } from '../../../lib/parse-object.ts';
import { getOptions, useGet, useSend } from '../../../lib/queries.ts';
import { readTextFile } from '../../../lib/read-text-file.ts';
import { ForEditors, StudioTitle } from '../../kit/studio-title.tsx';
import { SheetNotices } from './sheet-notices.tsx';

addBuilderTexts();

const beginnings = ['empty', 'template', 'form', 'file'] as const;
type Beginning = (typeof beginnings)[number];
type Begun = { body: object; notices: string[]; told: FormSheet['notices'] };
const isPurpose = (word: string): word is FormPurpose => Object.hasOwn(purposes, word);

/** A form begun from nothing, from one that the release brings, from another of the city's, or from a file of others (XLSForm, JSON Schema with or without uiSchema). */
export function NewFormPage() {
  const { t } = useTranslation('builder');
  return (
    <ForEditors>
      <div className="space-y-8">
        <StudioTitle title={t('new.title')} of="form" lead={t('new.lead')} />
        <NewForm />
      </div>
    </ForEditors>
  );
}

function NewForm() {
  const { t, i18n } = useTranslation('builder');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const id = useId();
  const list = useGet<Definition[]>(api('definitions/form')).data ?? [];
  const client = useQueryClient();
  const [beginning, setBeginning] = useState<Beginning>('empty');
  const [purpose, setPurpose] = useState<FormPurpose>('need-step');
  const [name, setName] = useState('');
  const [key, setKey] = useState(() => `form-${drawLetters(Math.random)}`);
  const [from, setFrom] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<{ file?: string; key?: string; name?: string; from?: string }>({});
  /** What was read of a file, to be looked at first where something of it is another. */
  const [begun, setBegun] = useState<Begun | null>(null);
  const saving = useSend();
  const reading = useSend<FormSheet>();
  const templates = useGet<FormTemplates>(beginning === 'template' ? api('form-templates') : null).data ?? [];
  const published = list.filter(({ current }) => current > 0);

  const open = () => void navigate(page(definitionPlace({ kind: 'form', key })));
  const save = (body: object) =>
    saving.mutate(
      { method: 'PUT', path: api(`definitions/form/${key}/draft`), body: { body }, version: 0 },
      { onSuccess: open },
    );
  const meet = (next: Begun) => (next.notices.length + next.told.length > 0 ? setBegun(next) : save(next.body));
  const begin = async () => {
    setBegun(null);
    saving.reset();
    reading.reset();
    const faults = {
      ...(!/^[a-z][a-z0-9-]{1,60}$/.test(key) && { key: t('new.keyWrong') }),
      ...(list.some((entry) => entry.key === key) && { key: t('new.keyTaken') }),
      ...(beginning === 'empty' && name.trim() === '' && { name: t('new.nameMissing') }),
      ...((beginning === 'form' || beginning === 'template') && from === '' && { from: t('new.fromMissing') }),
      ...(beginning === 'file' && !file && { file: t('new.fileMissing') }),
    };
    setWrong(faults);
    if (Object.keys(faults).length > 0) return;
    const source = published.find((entry) => entry.key === from);
    if (beginning === 'empty') return save(emptyForm(key, purpose, name.trim()));
    if (beginning === 'form' && source)
      return saving.mutate(
        {
          method: 'POST',
          path: api(`definitions/form/${key}/draft/from`),
          body: { number: source.current, key: source.key },
          version: 0,
        },
        { onSuccess: open },
      );
    if (beginning === 'template')
      try {
        const { body } = await client.fetchQuery(getOptions<FormTemplate>(api(`form-templates/${from}`)));
        return save({ ...body, key });
      } catch {
        return setWrong({ from: t('new.fromGone') });
      }
    if (!file) return;
    if (/\.xlsx$/i.test(file.name))
      return reading.mutate(
        { path: api(`definitions/form/${key}/sheet`), body: file, query: { fileName: file.name, purpose } },
        { onSuccess: ({ body, notices }) => meet({ body, notices: [], told: notices }) },
      );
    const text = await readTextFile(file);
    const document = text === null ? null : parseObject(text);
    const read = formOfSchema(document, { key, purpose, language: i18n.language === 'en' ? 'en' : 'ja' });
    if (!read) return setWrong({ file: t(document ? 'new.noForm' : 'new.noJson') });
    meet({ body: read.form, notices: read.notices.map(({ message }) => message), told: [] });
  };
  return (
    <Form className="max-w-160 space-y-6" onSubmit={() => void begin()}>
      <RadioGroup
        label={t('new.from')}
        value={beginning}
        choices={beginnings.map((value) => ({ value, label: t(`new.begin.${value}`) }))}
        onChange={(value) => {
          setBeginning(beginnings.find((each) => each === value) ?? 'empty');
          setFrom('');
          setBegun(null);
          setWrong({});
        }}
      />
      {(beginning === 'form' || beginning === 'template') && (
        <Select
          label={t(beginning === 'form' ? 'new.which' : 'new.whichTemplate')}
          value={from}
          empty={t('new.choose')}
          choices={
            beginning === 'form'
              ? published.map((entry) => ({ value: entry.key, label: entry.name }))
              : templates.map((each) => ({
                  value: each.key,
                  label: isPurpose(each.purpose)
                    ? t('new.template', { name: each.name, purpose: t(`new.for.${each.purpose}`) })
                    : each.name,
                }))
          }
          error={wrong.from ?? null}
          onChange={setFrom}
        />
      )}
      {beginning === 'file' && (
        <FieldFrame label={t('new.file')} help={t('new.fileHelp')} controlId={id} error={wrong.file ?? null}>
          <input
            id={id}
            type="file"
            accept=".xlsx,.json,application/json"
            className="box"
            aria-describedby={describedBy(id, t('new.fileHelp'), wrong.file ?? null)}
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              setBegun(null);
            }}
          />
        </FieldFrame>
      )}
      {beginning === 'empty' && (
        <TextField label={t('form.name.ja')} value={name} onChange={setName} error={wrong.name ?? null} />
      )}
      {beginning !== 'form' && beginning !== 'template' && (
        <Select
          label={t('new.purpose')}
          value={purpose}
          choices={Object.keys(purposes).map((value) => ({ value, label: t(`new.for.${value}`) }))}
          onChange={(value) => isPurpose(value) && setPurpose(value)}
        />
      )}
      <TextField label={t('new.key')} help={t('new.keyHelp')} value={key} onChange={setKey} error={wrong.key ?? null} />
      {begun && (
        <>
          <SheetNotices notices={begun.told} />
          {begun.notices.length > 0 && (
            <Notice tone="warn" title={t('sheet.notices', { count: begun.notices.length })}>
              <ul className="list-disc space-y-2 pl-6">
                {begun.notices.map((message) => (
                  <li key={message} className="wrap-anywhere">
                    {message}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <Button kind="primary" busy={saving.isPending} onPress={() => save(begun.body)}>
            {t('new.goOn')}
          </Button>
        </>
      )}
      {saving.error && <ProblemNotice error={saving.error} />}
      {reading.error && <ProblemNotice error={reading.error} />}
      {!begun && (
        <Button type="submit" kind="primary" busy={saving.isPending || reading.isPending}>
          {t('new.make')}
        </Button>
      )}
    </Form>
  );
}

const emptyForm = (key: string, purpose: FormPurpose, name: string): FormBody => ({
  key,
  purpose,
  texts: { ja: { name, fields: {} } },
  schema: { type: 'object', properties: {} },
});
