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
import type { Definition, RuleComparison, RuleSetEntry } from '../../lib/contract.ts';
import { formatInstant, formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { SmallButton } from '../kit/action-menu.tsx';
import { WithEntry, listVersions } from './entry.tsx';
import { useRulePaths } from './paths.ts';
import { StudioTitle } from './studio-title.tsx';

/** A rule set's versions: any two side by side in words, and an old one as the next draft. */
export function VersionPage() {
  return <WithEntry>{(entry) => <Versions entry={entry} />}</WithEntry>;
}

function Versions({ entry }: { entry: RuleSetEntry }) {
  const { t } = useTranslation('rules');
  const { api } = usePaths();
  const { page } = useRulePaths(entry.key);
  const definitions = useGet<Definition[]>(api('definitions/rules'));
  const [again, setAgain] = useState<number | null>(null);
  return (
    <div className="space-y-10">
      <StudioTitle title={t('version.title')} between={[{ name: entry.name, to: page() }]} />
      <Compare entry={entry} />
      <Section title={t('version.all')}>
        <Loaded query={definitions}>
          {(list) => (
            <Table
              caption={t('version.all')}
              rows={list.find((one) => one.key === entry.key)?.versions ?? []}
              columns={[
                {
                  key: 'number',
                  header: t('version.version'),
                  short: true,
                  cell: (one) => t('version.number', { number: one.number }),
                },
                {
                  key: 'state',
                  header: t('version.state'),
                  short: true,
                  cell: (one) =>
                    one.number === entry.current ? (
                      <Badge tone="accent">{t('version.inForce')}</Badge>
                    ) : one.number > entry.current ? (
                      t('version.later')
                    ) : (
                      t('version.former')
                    ),
                },
                {
                  key: 'from',
                  header: t('version.effectiveOn'),
                  short: true,
                  cell: (one) => formatShortDay(one.effectiveOn),
                },
                { key: 'reason', header: t('version.reason'), cell: (one) => one.reason },
                {
                  key: 'by',
                  header: t('version.published'),
                  cell: (one) => `${formatInstant(one.publishedAt)} ${one.publishedBy ?? ''}`,
                },
                {
                  key: 'back',
                  button: true,
                  header: t('action'),
                  cell: (one) =>
                    one.number !== entry.current && (
                      <SmallButton onPress={() => setAgain(one.number)}>
                        {t('version.again', { number: one.number })}
                      </SmallButton>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </Section>
      {again !== null && <AgainDialog entry={entry} number={again} onClose={() => setAgain(null)} />}
    </div>
  );
}

function Compare({ entry }: { entry: RuleSetEntry }) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths(entry.key);
  const [search, setSearch] = useSearchParams();
  const versions = listVersions(entry);
  const say = (one: number | 'draft') => (one === 'draft' ? t('version.draft') : t('version.number', { number: one }));
  const choices = versions.map((one) => ({ value: String(one), label: say(one) }));
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
                rows={differences.map((one, index) => ({ ...one, id: String(index) }))}
                columns={[
                  { key: 'text', header: t('version.difference'), cell: (one) => one.message },
                  { key: 'before', header: t('version.before'), deskOnly: true, cell: (one) => one.before ?? '―' },
                  { key: 'after', header: t('version.after'), deskOnly: true, cell: (one) => one.after ?? '―' },
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
function AgainDialog({ entry, number, onClose }: { entry: RuleSetEntry; number: number; onClose: () => void }) {
  const { t } = useTranslation('rules');
  const { api, page } = useRulePaths(entry.key);
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
            {t('version.replaces', { by: entry.draft.savedBy, at: formatInstant(entry.draft.savedAt) })}
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
