import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Select } from '../../components/select.tsx';
import type { ListView } from '../../lib/contract.ts';
import type { ListOf } from './list-of.ts';
import type { Views } from './use-views.ts';
import { ViewDialog } from './view-dialog.tsx';

/** The saved view that the list stands in, and how to save, change and remove one; `children` stand beside. */
export function ViewBar({ list, views, children }: { list: ListOf; views: Views; children?: ReactNode }) {
  const { t } = useTranslation('lists');
  const [open, setOpen] = useState<'save' | 'change' | null>(null);
  const [removing, setRemoving] = useState<ListView | null>(null);
  const { items, chosen } = views;
  const unusable = items.filter(({ query }) => query === null);
  return (
    <div className="no-print space-y-2">
      <div className="flex flex-wrap items-end gap-3">
        <Select
          className="w-full sm:w-80"
          label={t('views.choose')}
          value={chosen?.id ?? ''}
          empty={t('views.standard')}
          choices={items
            .filter(({ query }) => query !== null)
            .map(({ id, name, role }) => ({
              value: id,
              label: role ? t('views.shared', { name, role: t(`common:role.${role}`) }) : name,
            }))}
          onChange={views.choose}
        />
        <Button onPress={() => setOpen('save')}>{t('views.save')}</Button>
        {chosen?.mayChange && (
          <Button kind="text" onPress={() => setOpen('change')}>
            {t('views.change')}
          </Button>
        )}
        {children}
      </div>
      {views.isChanged && <p className="text-dns-16N-130 text-solid-gray-700">{t('views.changed')}</p>}
      {chosen && chosen.notes.length > 0 && <Notes title={t('views.leftOut')} notes={chosen.notes} />}
      {unusable.map(({ id, name, notes }) => (
        <Notes key={id} title={t('views.unusable', { name })} notes={notes} />
      ))}
      {open === 'save' && <ViewDialog list={list} views={views} view={null} onClose={() => setOpen(null)} />}
      {open === 'change' && chosen && (
        <ViewDialog
          list={list}
          views={views}
          view={chosen}
          onClose={() => setOpen(null)}
          onRemove={() => (setOpen(null), setRemoving(chosen))}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={t('views.removeTitle', { name: removing.name })}
          help={t(removing.role ? 'views.removeHelpShared' : 'views.removeHelp')}
          action={t('views.remove')}
          path={`${list.path}/views/${removing.id}`}
          version={removing.version}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  );
}

function Notes({ title, notes }: { title: string; notes: string[] }) {
  return (
    <div className="text-dns-16N-130">
      <p>{title}</p>
      <ul className="list-disc pl-6">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}
