import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { WithFurigana } from './furigana.tsx';
import { sayTime } from '../../forms/say-time.ts';
import { toDay } from '../lib/dates.ts';
import { DateField } from './date-field.tsx';
import { describedBy, ErrorText, HelpText, labelText, RequirementBadge, type FieldProps } from './field.tsx';
import { TextField } from './text-field.tsx';

type Props = FieldProps & {
  value: string | null;
  /** A point in time, `2026-11-23T14:05:00+09:00`; what is only half given as it stands (`2026-11-23T`), null for nothing. */
  onChange: (value: string | null) => void;
  readOnly?: boolean;
};

/** A day with a time of day, as it is here. */
export function DateTimeField({ value, onChange, readOnly, label, help, error, required, id }: Props) {
  const { t } = useTranslation();
  const ownId = useId();
  const groupId = id ?? ownId;
  const [day, time] = split(value ?? '');
  const put = (nextDay: string, nextTime: string) =>
    onChange(nextDay === '' && nextTime === '' ? null : `${nextDay}T${nextTime && toTime(nextTime)}`);
  return (
    <fieldset
      id={groupId}
      tabIndex={-1}
      className="flex flex-col gap-2"
      aria-describedby={describedBy(groupId, help, error)}
      data-invalid={error ? true : undefined}
    >
      <legend className="flex flex-wrap items-baseline gap-x-2">
        <span className={labelText}>
          <WithFurigana>{label}</WithFurigana>
        </span>
        <RequirementBadge required={required} />
      </legend>
      {help && <HelpText id={`${groupId}-help`}>{help}</HelpText>}
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <DateField
          label={t('field.day')}
          value={day || null}
          readOnly={readOnly}
          onChange={(next) => put(next ?? '', time)}
          onUnread={(text) => put(text, time)}
        />
        <TimeField
          label={t('field.time')}
          value={time || null}
          readOnly={readOnly}
          onChange={(next) => put(day, next ?? '')}
        />
      </div>
      {error && <ErrorText id={`${groupId}-error`}>{error}</ErrorText>}
    </fieldset>
  );
}

/** A time of day as the browser lets it be typed; one that was written elsewhere as it is here. */
export function TimeField({ value, onChange, ...field }: Props) {
  return (
    <TextField
      {...field}
      type="time"
      className="max-w-40"
      value={zoned.test(value ?? '') ? sayTime(value ?? '') : (value ?? '').slice(0, 5)}
      onChange={(text) => onChange(text === '' ? null : text)}
    />
  );
}

const zoned = /(?:Z|[+-]\d\d:\d\d)$/i;

/** A time of day of here, as JSON Schema has it. */
export const toTime = (time: string): string => `${time.slice(0, 5)}:00+09:00`;

const elsewhere = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/i;

/** Day and time of day: those of here, also of a point in time that was written elsewhere. */
function split(value: string): [day: string, time: string] {
  if (elsewhere.test(value) && !value.endsWith('+09:00') && !Number.isNaN(Date.parse(value)))
    return [toDay(value), sayTime(value.slice(11))];
  const at = value.lastIndexOf('T');
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1, at + 6)];
}
