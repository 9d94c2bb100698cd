import { useTranslation } from 'react-i18next';
import { listChoicesAndNumbers, listFields } from '../../../forms/list-fields.ts';
import type { Form } from '../../../forms/types.ts';
import { countedFigures, type RegisterGantt } from '../../../registers/types.ts';
import type { Language } from '../../../rules/types.ts';
import { Select } from '../../components/select.tsx';
import { useMunicipality } from '../../lib/municipality.tsx';
import { inWords, useLanguage } from '../kit/language.ts';
import { dayChoices } from './named.ts';

type Choice = { value: string; label: string };
type Props = { form: Form | null; gantt: RegisterGantt; onChange: (next: RegisterGantt) => void };

/** Fields by which a drawing by time may go beside days, in words. */
function listOf(
  form: Form | null,
  language: Language,
): { chosen: (Choice & { values: Choice[] })[]; numbers: Choice[] } {
  if (!form) return { chosen: [], numbers: [] };
  const { choices, numbers } = listChoicesAndNumbers(form);
  const chosen: (Choice & { values: Choice[] })[] = [];
  const counted: Choice[] = [];
  for (const { path, label, choices: values = [] } of listFields(form)) {
    const choice = { value: path, label: inWords(label, language) };
    if (numbers.includes(path)) counted.push(choice);
    if (path in choices)
      chosen.push({ ...choice, values: values.map(({ value, text }) => ({ value, label: inWords(text, language) })) });
  }
  return { chosen, numbers: counted };
}

/** A drawing by the form's first period, or by its first day. */
export function beginGantt(form: Form | null, language: Language): RegisterGantt {
  const days = dayChoices(form, language).map(({ value }) => value);
  const from = days.find((day) => day.endsWith('.from')) ?? days[0] ?? '';
  const to = from.replace(/\.from$/, '.to');
  return { kind: 'gantt', from, ...(to !== from && days.includes(to) && { to }) };
}

/** A drawing without what is emptied. */
function put(gantt: RegisterGantt, name: 'to' | 'track' | 'aim', value: string): RegisterGantt {
  const { [name]: _before, ...others } = gantt;
  return value === '' ? others : { ...others, [name]: value };
}

/** By which fields the list is drawn by time, and by what what happened is counted. */
export function GanttFields({ form, gantt, onChange }: Props) {
  const { t } = useTranslation('register-studio');
  const language = useLanguage();
  const days = dayChoices(form, language);
  const { chosen, numbers } = listOf(form, language);
  const select = (label: string, name: 'to' | 'track' | 'aim', choices: Choice[]) => (
    <Select
      label={label}
      value={gantt[name] ?? ''}
      empty={t('list.gantt.none')}
      choices={withHeld(choices, gantt[name])}
      onChange={(value) => onChange(put(gantt, name, value))}
    />
  );
  const { counts: _counts, ...uncounted } = gantt;
  const values = chosen.find(({ value }) => value === gantt.counts?.field)?.values ?? [];
  return (
    <div className="w-full space-y-4">
      <p className="font-bold">{t('list.drawing.gantt')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('list.gantt.from')}
          value={gantt.from}
          choices={withHeld(days, gantt.from)}
          onChange={(from) => from && onChange({ ...gantt, from })}
        />
        {select(t('list.gantt.to'), 'to', days)}
        {select(t('list.gantt.track'), 'track', chosen)}
        {select(t('list.gantt.aim'), 'aim', numbers)}
        <Select
          label={t('list.gantt.counts')}
          value={gantt.counts?.field ?? ''}
          empty={t('list.gantt.byHand')}
          choices={withHeld(chosen, gantt.counts?.field)}
          onChange={(field) => onChange(field === '' ? uncounted : { ...uncounted, counts: { field, figures: {} } })}
        />
      </div>
      {values.length > 0 && (
        <fieldset className="space-y-4">
          <legend className="font-bold">{t('list.gantt.figures')}</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            {values.map(({ value, label }) => (
              <FigureSelect
                key={value}
                label={label}
                figures={gantt.counts?.figures[value] ?? []}
                onChange={(figures) => {
                  const { [value]: _before, ...others } = gantt.counts?.figures ?? {};
                  const next = figures.length === 0 ? others : { ...others, [value]: figures };
                  onChange({ ...uncounted, counts: { field: gantt.counts?.field ?? '', figures: next } });
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}

/** What stands there stays choosable, also where the form has it no more. */
const withHeld = (choices: readonly Choice[], held: string | undefined): Choice[] =>
  held === undefined || choices.some(({ value }) => value === held)
    ? choices.map(({ value, label }) => ({ value, label }))
    : [{ value: held, label: held }, ...choices.map(({ value, label }) => ({ value, label }))];

type FigureProps = { label: string; figures: readonly string[]; onChange: (figures: string[]) => void };

/** One value's figure; several together come from a file, and are kept until another is chosen. */
function FigureSelect({ label, figures, onChange }: FigureProps) {
  const { t } = useTranslation('register-studio');
  const { codes } = useMunicipality();
  const tiers = ['tier-1', 'tier-2'] as const;
  const known: Choice[] = countedFigures.flatMap((figure) => [
    { value: figure, label: t(`list.gantt.figure.${figure}`) },
    ...(figure === 'other-meetings'
      ? codes['meeting-kind'].map(({ key, name }) => ({
          value: `${figure}/${key}`,
          label: t('list.gantt.part', { figure: t(`list.gantt.figure.${figure}`), part: name }),
        }))
      : tiers.map((tier) => ({
          value: `${figure}/${tier}`,
          label: t('list.gantt.part', { figure: t(`list.gantt.figure.${figure}`), part: t(`list.gantt.${tier}`) }),
        }))),
  ]);
  const held = figures.join(' ');
  const nameOf = (figure: string): string => known.find(({ value }) => value === figure)?.label ?? figure;
  const several: Choice[] =
    figures.length > 1 ? [{ value: held, label: figures.map(nameOf).join(t('list.gantt.and')) }] : [];
  return (
    <Select
      label={label}
      value={held}
      empty={t('list.gantt.byHand')}
      choices={withHeld([...several, ...known], held === '' ? undefined : held)}
      onChange={(value) => onChange(value === '' ? [] : value.split(' '))}
    />
  );
}
