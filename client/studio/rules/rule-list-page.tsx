import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Table } from '../../components/table.tsx';
import type { Definition, RuleSetEntry } from '../../lib/contract.ts';
import { formatInstant, formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';

/** Every rule set: what is in force, what is coming, who is drafting. */
export function RuleListPage() {
  return (
    <ForEditors>
      <RuleList />
    </ForEditors>
  );
}

function RuleList() {
  const { t } = useTranslation('rules');
  const { api, page } = usePaths();
  const entries = useGet<RuleSetEntry[]>(api('rules'));
  const definitions = useGet<Definition[]>(api('definitions/rules'));
  const updated = (key: string) => definitions.data?.some((definition) => definition.key === key && definition.update);
  return (
    <div className="space-y-8">
      <StudioTitle
        title={t('list.title')}
        isList
        lead={t('list.lead')}
        actions={
          <>
            <ButtonLink to={page('settings/rules/new')} kind="primary">
              {t('new.title')}
            </ButtonLink>
            <ButtonLink to={page('settings/decisions')}>{t('log.title')}</ButtonLink>
            <ButtonLink to={page('settings/facts')}>{t('map.title')}</ButtonLink>
          </>
        }
      />
      <Loaded query={entries}>
        {(list) => (
          <Table
            caption={t('list.title')}
            rows={list.map((entry) => ({ ...entry, id: entry.key }))}
            to={(entry) => page(`settings/rules/${entry.key}`)}
            columns={[
              { key: 'name', header: t('list.name'), cell: (entry) => entry.name },
              { key: 'description', header: t('list.description'), deskOnly: true, cell: (entry) => entry.description },
              {
                key: 'rules',
                header: t('list.rules'),
                numeric: true,
                short: true,
                cell: (entry) => t('list.count', { count: entry.rules }),
              },
              { key: 'current', header: t('list.current'), short: true, cell: (entry) => <Current entry={entry} /> },
              {
                key: 'draft',
                header: t('list.draft'),
                cell: (entry) =>
                  entry.draft || updated(entry.key) ? (
                    <>
                      {entry.draft &&
                        t('list.draftBy', { by: entry.draft.savedBy, at: formatInstant(entry.draft.savedAt) })}
                      {updated(entry.key) && <Badge tone="attention">{t('settings:update.mark')}</Badge>}
                    </>
                  ) : (
                    '―'
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </div>
  );
}

function Current({ entry }: { entry: RuleSetEntry }) {
  const { t } = useTranslation('rules');
  return (
    <span className="flex flex-col gap-1">
      <span>{entry.current > 0 ? t('version.number', { number: entry.current }) : t('list.notYet')}</span>
      {entry.upcoming.map((version) => (
        <span key={version.number}>
          <Badge tone="accent">
            {t('list.upcoming', { number: version.number, day: formatShortDay(version.effectiveOn) })}
          </Badge>
        </span>
      ))}
    </span>
  );
}
