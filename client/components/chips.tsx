import type { ReactNode } from 'react';
import { Children, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

export type Chip = { key: string; label: string; value: string; onRemove: () => void };

/** The fields one searches by, and what is in force in words (「圏域: 門脇」), each removable. On a phone all but the first field wait behind a button, so that the list is in sight. */
export function Filters({ children, chips, onClear }: { children: ReactNode; chips: Chip[]; onClear: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [first, ...others] = Children.toArray(children);
  return (
    <div className="no-print space-y-3" role="search">
      <div className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-4">
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
            <button type="button" onClick={onClear} className="link min-h-11 px-2">
              {t('filter.clear')}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}
