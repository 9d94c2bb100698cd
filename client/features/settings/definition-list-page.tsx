import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { Definition } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { SettingsTitle } from './settings-title.tsx';
import { UploadForm } from './upload-form.tsx';

const kinds = ['form', 'rules', 'workflow'] as const;

/** Forms, rules and lifecycles, each with the version in force. */
export function DefinitionListPage() {
  const { t } = useTranslation('settings');
  const [adding, setAdding] = useState<Definition['kind'] | null>(null);
  return (
    <div className="space-y-10">
      <SettingsTitle part="definitions" />
      {kinds.map((kind) => (
        <Definitions key={kind} kind={kind} onAdd={() => setAdding(kind)} />
      ))}
      {adding && (
        <Dialog
          title={t('definition.uploadOne', { kind: t(`definitionKind.${adding}`) })}
          isOpen
          wide
          onClose={() => setAdding(null)}
        >
          <UploadForm kind={adding} onClose={() => setAdding(null)} />
        </Dialog>
      )}
    </div>
  );
}

function Definitions({ kind, onAdd }: { kind: Definition['kind']; onAdd: () => void }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const { can } = useMunicipality();
  const definitions = useGet<Definition[]>(api(`definitions/${kind}`));
  return (
    <Section
      title={t(`definitionKind.${kind}`)}
      actions={
        <>
          {kind === 'rules' && can['definitions.create'] && (
            <ButtonLink to={page('settings/rules')}>{t('definition.studio')}</ButtonLink>
          )}
          <Button label={t('definition.uploadOne', { kind: t(`definitionKind.${kind}`) })} onPress={onAdd}>
            {t('definition.upload')}
          </Button>
        </>
      }
    >
      <Loaded query={definitions}>
        {(list) => (
          <Table
            caption={t(`definitionKind.${kind}`)}
            rows={list.map((one) => ({ ...one, id: one.key }))}
            to={(one) => page(`settings/definitions/${kind}/${one.key}`)}
            columns={[
              {
                key: 'name',
                header: t('definition.name'),
                cell: (one) => (
                  <>
                    {one.name} {one.draft && <Badge>{t('draft.mark')}</Badge>}{' '}
                    {one.update && <Badge tone="attention">{t('update.mark')}</Badge>}
                  </>
                ),
              },
              { key: 'key', header: t('definition.key'), cell: (one) => <span className="font-mono">{one.key}</span> },
              {
                key: 'current',
                header: t('definition.current'),
                short: true,
                cell: (one) => (one.current > 0 ? t('definition.number', { number: one.current }) : '―'),
              },
              {
                key: 'since',
                header: t('definition.effectiveOn'),
                short: true,
                cell: (one) =>
                  formatShortDay(one.versions.find((version) => version.number === one.current)?.effectiveOn),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
