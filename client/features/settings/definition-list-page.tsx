import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Table } from '../../components/table.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { TextField } from '../../components/text-field.tsx';
import { definitionPlace } from '../../lib/definition-place.ts';
import type { Definition } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { finds } from '../../lib/finds.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { SettingsTitle } from './settings-title.tsx';
import { UploadForm } from './upload-form.tsx';

const kinds = ['form', 'rules', 'workflow', 'register'] as const;
type Kind = Definition['kind'];

/** Of what a form is, by what the server uses it for; others stand by themselves at the end. */
const groups: Record<string, readonly string[]> = {
  need: ['need-intake', 'need-step'],
  referral: ['referral-step'],
  council: ['council-step'],
  meeting: ['meeting'],
  proposal: ['proposal', 'report', 'proposal-step'],
  section: ['section'],
};
const groupOf = (purpose: string): string =>
  Object.keys(groups).find((group) => groups[group]?.includes(purpose)) ?? 'other';

/** Forms, rules, workflows and registers, each with the version in force, what uses it, and what waits. */
export function DefinitionListPage() {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const { values, set } = useFilters(['kind', 'q']);
  const [adding, setAdding] = useState<Kind | null>(null);
  const chosen = kinds.find((kind) => kind === values.kind) ?? 'form';
  const lists = {
    form: useGet<Definition[]>(api('definitions/form')),
    rules: useGet<Definition[]>(api('definitions/rules')),
    workflow: useGet<Definition[]>(api('definitions/workflow')),
    register: useGet<Definition[]>(api('definitions/register')),
  };
  const findIn = (list: Definition[]) =>
    list.filter((definition) => values.q === '' || finds(`${definition.name} ${definition.key}`, values.q));
  return (
    <div className="space-y-8">
      <SettingsTitle
        part="definitions"
        actions={
          <>
            <ButtonLink to={page('settings/bundles')}>{t('bundles:title')}</ButtonLink>
            {chosen === 'form' && <ButtonLink to={page('settings/new-form')}>{t('definition.newForm')}</ButtonLink>}
            {chosen === 'register' && (
              <ButtonLink to={page('settings/new-register')}>{t('register-studio:new.title')}</ButtonLink>
            )}
            <Button onPress={() => setAdding(chosen)}>
              {t('definition.uploadOne', { kind: t(`definitionKind.${chosen}`) })}
            </Button>
          </>
        }
      />
      <div className="max-w-120" role="search">
        <TextField
          type="search"
          label={t('definition.search')}
          value={values.q}
          onChange={(value) => set('q', value)}
        />
      </div>
      <Tabs
        label={t('part.definitions.title')}
        selected={chosen}
        onSelect={(kind) => set('kind', kind)}
        items={[tabOf('form'), tabOf('rules'), tabOf('workflow'), tabOf('register')]}
      />
      {adding && (
        <Dialog
          title={t('definition.uploadOne', { kind: t(`definitionKind.${adding}`) })}
          isOpen
          wide
          onClose={() => setAdding(null)}
        >
          <UploadForm kind={adding} list={lists[adding].data ?? []} onClose={() => setAdding(null)} />
        </Dialog>
      )}
    </div>
  );

  function tabOf(kind: Kind) {
    const { data } = lists[kind];
    return {
      id: kind,
      name: t(`definitionKind.${kind}`),
      ...(data ? { count: findIn(data).length } : {}),
      content: (
        <Loaded query={lists[kind]}>{(list) => <Found kind={kind} list={findIn(list)} sought={values.q} />}</Loaded>
      ),
    };
  }
}

function Found({ kind, list, sought }: { kind: Kind; list: Definition[]; sought: string }) {
  const { t } = useTranslation('settings');
  if (list.length === 0)
    return <EmptyState title={sought ? t('definition.noneFound', { sought }) : t('definition.none')} />;
  if (kind !== 'form') return <Rows caption={t(`definitionKind.${kind}`)} list={list} />;
  const byGroup = Map.groupBy(list, ({ purpose }) => groupOf(purpose));
  return (
    <div className="space-y-10">
      {[...Object.keys(groups), 'other'].map((group) => {
        const rows = byGroup.get(group);
        return (
          rows && (
            <section key={group} className="space-y-2">
              <h2 className="text-[1.125rem]">{t(`formGroup.${group}`)}</h2>
              <Rows caption={t(`formGroup.${group}`)} list={rows} />
            </section>
          )
        );
      })}
    </div>
  );
}

function Rows({ caption, list }: { caption: string; list: Definition[] }) {
  const { t } = useTranslation('settings');
  const { page } = usePaths();
  return (
    <Table
      caption={caption}
      rows={list.map((definition) => ({ ...definition, id: definition.key }))}
      to={(definition) => page(definitionPlace(definition))}
      columns={[
        { key: 'name', header: t('definition.name'), cell: (definition) => definition.name },
        { key: 'used', header: t('definition.usedBy'), cell: (definition) => <Used definition={definition} /> },
        {
          key: 'current',
          header: t('definition.current'),
          short: true,
          cell: (definition) => <Current definition={definition} />,
        },
        {
          key: 'waits',
          header: t('definition.waits'),
          cell: (definition) =>
            definition.draft || definition.update ? (
              <span className="flex flex-wrap gap-1">
                {definition.draft && <Badge>{t('draft.mark')}</Badge>}
                {definition.update && <Badge tone="attention">{t('update.mark')}</Badge>}
              </span>
            ) : (
              '―'
            ),
        },
      ]}
    />
  );
}

/** The workflows that ask it, or else what the program asks it for; and how many records came of the versions there are. */
function Used({ definition: { kind, purpose, usedBy, versions } }: { definition: Definition }) {
  const { t } = useTranslation('settings');
  const count = versions.reduce((sum, version) => sum + version.uses, 0);
  const by = usedBy.map(({ name }) => name).join(t('definition.and')) || t(`definition.purpose.${purpose}`, '');
  return (
    <>
      {by}
      {kind !== 'register' && purpose !== 'section' && (
        <span className="block text-dns-14N-130 text-solid-gray-700">{t(`definition.usesOf.${kind}`, { count })}</span>
      )}
    </>
  );
}

function Current({ definition: { current, versions } }: { definition: Definition }) {
  const { t } = useTranslation('settings');
  const since = versions.find((version) => version.number === current)?.effectiveOn;
  const next = versions.filter((version) => version.number > current);
  return (
    <>
      {current > 0 ? t('definition.numberSince', { number: current, day: formatShortDay(since) }) : '―'}
      {next.map((version) => (
        <span key={version.number} className="block">
          <Badge tone="accent">
            {t('definition.numberFrom', { number: version.number, day: formatShortDay(version.effectiveOn) })}
          </Badge>
        </span>
      ))}
    </>
  );
}
