import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Form } from '../../components/form.tsx';
import { DateField } from '../../components/date-field.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { RuleJob, RuleJobInput, RuleSetEntry } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { listVersions, WithEntry } from './entry.tsx';
import { useJobWords } from './job-words.ts';
import { useRulePaths } from './paths.ts';
import { StudioTitle } from '../kit/studio-title.tsx';

/** A back-test to start, and those that were. */
export function BacktestPage() {
  return <WithEntry>{(entry) => <Backtests entry={entry} />}</WithEntry>;
}

function Backtests({ entry }: { entry: RuleSetEntry }) {
  const { t } = useTranslation('rules');
  const { api, page } = useRulePaths(entry.key);
  const { sides, counts } = useJobWords();
  const jobs = useGet<RuleJob[]>(api('backtests'));
  return (
    <div className="space-y-10">
      <StudioTitle title={t('backtest.title')} between={[{ name: entry.name, to: page() }]} lead={t('backtest.lead')} />
      {entry.latest === 0 ? <EmptyState title={t('backtest.nothing')} /> : <StartForm entry={entry} />}
      <Section title={t('backtest.former')}>
        <Loaded query={jobs}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title={t('backtest.none')} />
            ) : (
              <Table
                caption={t('backtest.former')}
                rows={list}
                to={(job) => page(`backtests/${job.id}`)}
                columns={[
                  { key: 'what', header: t('backtest.what'), cell: sides },
                  { key: 'status', header: t('backtest.status'), short: true, cell: (job) => t(`job.${job.status}`) },
                  {
                    key: 'result',
                    header: t('backtest.result'),
                    cell: (job) => (job.status === 'waiting' ? '―' : counts(job)),
                  },
                  { key: 'by', header: t('backtest.by'), cell: (job) => `${formatInstant(job.createdAt)} ${job.by}` },
                ]}
              />
            )
          }
        </Loaded>
      </Section>
    </div>
  );
}

function StartForm({ entry }: { entry: RuleSetEntry }) {
  const { t } = useTranslation('rules');
  const { areas } = useMunicipality();
  const { api, page } = useRulePaths(entry.key);
  const navigate = useNavigate();
  const starting = useSend<{ id: string }>();
  const versions = listVersions(entry);
  const [from, setFrom] = useState(String(entry.current || entry.latest));
  const [to, setTo] = useState(String(versions[0]));
  const [fromDay, setFromDay] = useState<string | null>(null);
  const [toDay, setToDay] = useState<string | null>(null);
  const [areaId, setAreaId] = useState('');
  const say = (version: number | 'draft') =>
    version === 'draft'
      ? t('version.draft')
      : version === entry.current
        ? t('version.numberNow', { number: version })
        : t('version.number', { number: version });
  const choices = versions.map((version) => ({ value: String(version), label: say(version) }));
  const start = () => {
    const body: RuleJobInput = {
      from: Number(from),
      to: to === 'draft' ? 'draft' : Number(to),
      ...(fromDay ? { fromDay } : {}),
      ...(toDay ? { toDay } : {}),
      ...(areaId ? { areaId } : {}),
    };
    starting.mutate(
      { path: api('backtests'), body },
      { onSuccess: ({ id }) => void navigate(page(`backtests/${id}`)) },
    );
  };
  return (
    <Form className="surface max-w-200 space-y-6" onSubmit={start}>
      <div className="grid gap-6 sm:grid-cols-2">
        <Select
          label={t('version.before')}
          value={from}
          choices={choices.filter((choice) => choice.value !== 'draft')}
          onChange={(value) => value && setFrom(value)}
        />
        <Select label={t('version.after')} value={to} choices={choices} onChange={(value) => value && setTo(value)} />
        <DateField label={t('backtest.fromDay')} required={false} value={fromDay} onChange={setFromDay} />
        <DateField label={t('backtest.toDay')} required={false} value={toDay} onChange={setToDay} />
        <Select
          label={t('backtest.area')}
          required={false}
          empty={t('backtest.allAreas')}
          value={areaId}
          choices={areas.map((area) => ({ value: area.id, label: area.name }))}
          onChange={setAreaId}
        />
      </div>
      {starting.error && <ProblemNotice error={starting.error} />}
      <Button type="submit" kind="primary" busy={starting.isPending} reason={from === to ? t('version.one') : null}>
        {t('backtest.start')}
      </Button>
    </Form>
  );
}
