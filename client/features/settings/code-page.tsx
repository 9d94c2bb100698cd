import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { CodeEntry } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { CodeForm, tierOf } from './code-form.tsx';
import { SettingsTitle } from './settings-title.tsx';

const lists = ['service-type', 'organisation-kind', 'meeting-kind', 'area-kind'] as const;

/** The words one chooses from: types of service, kinds of organisation, of meeting and of area. */
export function CodePage() {
  return (
    <div className="space-y-10">
      <SettingsTitle part="codes" />
      {lists.map((list) => (
        <CodeList key={list} list={list} />
      ))}
    </div>
  );
}

function CodeList({ list }: { list: (typeof lists)[number] }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const entries = useGet<CodeEntry[]>(api(`codes/${list}`));
  const [editing, setEditing] = useState<CodeEntry | 'new' | null>(null);
  const close = () => setEditing(null);
  return (
    <Section
      title={t(`codeList.${list}`)}
      actions={
        <Button label={t('code.addTo', { list: t(`codeList.${list}`) })} onPress={() => setEditing('new')}>
          {t('common:action.add')}
        </Button>
      }
    >
      {list === 'area-kind' && <p className="prose-line mb-4">{t('code.areaKindsHelp')}</p>}
      <Loaded query={entries}>
        {(entries) => (
          <Table
            caption={t(`codeList.${list}`)}
            rows={entries}
            columns={[
              { key: 'ja', header: t('code.ja'), cell: (entry) => <span className="font-bold">{entry.nameJa}</span> },
              { key: 'en', header: t('code.en'), cell: (entry) => entry.nameEn ?? '―' },
              { key: 'key', header: t('code.key'), cell: (entry) => <span className="font-mono">{entry.key}</span> },
              ...(list === 'area-kind'
                ? [
                    {
                      key: 'tier',
                      header: t('code.tier'),
                      short: true,
                      cell: (entry: CodeEntry) => t(`code.tierOf.${tierOf(entry)}`),
                    },
                  ]
                : []),
              {
                key: 'state',
                header: t('code.state'),
                short: true,
                cell: (entry) => (entry.retired ? <Badge>{t('code.retired')}</Badge> : t('code.inUse')),
              },
              {
                key: 'do',
                button: true,
                header: t('field.action'),
                cell: (entry) => (
                  <Button
                    kind="text"
                    label={t('code.editOne', { name: entry.nameJa })}
                    onPress={() => setEditing(entry)}
                  >
                    {t('common:action.edit')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {editing && (
        <Dialog
          title={
            editing === 'new'
              ? t('code.addTo', { list: t(`codeList.${list}`) })
              : t('code.editOne', { name: editing.nameJa })
          }
          isOpen
          onClose={close}
        >
          <CodeForm list={list} entry={editing === 'new' ? null : editing} onClose={close} />
        </Dialog>
      )}
    </Section>
  );
}
