import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import type { Area } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { AreaForm } from './area-form.tsx';
import { kindsBelow } from './area-kinds.ts';
import { SettingsTitle } from './settings-title.tsx';

/** The tree of areas, each of one of the city's kinds. */
export function AreaPage() {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const areas = useGet<Area[]>(api('areas'));
  const [editing, setEditing] = useState<{ area: Area | null; parent: Area | null } | null>(null);
  const close = () => setEditing(null);
  return (
    <div className="space-y-6">
      <SettingsTitle part="areas" actions={<ButtonLink to={page('imports/areas')}>{t('imports:load')}</ButtonLink>} />
      <Loaded query={areas}>
        {(list) => (
          <AreaTree
            areas={list}
            onEdit={(area) => setEditing({ area, parent: null })}
            onAdd={(parent) => setEditing({ area: null, parent })}
          />
        )}
      </Loaded>
      {editing && (
        <Dialog
          title={
            editing.area
              ? t('area.editOne', { name: editing.area.name })
              : t('area.addBelow', { name: editing.parent?.name })
          }
          isOpen
          onClose={close}
        >
          <AreaForm area={editing.area} parent={editing.parent} onClose={close} />
        </Dialog>
      )}
    </div>
  );
}

type TreeProps = {
  areas: Area[];
  onEdit: (area: Area) => void;
  onAdd: (parent: Area) => void;
  parentId?: string | null;
};

function AreaTree({ areas, onEdit, onAdd, parentId = null }: TreeProps) {
  const { t } = useTranslation('settings');
  const kinds = useMunicipality().codes['area-kind'];
  const here = areas.filter((area) => area.parentId === parentId).toSorted((a, b) => a.position - b.position);
  if (here.length === 0) return null;
  return (
    <ul className={parentId ? 'ml-4 border-l-2 border-solid-gray-200 pl-4 sm:ml-8' : ''}>
      {here.map((area) => (
        <li key={area.id}>
          <div className="flex min-h-14 flex-wrap items-center gap-x-3 border-b border-solid-gray-200 py-1">
            <span className={area.closed ? 'text-solid-gray-700' : 'font-bold'}>{area.name}</span>
            <span className="text-dns-14N-130 text-solid-gray-700">
              {kinds.find(({ key }) => key === area.kind)?.name ?? area.kind}
            </span>
            {area.closed && <Badge>{t('area.closed')}</Badge>}
            <span className="ml-auto flex">
              <Button kind="text" label={t('area.editOne', { name: area.name })} onPress={() => onEdit(area)}>
                {t('common:action.edit')}
              </Button>
              {kindsBelow(kinds, area.kind).length > 0 && !area.closed && (
                <Button kind="text" label={t('area.addBelow', { name: area.name })} onPress={() => onAdd(area)}>
                  {t('area.add')}
                </Button>
              )}
            </span>
          </div>
          <AreaTree areas={areas} onEdit={onEdit} onAdd={onAdd} parentId={area.id} />
        </li>
      ))}
    </ul>
  );
}
