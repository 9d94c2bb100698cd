import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Checkbox } from '../../components/choice-group.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { Definition, RuleModel, RuleUse, RuleUses } from '../../lib/contract.ts';
import { finds } from '../../lib/finds.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';
import { inWords, useLanguage } from '../kit/language.ts';

/** Which rules use which fact, and which form's field feeds which rules. */
export function FactMapPage() {
  return (
    <ForEditors>
      <FactMap />
    </ForEditors>
  );
}

function FactMap() {
  const { t } = useTranslation('rules');
  const { api } = usePaths();
  const uses = useGet<RuleUses>(api('rules/uses'));
  const models = useGet<RuleModel[]>(api('rules/models')).data ?? [];
  const forms = new Map(
    (useGet<Definition[]>(api('definitions/form')).data ?? []).map((form) => [form.key, form.name]),
  );
  const language = useLanguage();
  const [search, setSearch] = useSearchParams();
  const sought = search.get('q') ?? '';
  const chosen = search.get('model') ?? '';
  const used = search.get('used') === '1';
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        value ? before.set(name, value) : before.delete(name);
        return before;
      },
      { replace: true },
    );
  const fits = (texts: string[]) => texts.some((text) => finds(text, sought));
  return (
    <div className="space-y-8">
      <StudioTitle title={t('map.title')} lead={t('map.lead')} />
      <div className="grid max-w-240 items-end gap-4 sm:grid-cols-3" role="search">
        <TextField type="search" label={t('map.search')} value={sought} onChange={(value) => set('q', value)} />
        <Select
          label={t('set.model')}
          empty={t('common:filter.all')}
          value={chosen}
          choices={models.map((model) => ({ value: model.key, label: inWords(model.label, language) }))}
          onChange={(value) => set('model', value)}
        />
        <Checkbox label={t('map.usedOnly')} value={used} onChange={(on) => set('used', on ? '1' : '')} />
      </div>
      <Loaded query={uses}>
        {({ facts, fields }) => {
          const shown = facts.filter(
            (fact) =>
              (!chosen || fact.model === chosen) &&
              (!used || fact.used.length > 0) &&
              fits([inWords(fact.label, language), fact.path, ...fact.used.map((use) => use.name)]),
          );
          const matching = fields.filter(
            (field) =>
              (!used || field.used.length > 0) &&
              fits([
                inWords(field.label, language),
                field.form,
                forms.get(field.form) ?? '',
                ...field.used.map((use) => use.name),
              ]),
          );
          return (
            <div className="space-y-10">
              <Section title={t('map.facts')}>
                {shown.length === 0 ? (
                  <EmptyState title={t('map.none')} />
                ) : (
                  <Table
                    caption={t('map.facts')}
                    rows={shown.map((fact) => ({ ...fact, id: `${fact.model} ${fact.path}` }))}
                    columns={[
                      {
                        key: 'label',
                        header: t('condition.fact'),
                        cell: (fact) => (
                          <span>
                            <span className="font-bold">{inWords(fact.label, language)}</span>
                            <span className="block font-mono text-[0.875rem] text-solid-gray-700">{fact.path}</span>
                          </span>
                        ),
                      },
                      {
                        key: 'model',
                        header: t('set.model'),
                        deskOnly: true,
                        cell: (fact) => {
                          const model = models.find((model) => model.key === fact.model);
                          return model ? inWords(model.label, language) : fact.model;
                        },
                      },
                      { key: 'used', header: t('map.usedBy'), cell: (fact) => <UsedBy uses={fact.used} /> },
                    ]}
                  />
                )}
              </Section>
              <Section title={t('map.fields')}>
                {matching.length === 0 ? (
                  <EmptyState title={t('map.none')} />
                ) : (
                  <Table
                    caption={t('map.fields')}
                    rows={matching.map((field) => ({ ...field, id: `${field.form} ${field.field}` }))}
                    columns={[
                      {
                        key: 'label',
                        header: t('map.field'),
                        cell: (field) => (
                          <span>
                            <span className="font-bold">{inWords(field.label, language)}</span>
                            <span className="block text-solid-gray-700">{forms.get(field.form) ?? field.form}</span>
                          </span>
                        ),
                      },
                      { key: 'used', header: t('map.usedBy'), cell: (field) => <UsedBy uses={field.used} /> },
                    ]}
                  />
                )}
              </Section>
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}

function UsedBy({ uses }: { uses: RuleUse[] }) {
  const { t } = useTranslation('rules');
  const { page } = usePaths();
  if (uses.length === 0) return <span className="text-solid-gray-700">{t('map.unused')}</span>;
  return (
    <ul className="space-y-1">
      {uses.map((use) => (
        <li key={`${use.key} ${use.number ?? 'draft'}`}>
          <Link className="link" to={page(`settings/rules/${use.key}`)}>
            {use.name}
          </Link>
          {t('common:paren', {
            text: use.standing === 'draft' ? t('version.draft') : t('version.number', { number: use.number ?? 0 }),
          })}
          {use.rules.length > 0 && (
            <span className="block text-solid-gray-700">
              {use.rules.map((rule) => rule.title).join(t('value.comma'))}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
