import { parseDate } from '@internationalized/date';
import { useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
} from 'react-aria-components/Calendar';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { formatDay, parseDay } from '../lib/dates.ts';
import { describedBy, FieldFrame } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { useTyped } from './unread.tsx';

type Props = FieldProps & {
  value: string | null;
  /** Hears nothing of what is no day: whatever would be done with it is held. */
  onChange: (value: string | null) => void;
  /** Is told what was typed, where it is no day: for answers that are checked with it. */
  onUnread?: (text: string) => void;
  readOnly?: boolean;
};

/** A day, typed as one likes (`2026-11-23`, `R8.11.23`, `令和8年11月23日`) or picked; what was understood stands below. */
export function DateField({ value, onChange, onUnread, readOnly, error, ...field }: Props) {
  const { t, i18n } = useTranslation();
  const ownId = useId();
  const id = field.id ?? ownId;
  const [left, setLeft] = useState(false);
  const { shown, isUnread, type, settle, forget } = useTyped({
    field: { id, label: field.label },
    text: value ?? '',
    read: parseDay,
    write: String,
    message: t('field.notADay'),
    onChange,
    onUnread,
  });
  const wrong = left && isUnread;
  const said = wrong ? t('field.notADay') : error;
  const help = field.help ?? t('field.dayHelp');
  return (
    <FieldFrame {...field} help={help} error={said} controlId={id} className="max-w-90">
      <div className="flex gap-2">
        <input
          id={id}
          className="box tabular-nums"
          value={shown}
          readOnly={readOnly}
          autoComplete="off"
          required={field.required}
          aria-invalid={said ? true : undefined}
          aria-describedby={describedBy(id, help, said, `${id}-read`)}
          onChange={(event) => {
            setLeft(false);
            type(event.target.value);
          }}
          onBlur={() => {
            afterPress(() => setLeft(true));
            settle();
          }}
        />
        {!readOnly && (
          <DayPicker
            value={value !== null && parseDay(value) === value ? value : null}
            label={t('field.pickDay', { label: field.label })}
            onPick={(day) => {
              forget();
              onChange(day);
            }}
          />
        )}
      </div>
      <p id={`${id}-read`} className="text-dns-16N-130 text-solid-gray-700 empty:hidden">
        {value && !isUnread && formatDay(value, i18n.language)}
      </p>
    </FieldFrame>
  );
}

/** Does something once nothing is pressed any more: what moves under the pointer is not what was pressed. */
function afterPress(then: () => void): void {
  if (document.querySelector(':active') === null) {
    then();
    return;
  }
  const done = new AbortController();
  for (const end of ['pointerup', 'click'])
    window.addEventListener(end, () => (done.abort(), requestAnimationFrame(then)), { signal: done.signal });
}

function DayPicker({ value, label, onPick }: { value: string | null; label: string; onPick: (day: string) => void }) {
  const { t } = useTranslation();
  return (
    <DialogTrigger>
      <Button
        aria-label={label}
        className="flex size-12 shrink-0 items-center justify-center rounded-8 border border-solid-gray-600 bg-white hover:bg-solid-gray-50"
      >
        <Icon name="calendar" />
      </Button>
      <Popover className="rounded-8 border border-solid-gray-420 bg-white p-4 shadow-3">
        <Dialog aria-label={label} className="outline-none">
          {({ close }) => (
            <Calendar
              aria-label={label}
              autoFocus
              value={value ? parseDate(value) : null}
              onChange={(day) => {
                onPick(day.toString());
                close();
              }}
            >
              <div className="mb-2 flex items-center justify-between">
                <Button
                  slot="previous"
                  aria-label={t('field.previousMonth')}
                  className="flex size-11 items-center justify-center rounded-8 hover:bg-blue-50"
                >
                  <Icon name="right" className="size-5 rotate-180" />
                </Button>
                <Heading className="text-std-16B-170" />
                <Button
                  slot="next"
                  aria-label={t('field.nextMonth')}
                  className="flex size-11 items-center justify-center rounded-8 hover:bg-blue-50"
                >
                  <Icon name="right" />
                </Button>
              </div>
              <CalendarGrid>
                <CalendarGridHeader>
                  {(day) => (
                    <CalendarHeaderCell className="size-11 font-normal text-solid-gray-700">{day}</CalendarHeaderCell>
                  )}
                </CalendarGridHeader>
                <CalendarGridBody>
                  {(day) => (
                    <CalendarCell
                      date={day}
                      className="flex size-11 cursor-pointer items-center justify-center rounded-8 tabular-nums hover:bg-blue-50 data-outside-month:hidden data-selected:bg-blue-900 data-selected:font-bold data-selected:text-white"
                    />
                  )}
                </CalendarGridBody>
              </CalendarGrid>
            </Calendar>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
