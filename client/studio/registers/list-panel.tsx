import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addColumn,
  addDrawing,
  addView,
  changeDrawing,
  changeView,
  moveColumn,
  moveDrawing,
  moveView,
  removeColumn,
  removeDrawing,
  removeView,
  setViewText,
} from '../../../registers/edit.ts';
import type { Form } from '../../../forms/types.ts';
import type { Register } from '../../../registers/types.ts';
import { Button } from '../../components/button.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { useLanguage } from '../kit/language.ts';
import { beginGantt, GanttFields } from './gantt-fields.tsx';
import { columnChoices, dayChoices, type Edit, type Standing } from './named.ts';
import { sayStanding } from './words.ts';

type Props = { register: Register; form: Form | null; standings: readonly Standing[]; edit: Edit };

/** How the list looks: the form's fields beside what every list shows, in order, and the views that it comes with. */
export function ListPanel(props: Props) {
  return (
    <div className="max-w-200 space-y-10">
      <Columns {...props} />
      <Views {...props} />
      <Drawings {...props} />
    </div>
  );
}

function Columns({ register, form, edit }: Props) {
  const { t } = useTranslation('register-studio');
  const language = useLanguage();
  const { columns } = register.list;
  const choices = columnChoices(form, language);
  const nameOf = (column: string): string =>
    choices.find(({ value }) => value === column)?.label ?? t('list.unknown', { name: column });
  const free = choices.filter(({ value }) => !columns.includes(value));
  return (
    <Section title={t('list.columns')}>
      <p className="prose-line">{t('list.columnsHelp')}</p>
      <ol className="space-y-2">
        {columns.map((column, index) => (
          <li
            key={column}
            className="flex flex-wrap items-center gap-2 rounded-8 border border-solid-gray-420 py-1 pr-1 pl-4"
          >
            <span className="min-w-0 flex-1 wrap-anywhere">{nameOf(column)}</span>
            <RowButtons
              name={nameOf(column)}
              index={index}
              count={columns.length}
              onMove={(by) => edit(moveColumn(register, index, by))}
              onRemove={() => edit(removeColumn(register, index))}
            />
          </li>
        ))}
      </ol>
      {free.length > 0 && (
        <div className="max-w-120">
          <Select
            label={t('list.addColumn')}
            value=""
            choices={free}
            onChange={(value) => value && edit(addColumn(register, value))}
          />
        </div>
      )}
    </Section>
  );
}

function Views({ register, standings, edit }: Props) {
  const { t } = useTranslation('register-studio');
  const id = useId();
  const views = register.list.views ?? [];
  const stateOf = (value: string) => ({ value, label: sayStanding(t, standings, value) });
  return (
    <Section title={t('list.views')}>
      <p className="prose-line">{t('list.viewsHelp')}</p>
      <ol className="space-y-4">
        {views.map(({ key, text, state }, index) => (
          <li key={`${id}${index}`} className="space-y-4 rounded-8 border border-solid-gray-420 p-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={t('list.viewName')}
                value={text.ja}
                onChange={(name) => edit(setViewText(register, index, 'ja', name), `view ja ${key}`)}
              />
              <TextField
                label={t('list.viewNameEn')}
                value={text.en ?? ''}
                onChange={(name) => edit(setViewText(register, index, 'en', name), `view en ${key}`)}
              />
              <Select
                label={t('list.viewState')}
                value={state}
                choices={[
                  ...standings.map(({ value }) => stateOf(value)),
                  ...(standings.some(({ value }) => value === state) ? [] : [stateOf(state)]),
                ]}
                onChange={(value) => value && edit(changeView(register, index, { state: value }))}
              />
            </div>
            <div className="flex flex-wrap gap-2">
              <RowButtons
                name={text.ja}
                index={index}
                count={views.length}
                onMove={(by) => edit(moveView(register, index, by))}
                onRemove={() => edit(removeView(register, index))}
              />
            </div>
          </li>
        ))}
      </ol>
      {standings[0] && (
        <Button
          onPress={() => {
            const [{ value, names } = { value: '', names: [] }] = standings;
            edit(addView(register, value, { ja: names[0] ?? value }));
          }}
        >
          {t('list.addView')}
        </Button>
      )}
    </Section>
  );
}

/** How the list is drawn beside its table. */
function Drawings({ register, form, edit }: Props) {
  const { t } = useTranslation('register-studio');
  const language = useLanguage();
  const drawings = register.views ?? [];
  const choices = dayChoices(form, language);
  const nameOf = (day: string): string =>
    choices.find(({ value }) => value === day)?.label ?? t('list.unknown', { name: day });
  const isDrawn = (day: string): boolean =>
    drawings.some((drawing) => drawing.kind === 'calendar' && drawing.field === day);
  const free = choices.filter(({ value }) => !isDrawn(value));
  return (
    <Section title={t('list.drawings')}>
      <p className="prose-line">{t('list.drawingsHelp')}</p>
      <ol className="space-y-4">
        {drawings.map((drawing, index) => {
          const name =
            drawing.kind === 'calendar'
              ? t('list.drawing.calendar', { name: nameOf(drawing.field) })
              : t(`list.drawing.${drawing.kind}`);
          return (
            <li
              key={name}
              className="flex flex-wrap items-end justify-between gap-4 rounded-8 border border-solid-gray-420 p-4"
            >
              {drawing.kind === 'calendar' ? (
                <Select
                  className="w-full sm:w-80"
                  label={t('list.calendarDay')}
                  value={drawing.field}
                  choices={[{ value: drawing.field, label: nameOf(drawing.field) }, ...free]}
                  onChange={(field) => field && edit(changeDrawing(register, index, { kind: 'calendar', field }))}
                />
              ) : drawing.kind === 'gantt' ? (
                <GanttFields
                  form={form}
                  gantt={drawing}
                  onChange={(next) => edit(changeDrawing(register, index, next))}
                />
              ) : (
                <p>{name}</p>
              )}
              <div className="flex flex-wrap gap-2">
                <RowButtons
                  name={name}
                  index={index}
                  count={drawings.length}
                  onMove={(by) => edit(moveDrawing(register, index, by))}
                  onRemove={() => edit(removeDrawing(register, index))}
                />
              </div>
            </li>
          );
        })}
      </ol>
      <div className="flex flex-wrap gap-3">
        {drawings.every(({ kind }) => kind !== 'board') && (
          <Button onPress={() => edit(addDrawing(register, { kind: 'board' }))}>{t('list.addBoard')}</Button>
        )}
        <Button
          reason={free.length === 0 ? t(choices.length === 0 ? 'list.noDay' : 'list.noMoreDays') : null}
          onPress={() => free[0] && edit(addDrawing(register, { kind: 'calendar', field: free[0].value }))}
        >
          {t('list.addCalendar')}
        </Button>
        {drawings.every(({ kind }) => kind !== 'gantt') && (
          <Button
            reason={choices.length === 0 ? t('list.noDay') : null}
            onPress={() => edit(addDrawing(register, beginGantt(form, language)))}
          >
            {t('list.addGantt')}
          </Button>
        )}
      </div>
    </Section>
  );
}

type RowProps = {
  name: string;
  index: number;
  count: number;
  onMove: (by: number) => void;
  onRemove: () => void;
};

function RowButtons({ name, index, count, onMove, onRemove }: RowProps) {
  const { t } = useTranslation('register-studio');
  return (
    <>
      <SmallButton label={t('list.up', { name })} closed={index === 0} onPress={() => onMove(-1)}>
        {t('rules:up')}
      </SmallButton>
      <SmallButton label={t('list.down', { name })} closed={index === count - 1} onPress={() => onMove(1)}>
        {t('rules:down')}
      </SmallButton>
      <SmallButton label={t('list.remove', { name })} onPress={onRemove}>
        {t('rules:remove')}
      </SmallButton>
    </>
  );
}
