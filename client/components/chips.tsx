import type { ReactNode } from 'react';
import { Children, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';
import { KeepUnread, useUnreadFields } from './unread.tsx';

export type Chip = { key: string; label: string; value: string; onRemove: () => void };

/** The fields one searches by, and what is in force in words (「圏域: 門脇」), each removable. What cannot be read filters by nothing, and is named. On a phone all but the first field wait behind a button, so that the list is in sight. */
export function Filters({ children, chips, onClear }: { children: ReactNode; chips: Chip[]; onClear: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  /** What was typed goes with the filters that are cleared, also what was none. */
  const [cleared, setCleared] = useState(0);
  const { unread, keep } = useUnreadFields();
  const [first, ...others] = Children.toArray(children);
  return (
    <div className="no-print space-y-3" role="search">
      <KeepUnread value={keep}>
        <div key={cleared} className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {first}
          {others.length > 0 && (
            <button
              type="button"
              aria-expanded={open}
              aria-controls={id}
              onClick={() => setOpen(!open)}
              className="link min-h-11 text-left sm:hidden"
            >
              {t(open ? 'filter.fewer' : 'filter.more')}
            </button>
          )}
          <div id={id} className={`grid gap-4 sm:contents ${open ? '' : 'max-sm:hidden'}`}>
            {others}
          </div>
        </div>
      </KeepUnread>
      <p role="status" className="text-red-900 empty:hidden">
        {unread.length > 0 &&
          t('filter.unread', { fields: unread.map(({ label }) => label).join(t('list.separator')) })}
      </p>
      {chips.length > 0 && (
        <ul className="flex flex-wrap items-center gap-2" aria-label={t('filter.active')}>
          {chips.map((chip) => (
            <li key={chip.key}>
              <button
                type="button"
                onClick={chip.onRemove}
                className="inline-flex min-h-11 items-center gap-1 rounded-full border border-blue-900 bg-blue-50 px-4 text-blue-1000 hover:underline"
                aria-label={t('filter.remove', { label: chip.label, value: chip.value })}
              >
                {chip.label}: {chip.value}
                <Icon name="cross" className="size-4" />
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              onClick={() => {
                setCleared(cleared + 1);
                onClear();
              }}
              className="link min-h-11 px-2"
            >
              {t('filter.clear')}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}
