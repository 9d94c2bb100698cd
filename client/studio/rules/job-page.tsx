import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded, LoadedPages } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { get, getFile } from '../../lib/api.ts';
import type { RuleJob, RuleRow, RuleRowExplained, RuleSetEntry } from '../../lib/contract.ts';
import { formatDay, formatInstant, formatShortDay } from '../../lib/dates.ts';
import { useGet, usePages, useSend } from '../../lib/queries.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { Explanation } from '../../record/explanation.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { saveFile } from '../../lib/save-file.ts';
import { WithEntry } from './entry.tsx';
import { useJobWords } from './job-words.ts';
import { useRulePaths } from './paths.ts';
import { StudioTitle } from '../kit/studio-title.tsx';

/** A back-test or a replay: how far it is, what came out, and each case with both explanations. */
export function JobPage() {
  return <WithEntry>{(entry) => <JobOf entry={entry} />}</WithEntry>;
}

const isOpen = (job: RuleJob | undefined): boolean => job?.status === 'waiting' || job?.status === 'running';

function JobOf({ entry }: { entry: RuleSetEntry }) {
  const { id = '' } = useParams();
  const { api } = useRulePaths(entry.key);
  const path = api(`backtests/${id}`);
  const job = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<RuleJob>(path, undefined, signal),
    refetchInterval: ({ state }) => (isOpen(state.data) ? 1000 : false),
  });
  const client = useQueryClient();
  const status = job.data?.status;
  const draft = api('draft');
  // What stands against publishing the draft was read before this had ended.
  useEffect(() => {
    if (status === 'done') void client.invalidateQueries({ queryKey: [draft] });
  }, [status, client, draft]);
  return <Loaded query={job}>{(shown) => <JobView entry={entry} job={shown} atMs={job.dataUpdatedAt} />}</Loaded>;
}

function JobView({
  entry,
  job,
  atMs,
}: {
  entry: RuleSetEntry;
  job: RuleJob;
  /** When it stood so, by the browser's own clock. */ atMs: number;
}) {
  const { t } = useTranslation('rules');
  const { page } = useRulePaths(entry.key);
  const { sides } = useJobWords();
  const replay = job.kind === 'replay';
  return (
    <div className="space-y-8">
      <StudioTitle
        title={t(replay ? 'job.replayTitle' : 'job.title')}
        between={[
          { name: entry.name, to: page() },
          { name: t('backtest.title'), to: page('backtests') },
        ]}
        aside={
          <Badge tone={job.status === 'done' ? 'good' : job.status === 'failed' ? 'bad' : 'neutral'}>
            {t(`job.${job.status}`)}
          </Badge>
        }
        actions={
          job.to === 'draft' &&
          job.isCurrent &&
          job.status === 'done' && (
            <ButtonLink kind="primary" to={page('publish')}>
              {t('publish.go')}
            </ButtonLink>
          )
        }
      />
      <KeyFacts
        facts={[
          { label: t('backtest.what'), value: sides(job) },
          {
            label: t('job.period'),
            value:
              job.fromDay || job.toDay
                ? t('job.days', {
                    from: job.fromDay ? formatDay(job.fromDay) : t('job.beginning'),
                    to: job.toDay ? formatDay(job.toDay) : t('job.today'),
                  })
                : t('job.allDays'),
          },
          { label: t('backtest.area'), value: job.area?.name ?? t('backtest.allAreas') },
          { label: t('backtest.by'), value: `${formatInstant(job.createdAt)} ${job.by}` },
        ]}
      />
      {job.to === 'draft' && !job.isCurrent && (
        <Notice tone="warn" title={t('job.old')}>
          <p>{t('job.oldHelp')}</p>
        </Notice>
      )}
      {isOpen(job) && <Progress job={job} atMs={atMs} />}
      {job.status === 'failed' && (
        <Notice tone="error" title={t('job.failed')}>
          <p>{job.error}</p>
        </Notice>
      )}
      {!isOpen(job) && <Result job={job} />}
    </div>
  );
}

function Progress({ job, atMs }: { job: RuleJob; atMs: number }) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const cancelling = useSend();
  const { counts } = useJobWords();
  const [first] = useState({ done: job.done, atMs });
  const perMs = (job.done - first.done) / (atMs - first.atMs);
  const remainingS = perMs > 0 ? Math.ceil((job.total - job.done) / perMs / 1000) : null;
  return (
    <section className="surface space-y-4" aria-label={t('job.progress')}>
      <label className="block space-y-2">
        <span>{job.total === 0 ? t('job.preparing') : t('job.progressOf', { done: job.done, total: job.total })}</span>
        <progress className="block h-3 w-full accent-blue-900" max={job.total || 1} value={job.done} />
      </label>
      {job.done > 0 && <p>{counts(job)}</p>}
      {remainingS !== null && <p>{t('job.remaining', { count: remainingS })}</p>}
      <Button
        busy={cancelling.isPending}
        onPress={() => cancelling.mutate({ path: api(`backtests/${job.id}/cancel`) })}
      >
        {t('job.cancel')}
      </Button>
      {cancelling.error && <ProblemNotice error={cancelling.error} />}
    </section>
  );
}

const kinds = ['changed', 'unknown', 'failed'] as const;

function Result({ job }: { job: RuleJob }) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const filters = useFilters(['kind', 'before', 'after'] as const);
  const rows = usePages<RuleRow>(api(`backtests/${job.id}/rows`), filters.values);
  const [shown, setShown] = useState<RuleRow | null>(null);
  const { counts: say } = useJobWords();
  const { counts, moves, unknownFacts } = job;
  const outcomes = (side: 'before' | 'after') =>
    [...new Map(moves.map((move) => [move[side], side === 'before' ? move.beforeText : move.afterText]))].map(
      ([value, label]) => ({ value, label }),
    );
  const available = kinds.filter((kind) => counts[kind] > 0);
  const [failed, setFailed] = useState<Error | null>(null);
  const download = async (as: 'csv' | 'xlsx') => {
    const { name, content } = await getFile(api(`backtests/${job.id}/export`), { ...filters.values, as });
    saveFile(name, content, content.type);
  };
  const files = (['csv', 'xlsx'] as const).map((as) => (
    <SmallButton key={as} onPress={() => void download(as).then(() => setFailed(null), setFailed)}>
      {t(`job.${as}`)}
    </SmallButton>
  ));
  const notable = counts.changed + counts.unknown + counts.failed;
  return (
    <>
      <section className="space-y-4" aria-live="polite">
        <p className="text-[1.375rem] font-bold">{say(job)}</p>
        {job.kind === 'replay' && job.status === 'done' && notable === 0 && (
          <Notice tone="success" title={t('job.proved')} />
        )}
        {moves.length > 0 && (
          <ul className="space-y-1">
            {moves.map((move) => (
              <li key={`${move.before} ${move.after}`}>
                {t('job.move', { before: move.beforeText, after: move.afterText, count: move.cases })}
              </li>
            ))}
          </ul>
        )}
        {unknownFacts.length > 0 && (
          <Notice title={t('job.unknownTitle')}>
            <ul className="list-disc pl-6">
              {unknownFacts.map((unknown) => (
                <li key={unknown.fact}>{t('job.unknownFact', { label: unknown.label, count: unknown.cases })}</li>
              ))}
            </ul>
          </Notice>
        )}
      </section>
      {notable > 0 && (
        <Section title={t('job.rows')} actions={<span className="flex flex-wrap gap-2">{files}</span>}>
          {failed && <ProblemNotice error={failed} />}
          <Filters
            chips={filters.toChips((name, value) => ({
              label: t(`job.filter.${name}`),
              value:
                name === 'kind'
                  ? t(`job.kind.${value}`)
                  : (outcomes(name).find((outcome) => outcome.value === value)?.label ?? value),
            }))}
            onClear={filters.clear}
          >
            {available.length > 1 && (
              <Select
                label={t('job.filter.kind')}
                empty={t('common:filter.all')}
                value={filters.values.kind}
                choices={available.map((kind) => ({ value: kind, label: t(`job.kind.${kind}`) }))}
                onChange={(value) => filters.set('kind', value)}
              />
            )}
            {(['before', 'after'] as const).map(
              (side) =>
                outcomes(side).length > 1 && (
                  <Select
                    key={side}
                    label={t(`job.filter.${side}`)}
                    empty={t('common:filter.all')}
                    value={filters.values[side]}
                    choices={outcomes(side)}
                    onChange={(value) => filters.set(side, value)}
                  />
                ),
            )}
          </Filters>
          <LoadedPages query={rows}>
            {(items) =>
              items.length === 0 ? (
                <EmptyState title={t('job.noRows')} />
              ) : (
                <Table
                  caption={t('job.rows')}
                  rows={items.map((row) => ({ ...row, id: String(row.position) }))}
                  columns={[
                    {
                      key: 'record',
                      button: true,
                      header: t('job.record'),
                      cell: (row) => (
                        <button type="button" className="link min-h-11 text-left" onClick={() => setShown(row)}>
                          {[row.record.title, row.subject].filter(Boolean).join(' ／ ')}
                        </button>
                      ),
                    },
                    { key: 'area', header: t('backtest.area'), cell: (row) => row.area?.name ?? '―' },
                    { key: 'day', header: t('job.day'), short: true, cell: (row) => formatShortDay(row.decidedOn) },
                    { key: 'before', header: t('job.before'), cell: (row) => row.beforeText },
                    { key: 'after', header: t('job.after'), cell: (row) => row.note ?? row.afterText },
                  ]}
                />
              )
            }
          </LoadedPages>
        </Section>
      )}
      {shown && <RowDialog job={job} row={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function RowDialog({ job, row, onClose }: { job: RuleJob; row: RuleRow; onClose: () => void }) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const explained = useGet<RuleRowExplained>(api(`backtests/${job.id}/rows/${row.position}`));
  return (
    <Dialog title={[row.record.title, row.subject].filter(Boolean).join(' ／ ')} isOpen wide onClose={onClose}>
      <Loaded query={explained}>
        {({ row, before, after }) => (
          <div className="space-y-8">
            <Section title={t('job.beforeIs', { outcome: row.beforeText })}>
              {before ? <Explanation explanation={before} /> : <p>{t('job.notExplained')}</p>}
            </Section>
            <Section title={t('job.afterIs', { outcome: row.afterText })}>
              {after ? <Explanation explanation={after} /> : <p>{row.note ?? t('job.notExplained')}</p>}
            </Section>
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
