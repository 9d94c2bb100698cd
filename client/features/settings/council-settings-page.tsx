import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { Table } from '../../components/table.tsx';
import type { Council } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { CouncilForm } from './council-form.tsx';
import { SettingsTitle } from './settings-title.tsx';

/** Councils to register, rename and close. */
export function CouncilSettingsPage() {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const councils = usePages<Council>(api('councils'), { limit: 100 });
  const [editing, setEditing] = useState<Council | 'new' | null>(null);
  return (
    <div className="space-y-6">
      <SettingsTitle
        part="councils"
        actions={
          <>
            <ButtonLink to={page('imports/councils')}>{t('imports:load')}</ButtonLink>
            <Button kind="primary" onPress={() => setEditing('new')}>
              {t('council.add')}
            </Button>
          </>
        }
      />
      <LoadedPages query={councils}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('council.empty')} />
          ) : (
            <Table
              caption={t('part.councils.title')}
              rows={items}
              columns={[
                {
                  key: 'name',
                  header: t('field.name'),
                  cell: (council) => <span className="font-bold">{council.name}</span>,
                },
                { key: 'local', header: t('council.localName'), cell: (council) => council.localName ?? '―' },
                { key: 'tier', header: t('council.tier'), short: true, cell: (council) => t(`tier.${council.tier}`) },
                { key: 'area', header: t('council.area'), cell: (council) => council.area.name },
                {
                  key: 'state',
                  header: t('council.standing'),
                  cell: (council) => (council.closed ? <Badge>{t('council.closed')}</Badge> : council.standing.name),
                },
                {
                  key: 'do',
                  button: true,
                  header: t('field.action'),
                  cell: (council) => (
                    <Button
                      kind="text"
                      label={t('council.editOne', { name: council.name })}
                      onPress={() => setEditing(council)}
                    >
                      {t('common:action.edit')}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </LoadedPages>
      {editing && (
        <Dialog
          title={editing === 'new' ? t('council.add') : t('council.editOne', { name: editing.name })}
          isOpen
          onClose={() => setEditing(null)}
        >
          <CouncilForm council={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
        </Dialog>
      )}
    </div>
  );
}
