import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { DecisionCase, RuleReplayInput, RuleSetEntry } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, usePages, useSend } from '../../lib/queries.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';
import { holdUnread } from '../../lib/on-submit.ts';

/** Every decision that rules made, newest first; each opens with its reasons. */
export function DecisionListPage() {
  return (
    <ForEditors>
      <DecisionList />
    </ForEditors>
  );
}

const names = ['rules', 'number', 'outcome', 'from', 'to', 'area'] as const;

function DecisionList() {
  const { t } = useTranslation('rules');
  const { api, page } = usePaths();
  const { areas } = useMunicipality();
  const filters = useFilters(names);
  const { asked } = filters;
  const sets = useGet<RuleSetEntry[]>(api('rules')).data ?? [];
  const entry = sets.find((one) => one.key === asked.rules);
  const decisions = usePages<DecisionCase>(api('decisions'), asked);
  const outcomes = useOutcomes(decisions.data?.pages.flatMap((one) => one.items) ?? [], asked.rules);
  const [replaying, setReplaying] = useState(false);
  const say = (name: (typeof names)[number], value: string): string => {
    if (name === 'rules') return entry?.name ?? value;
    if (name === 'outcome') return outcomes.find((one) => one.value === value)?.label ?? value;
    if (name === 'number') return t('version.number', { number: Number(value) });
    return name === 'area' ? (areas.find((area) => area.id === value)?.name ?? value) : formatDay(value);
  };
  return (
    <div className="space-y-6">
      <StudioTitle
        title={t('log.title')}
        lead={t('log.lead')}
        actions={<Button onPress={() => setReplaying(true)}>{t('replay.all')}</Button>}
      />
      <Filters
        chips={filters.toChips((name, value) => ({ label: t(`log.${name}`), value: say(name, value) }))}
        onClear={filters.clear}
      >
        <Select
          label={t('log.rules')}
          empty={t('common:filter.all')}
          value={asked.rules}
          choices={sets.map((one) => ({ value: one.key, label: one.name }))}
          onChange={(value) => filters.set('rules', value)}
        />
        {entry && (
          <Select
            label={t('log.number')}
            empty={t('common:filter.all')}
            value={asked.number}
            choices={Array.from({ length: entry.latest }, (_, index) => ({
              value: String(index + 1),
              label: t('version.number', { number: index + 1 }),
            }))}
            onChange={(value) => filters.set('number', value)}
          />
        )}
        {outcomes.length > 0 && (
          <Select
            label={t('log.outcome')}
            empty={t('common:filter.all')}
            value={asked.outcome}
            choices={outcomes}
            onChange={(value) => filters.set('outcome', value)}
          />
        )}
        <DateField
          label={t('log.from')}
          value={asked.from || null}
          onChange={(day) => filters.set('from', day ?? '')}
        />
        <DateField label={t('log.to')} value={asked.to || null} onChange={(day) => filters.set('to', day ?? '')} />
        <Select
          label={t('log.area')}
          empty={t('common:filter.all')}
          value={asked.area}
          choices={areas.map((area) => ({ value: area.id, label: area.name }))}
          onChange={(value) => filters.set('area', value)}
        />
      </Filters>
      <LoadedPages query={decisions}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('log.empty')} />
          ) : (
            <Table
              caption={t('log.title')}
              rows={items}
              to={(one) => page(`settings/decisions/${one.id}`)}
              columns={[
                {
                  key: 'record',
                  header: t('job.record'),
                  cell: (one) => [one.record.title, one.subject].filter(Boolean).join(' ／ '),
                },
                { key: 'outcome', header: t('log.outcome'), cell: (one) => one.outcomeText },
                {
                  key: 'rules',
                  header: t('log.rules'),
                  cell: (one) => t('log.by', { name: one.ruleSet.name, number: one.ruleSet.number }),
                },
                { key: 'area', header: t('log.area'), short: true, cell: (one) => one.area?.name ?? '―' },
                { key: 'at', header: t('log.at'), cell: (one) => formatInstant(one.decidedAt) },
              ]}
            />
          )
        }
      </LoadedPages>
      {replaying && (
        <ReplayDialog
          sets={sets}
          rules={asked.rules}
          from={asked.from || null}
          to={asked.to || null}
          onClose={() => setReplaying(false)}
        />
      )}
    </div>
  );
}

/** The outcomes to choose among once rules are chosen: those that were seen in the list, which filtering by one makes no fewer. */
function useOutcomes(items: DecisionCase[], rules: string): { value: string; label: string }[] {
  const { t } = useTranslation('rules');
  const [seen, setSeen] = useState<{ rules: string; outcomes: Map<string, string> }>({ rules, outcomes: new Map() });
  const known = seen.rules === rules ? seen.outcomes : new Map<string, string>();
  const found = items.filter((one) => one.ruleSet.key === rules && !known.has(one.outcome));
  if (found.length > 0)
    setSeen({ rules, outcomes: new Map([...known, ...found.map((one) => [one.outcome, one.outcomeText] as const)]) });
  // A ranked one's own words are its points; here all of them are meant.
  return [...known].map(([value, label]) => ({ value, label: value === 'rank' ? t('log.ranked') : label }));
}

type ReplayProps = { sets: RuleSetEntry[]; rules: string; from: string | null; to: string | null; onClose: () => void };

/** Decides stored cases again with the version that decided them, to prove that the same comes out. */
function ReplayDialog({ sets, rules, from, to, onClose }: ReplayProps) {
  const { t } = useTranslation('rules');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const starting = useSend<{ id: string }>();
  const [key, setKey] = useState(rules || (sets[0]?.key ?? ''));
  const [fromDay, setFromDay] = useState(from);
  const [toDay, setToDay] = useState(to);
  const start = () => {
    const body: RuleReplayInput = { ...(fromDay ? { fromDay } : {}), ...(toDay ? { toDay } : {}) };
    starting.mutate(
      { path: api(`rules/${key}/replay`), body },
      { onSuccess: ({ id }) => void navigate(page(`settings/rules/${key}/backtests/${id}`)) },
    );
  };
  return (
    <Dialog title={t('replay.all')} isOpen onClose={onClose}>
      <form
        className="space-y-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (holdUnread(event.currentTarget)) return;
          if (key) start();
        }}
      >
        <p>{t('replay.help')}</p>
        <Select
          label={t('log.rules')}
          required
          value={key}
          choices={sets.map((one) => ({ value: one.key, label: one.name }))}
          onChange={setKey}
        />
        <DateField label={t('log.from')} required={false} value={fromDay} onChange={setFromDay} />
        <DateField label={t('log.to')} required={false} value={toDay} onChange={setToDay} />
        {starting.error && <ProblemNotice error={starting.error} />}
        <Button type="submit" kind="primary" busy={starting.isPending}>
          {t('replay.start')}
        </Button>
      </form>
    </Dialog>
  );
}
