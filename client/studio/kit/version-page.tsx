import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { get } from '../../lib/api.ts';
import type { Definition, DefinitionBody, RuleComparison } from '../../lib/contract.ts';
import { formatInstant, formatShortDay } from '../../lib/dates.ts';
import { useDraftWords } from '../../lib/draft-words.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { SmallButton } from './action-menu.tsx';
import { listVersions, useDefinitionPaths, WithDefinition } from './definition.tsx';
import { StudioTitle } from './studio-title.tsx';

/** The versions of a form, a rule set or a workflow: any two side by side in words, each as a file, and an old one as the next draft. */
export function VersionPage() {
  return <WithDefinition>{(definition) => <Versions entry={definition} />}</WithDefinition>;
}

function Versions({ entry }: { entry: Definition }) {
  const { t } = useTranslation('rules');
  const { page } = useDefinitionPaths(entry);
  const { api } = usePaths();
  const [again, setAgain] = useState<number | null>(null);
  const saving = useMutation({
    mutationFn: async ({ id, number }: Definition['versions'][number]) => {
      const { body } = await get<DefinitionBody>(api(`definitions/${entry.kind}/${id}`));
      saveFile(`${entry.key}.${number}.${entry.kind}.json`, `${JSON.stringify(body, null, 2)}\n`, 'application/json');
    },
  });
  return (
    <div className="space-y-10">
      <StudioTitle of={entry.kind} title={t('version.title')} between={[{ name: entry.name, to: page() }]} />
      <Compare entry={entry} />
      <Section title={t('version.all')}>
        {saving.error && <ProblemNotice error={saving.error} />}
        <Table
          caption={t('version.all')}
          rows={entry.versions}
          columns={[
            {
              key: 'number',
              header: t('version.version'),
              short: true,
              cell: (version) => t('version.number', { number: version.number }),
            },
            {
              key: 'state',
              header: t('version.state'),
              short: true,
              cell: (version) =>
                version.number === entry.current ? (
                  <Badge tone="accent">{t('version.inForce')}</Badge>
                ) : version.number > entry.current ? (
                  t('version.later')
                ) : (
                  t('version.former')
                ),
            },
            {
              key: 'from',
              header: t('version.effectiveOn'),
              short: true,
              cell: (version) => formatShortDay(version.effectiveOn),
            },
            { key: 'reason', header: t('version.reason'), cell: (version) => version.reason },
            {
              key: 'by',
              header: t('version.published'),
              cell: (version) => `${formatInstant(version.publishedAt)} ${version.publishedBy ?? ''}`,
            },
            {
              key: 'uses',
              header: t('settings:definition.uses'),
              short: true,
              cell: (version) => t(`settings:definition.usesOf.${entry.kind}`, { count: version.uses }),
            },
            {
              key: 'back',
              button: true,
              header: t('action'),
              cell: (version) => (
                <span className="flex flex-wrap gap-2">
                  <SmallButton
                    onPress={() => saving.mutate(version)}
                    label={t('version.fileOne', { number: version.number })}
                  >
                    {t('version.file')}
                  </SmallButton>
                  {version.number !== entry.current && (
                    <SmallButton onPress={() => setAgain(version.number)}>
                      {t('version.again', { number: version.number })}
                    </SmallButton>
                  )}
                </span>
              ),
            },
          ]}
        />
      </Section>
      {again !== null && <AgainDialog entry={entry} number={again} onClose={() => setAgain(null)} />}
    </div>
  );
}

function Compare({ entry }: { entry: Definition }) {
  const { t } = useTranslation('rules');
  const { api } = useDefinitionPaths(entry);
  const [search, setSearch] = useSearchParams();
  const versions = listVersions(entry);
  const say = (version: number | 'draft') =>
    version === 'draft' ? t('version.draft') : t('version.number', { number: version });
  const choices = versions.map((version) => ({ value: String(version), label: say(version) }));
  const to = search.get('to') ?? String(versions[0] ?? '');
  const from =
    search.get('from') ??
    String(versions[0] === 'draft' ? (entry.draft?.base ?? entry.latest) : (versions[1] ?? versions[0] ?? ''));
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const comparison = useGet<RuleComparison>(from && to && from !== to ? api('compare') : null, { from, to });
  return (
    <Section title={t('version.compare')}>
      <div className="grid max-w-160 gap-4 sm:grid-cols-2">
        <Select
          label={t('version.before')}
          value={from}
          choices={choices}
          onChange={(value) => value && set('from', value)}
        />
        <Select
          label={t('version.after')}
          value={to}
          choices={choices}
          onChange={(value) => value && set('to', value)}
        />
      </div>
      {from === to ? (
        <EmptyState title={t('version.one')} />
      ) : (
        <Loaded query={comparison}>
          {({ differences }) =>
            differences.length === 0 ? (
              <EmptyState title={t('version.same')} />
            ) : (
              <Table
                caption={t('version.compare')}
                rows={differences.map((difference, index) => ({ ...difference, id: String(index) }))}
                columns={[
                  { key: 'text', header: t('version.difference'), cell: (difference) => difference.message },
                  {
                    key: 'before',
                    header: t('version.before'),
                    deskOnly: true,
                    cell: (difference) => difference.before ?? '―',
                  },
                  {
                    key: 'after',
                    header: t('version.after'),
                    deskOnly: true,
                    cell: (difference) => difference.after ?? '―',
                  },
                ]}
              />
            )
          }
        </Loaded>
      )}
    </Section>
  );
}

/** Going back is going on: an old body becomes the draft, and is published as a new version. */
function AgainDialog({ entry, number, onClose }: { entry: Definition; number: number; onClose: () => void }) {
  const { t } = useTranslation('rules');
  const { api, page } = useDefinitionPaths(entry);
  const say = useDraftWords();
  const navigate = useNavigate();
  const making = useSend();
  const make = () =>
    making.mutate(
      { path: api('draft/from'), body: { number }, version: entry.draft?.version ?? 0 },
      { onSuccess: () => void navigate(page()) },
    );
  return (
    <Dialog title={t('version.again', { number })} isOpen onClose={onClose}>
      <div className="space-y-6">
        <p>{t('version.againHelp', { number })}</p>
        {entry.draft && (
          <p className="font-bold">
            {say(entry.draft)} {t('version.replaced')}
          </p>
        )}
        {making.error && <ProblemNotice error={making.error} />}
        <Button kind="primary" busy={making.isPending} onPress={make}>
          {t('version.make')}
        </Button>
      </div>
    </Dialog>
  );
}
