import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Form } from '../../components/form.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import type { ListField } from '../../lib/contract.ts';
import { useSend } from '../../lib/queries.ts';
import type { ListOf } from './list-of.ts';
import type { Asked, Condition, Sign } from './use-list-fields.ts';

/** As many as the server takes at once. */
const MOST = 8;

const isRanged = ({ type }: ListField): boolean => ['integer', 'number', 'date'].includes(type);
const isSeveral = ({ type }: ListField): boolean => ['choices', 'strings'].includes(type);
const labelOf = ({ label, unit }: ListField): string => (unit ? `${label}（${unit}）` : label);

const toRow = (condition: Condition): { id: string; condition: Condition } => ({ id: crypto.randomUUID(), condition });

type Props = {
  list: ListOf;
  known: ListField[];
  values: Asked;
  onChoose: (values: Asked) => void;
  onClose: () => void;
};

/** Which columns the list has, and which fields of the forms it is filtered and sorted by. */
export function ListFieldsDialog({ list, known, values, onChoose, onClose }: Props) {
  const { t } = useTranslation('lists');
  const send = useSend();
  const [fields, setFields] = useState(values.fields);
  // Each row keeps what was typed in it when another goes.
  const [where, setWhere] = useState(() => values.where.map(toRow));
  const [sortBy, setSortBy] = useState(values.sortBy);
  const [hide, setHide] = useState(values.hide);
  const own = list.columns.map(({ value }) => value);
  const others = known.filter(({ field }) => !own.includes(field));
  const askable = known.filter((field) => field.askable);
  const filled = where.flatMap(({ condition }) => (condition.value === '' ? [] : [condition]));
  const choose = () => {
    const chosen: Asked = { fields, where: filled, sortBy, hide };
    const names = [...fields, ...filled.map(({ field }) => field), ...(sortBy ? [sortBy.replace(/^-/, '')] : [])];
    const unready = known.filter(({ field, ready }) => names.includes(field) && !ready).map(({ field }) => field);
    const done = () => (onChoose(chosen), onClose());
    if (unready.length === 0) done();
    else send.mutate({ path: `${list.path}/fields`, body: { fields: unready.slice(0, MOST) } }, { onSuccess: done });
  };
  return (
    <Dialog title={t(list.hasFields ? 'fields.title' : 'fields.titleColumns')} isOpen onClose={onClose} wide>
      <Form className="space-y-8" onSubmit={choose}>
        {list.hasFields && <p>{t('fields.lead')}</p>}
        {send.error && <ProblemNotice error={send.error} />}
        <CheckboxGroup
          label={t(list.hasFields ? 'fields.ownColumns' : 'fields.shownColumns')}
          value={own.filter((column) => !hide.includes(column))}
          onChange={(shown) => setHide(own.filter((column) => !shown.includes(column)))}
          choices={[...list.columns]}
        />
        {others.length > 0 && (
          <CheckboxGroup
            label={t('fields.columns')}
            help={t('fields.columnsHelp', { most: MOST })}
            value={fields}
            onChange={(value) => setFields(value.slice(0, MOST))}
            choices={others.map((field) => ({ value: field.field, label: labelOf(field) }))}
          />
        )}
        {list.hasFields && (
          <>
            <section className="space-y-4" aria-labelledby="list-conditions">
              <h3 id="list-conditions" className="text-std-17B-170">
                {t('fields.conditions')}
              </h3>
              {where.map(({ id, condition }, index) => (
                <ConditionRow
                  key={id}
                  number={index + 1}
                  condition={condition}
                  fields={askable}
                  onChange={(next) => setWhere(where.with(index, { id, condition: next }))}
                  onRemove={() => setWhere(where.toSpliced(index, 1))}
                />
              ))}
              <Button
                onPress={() => setWhere([...where, toRow({ field: askable[0]?.field ?? '', sign: '=', value: '' })])}
                reason={
                  where.length >= MOST
                    ? t('fields.tooMany', { most: MOST })
                    : askable.length === 0
                      ? t('fields.noneToAsk')
                      : null
                }
              >
                {t('fields.addCondition')}
              </Button>
            </section>
            <Select
              label={t('fields.sort')}
              value={sortBy}
              empty={t('fields.noSort')}
              choices={askable
                .filter((field) => !isSeveral(field))
                .flatMap((field) => [
                  { value: field.field, label: t('fields.ascending', { field: labelOf(field) }) },
                  { value: `-${field.field}`, label: t('fields.descending', { field: labelOf(field) }) },
                ])}
              onChange={setSortBy}
            />
          </>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" busy={send.isPending}>
            {t('fields.use')}
          </Button>
          <Button onPress={onClose}>{t('common:action.cancel')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

type RowProps = {
  number: number;
  condition: Condition;
  fields: ListField[];
  onChange: (condition: Condition) => void;
  onRemove: () => void;
};

function ConditionRow({ number, condition, fields, onChange, onRemove }: RowProps) {
  const { t } = useTranslation('lists');
  const field = fields.find((field) => field.field === condition.field);
  return (
    <div
      role="group"
      aria-label={t('fields.condition', { number })}
      className="flex flex-wrap items-end gap-4 rounded-8 border border-solid-gray-420 p-4"
    >
      <Select
        label={t('fields.field')}
        value={condition.field}
        choices={fields.map((field) => ({ value: field.field, label: labelOf(field) }))}
        onChange={(value) => onChange({ field: value, sign: '=', value: '' })}
      />
      {field && isRanged(field) && (
        <Select
          label={t('fields.sign')}
          value={condition.sign}
          choices={(['=', '>=', '<='] as const).map((sign) => ({ value: sign, label: t(`fields.signs.${sign}`) }))}
          onChange={(sign) => onChange({ ...condition, sign: (sign || '=') as Sign })}
        />
      )}
      {field && (
        <ValueField field={field} value={condition.value} onChange={(value) => onChange({ ...condition, value })} />
      )}
      <Button kind="text" onPress={onRemove} label={t('fields.removeCondition', { number })}>
        {t('fields.remove')}
      </Button>
    </div>
  );
}

function ValueField({
  field,
  value,
  onChange,
}: {
  field: ListField;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation('lists');
  const label = t('fields.value');
  if (field.type === 'integer' || field.type === 'number')
    return (
      <NumberField
        label={label}
        value={value === '' ? null : Number(value)}
        onChange={(number) => onChange(number === null ? '' : String(number))}
        {...(field.unit ? { unit: field.unit } : {})}
      />
    );
  if (field.type === 'date')
    return <DateField label={label} value={value === '' ? null : value} onChange={(day) => onChange(day ?? '')} />;
  const choices =
    field.type === 'boolean'
      ? [
          { value: 'true', label: t('fields.yes') },
          { value: 'false', label: t('fields.no') },
        ]
      : field.choices;
  return <Select label={label} value={value} choices={choices} onChange={onChange} />;
}
