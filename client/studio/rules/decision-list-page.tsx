import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Form } from '../../components/form.tsx';
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
  const { values } = filters;
  const sets = useGet<RuleSetEntry[]>(api('rules')).data ?? [];
  const entry = sets.find((set) => set.key === values.rules);
  const decisions = usePages<DecisionCase>(api('decisions'), values);
  const outcomes = useOutcomes(decisions.data?.pages.flatMap((page) => page.items) ?? [], values.rules);
  const [replaying, setReplaying] = useState(false);
  const say = (name: (typeof names)[number], value: string): string => {
    if (name === 'rules') return entry?.name ?? value;
    if (name === 'outcome') return outcomes.find((outcome) => outcome.value === value)?.label ?? value;
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
          value={values.rules}
          choices={sets.map((set) => ({ value: set.key, label: set.name }))}
          onChange={(value) => filters.set('rules', value)}
        />
        {entry && (
          <Select
            label={t('log.number')}
            empty={t('common:filter.all')}
            value={values.number}
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
            value={values.outcome}
            choices={outcomes}
            onChange={(value) => filters.set('outcome', value)}
          />
        )}
        <DateField
          label={t('log.from')}
          value={values.from || null}
          onChange={(day) => filters.set('from', day ?? '')}
        />
        <DateField label={t('log.to')} value={values.to || null} onChange={(day) => filters.set('to', day ?? '')} />
        <Select
          label={t('log.area')}
          empty={t('common:filter.all')}
          value={values.area}
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
              to={(decision) => page(`settings/decisions/${decision.id}`)}
              columns={[
                {
                  key: 'record',
                  header: t('job.record'),
                  cell: (decision) => [decision.record.title, decision.subject].filter(Boolean).join(' ／ '),
                },
                { key: 'outcome', header: t('log.outcome'), cell: (decision) => decision.outcomeText },
                {
                  key: 'rules',
                  header: t('log.rules'),
                  cell: (decision) => t('log.by', { name: decision.ruleSet.name, number: decision.ruleSet.number }),
                },
                { key: 'area', header: t('log.area'), short: true, cell: (decision) => decision.area?.name ?? '―' },
                { key: 'at', header: t('log.at'), cell: (decision) => formatInstant(decision.decidedAt) },
              ]}
            />
          )
        }
      </LoadedPages>
      {replaying && (
        <ReplayDialog
          sets={sets}
          rules={values.rules}
          from={values.from || null}
          to={values.to || null}
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
  const decisions = items.filter((decision) => decision.ruleSet.key === rules && !known.has(decision.outcome));
  if (decisions.length > 0)
    setSeen({
      rules,
      outcomes: new Map([...known, ...decisions.map((decision) => [decision.outcome, decision.outcomeText] as const)]),
    });
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
      <Form onSubmit={() => key && start()}>
        <p>{t('replay.help')}</p>
        <Select
          label={t('log.rules')}
          required
          value={key}
          choices={sets.map((set) => ({ value: set.key, label: set.name }))}
          onChange={setKey}
        />
        <DateField label={t('log.from')} required={false} value={fromDay} onChange={setFromDay} />
        <DateField label={t('log.to')} required={false} value={toDay} onChange={setToDay} />
        {starting.error && <ProblemNotice error={starting.error} />}
        <Button type="submit" kind="primary" busy={starting.isPending}>
          {t('replay.start')}
        </Button>
      </Form>
    </Dialog>
  );
}
