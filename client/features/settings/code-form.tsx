import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox, CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import { isNamedAlike } from '../../lib/alike.ts';
import type { CodeEntry } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { ClosingForm } from '../../record/closing-form.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { PositionField } from './position-field.tsx';

const meetingMarks: readonly CodeEntry['marks'][number][] = [
  'examined',
  'study',
  'preparation',
  'council',
  'training',
  'briefing',
];
const tiers = ['1', '2', '0'] as const;

/** Of a kind of area: which councils stand there; 0: none. */
export const tierOf = ({ marks }: Pick<CodeEntry, 'marks'>): (typeof tiers)[number] =>
  marks.includes('tier-1') ? '1' : marks.includes('tier-2') ? '2' : '0';

const withTier = (marks: CodeEntry['marks'], tier: string): CodeEntry['marks'] => [
  ...marks.filter((mark) => mark !== 'tier-1' && mark !== 'tier-2'),
  ...(tier === '1' ? (['tier-1'] as const) : tier === '2' ? (['tier-2'] as const) : []),
];

const toLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const keyPattern = /^[a-z][a-z0-9-]{1,40}$/;

/** A word of a code list; a retired one stays on old records and is no longer offered. */
export function CodeForm({
  list,
  entry,
  onClose,
}: {
  list: CodeEntry['list'];
  entry: CodeEntry | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { codes } = useMunicipality();
  const save = useSend();
  const [answers, setAnswers] = useState<{
    key: string;
    nameJa: string;
    nameEn: string;
    position: number | null;
    retired: boolean;
    marks: CodeEntry['marks'];
    agenda: string;
  }>({
    key: entry?.key ?? '',
    nameJa: entry?.nameJa ?? '',
    nameEn: entry?.nameEn ?? '',
    position: entry?.position ?? null,
    retired: entry?.retired ?? false,
    marks: entry?.marks ?? [],
    agenda: entry?.agenda.join('\n') ?? '',
  });
  const isTop = entry?.marks.includes('top') ?? false;
  const [tried, setTried] = useState(false);
  const [closing, setClosing] = useState(false);
  const badKey = !keyPattern.test(answers.key);
  const alike = codes[list].find(
    (code) => code.id !== entry?.id && !code.retired && isNamedAlike(code.nameJa, answers.nameJa),
  );
  const submit = () => {
    setTried(true);
    if (!answers.nameJa.trim() || badKey) return;
    const body = {
      nameJa: answers.nameJa,
      nameEn: answers.nameEn.trim() || null,
      marks: answers.marks,
      ...(list === 'meeting-kind' && { agenda: toLines(answers.agenda) }),
    };
    if (entry)
      save.mutate(
        {
          method: 'PATCH',
          path: api(`codes/${list}/${entry.id}`),
          version: entry.version,
          body: {
            ...body,
            retired: answers.retired,
            ...(answers.position === null ? {} : { position: answers.position }),
          },
        },
        { onSuccess: onClose },
      );
    else save.mutate({ path: api(`codes/${list}`), body: { ...body, key: answers.key } }, { onSuccess: onClose });
  };
  if (entry && closing)
    return (
      <ClosingForm
        kind={list}
        record={entry}
        action={t('code.retire')}
        successors={codes[list]
          .filter((code) => !code.retired && code.id !== entry.id)
          .map((code) => ({ value: code.id, label: code.name }))}
        onClose={onClose}
      />
    );
  return (
    <Form onSubmit={submit}>
      <TextField
        label={t('code.ja')}
        required
        value={answers.nameJa}
        onChange={(nameJa) => setAnswers({ ...answers, nameJa })}
        error={tried && !answers.nameJa.trim() ? t('form:issue.required') : null}
      />
      <TextField
        label={t('code.en')}
        required={false}
        value={answers.nameEn}
        onChange={(nameEn) => setAnswers({ ...answers, nameEn })}
      />
      {!entry && (
        <TextField
          label={t('code.key')}
          required
          help={t('code.keyHelp')}
          value={answers.key}
          onChange={(key) => setAnswers({ ...answers, key })}
          error={tried && badKey ? t('code.keyWrong') : null}
        />
      )}
      {alike && <Notice tone="warn" announce title={t('code.alike', { name: alike.nameJa })} />}
      {!isTop && (
        <PositionField
          isNew={!entry}
          value={answers.position}
          onChange={(position) => setAnswers({ ...answers, position })}
        />
      )}
      {list === 'meeting-kind' && (
        <CheckboxGroup
          label={t('code.marks')}
          help={t('code.marksHelp')}
          required={false}
          value={answers.marks}
          onChange={(chosen) => setAnswers({ ...answers, marks: meetingMarks.filter((mark) => chosen.includes(mark)) })}
          choices={meetingMarks.map((mark) => ({ value: mark, label: t(`code.mark.${mark}`) }))}
        />
      )}
      {list === 'meeting-kind' && (
        <TextArea
          label={t('code.agenda')}
          help={t('code.agendaHelp')}
          required={false}
          rows={6}
          value={answers.agenda}
          onChange={(agenda) => setAnswers({ ...answers, agenda })}
        />
      )}
      {list === 'area-kind' && (
        <RadioGroup
          label={t('code.tier')}
          required
          help={t('code.tierHelp')}
          value={tierOf(answers)}
          onChange={(value) => setAnswers({ ...answers, marks: withTier(answers.marks, value) })}
          choices={tiers.map((tier) => ({ value: tier, label: t(`code.tierOf.${tier}`) }))}
        />
      )}
      {isTop && <p className="prose-line">{t('code.top')}</p>}
      {entry?.retired && (
        <Checkbox
          label={t('code.retire')}
          help={t('code.retireHelp')}
          value={answers.retired}
          onChange={(retired) => setAnswers({ ...answers, retired })}
        />
      )}
      {entry && !entry.retired && !isTop && <Button onPress={() => setClosing(true)}>{t('code.retire')}</Button>}
      <FormEnd save={save} onCancel={onClose} />
    </Form>
  );
}
