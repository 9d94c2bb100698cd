import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { Council, Page, Proposal } from '../../lib/contract.ts';
import { formatShortDay, toDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, usePages } from '../../lib/queries.ts';
import { useStandingChoices } from '../../lib/standings.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ExportButton } from '../../record/export-button.tsx';
import { canWrite } from './can-write.ts';
import { KindWord, ProposalBadge } from './proposal-badges.tsx';

const boxes = ['all', 'in', 'out'] as const;
const names = ['kind', 'state', 'council'] as const;
const kinds = ['proposal', 'report'] as const;

/** What goes up to tier 1 and what comes back, by in- and outbox. */
export function ProposalListPage() {
  const { t } = useTranslation('proposals');
  const { can, roles } = useMunicipality();
  const { api, page } = usePaths();
  const [search] = useSearchParams();
  const box = boxes.find((known) => known === search.get('box')) ?? 'all';
  const filters = useFilters(names);
  const { values, set } = filters;
  const proposals = usePages<Proposal>(api('proposals'), { ...values, box });
  const councils = useGet<Page<Council>>(can['councils'] ? api('councils') : null, { limit: 200 }).data?.items ?? [];
  const states = useStandingChoices('proposal');
  const all = t('common:filter.all');
  const councilName = (id: string) => councils.find((council) => council.id === id)?.name ?? id;
  const words: Record<(typeof names)[number], (value: string) => string> = {
    kind: (value) => t(`kind.${value}`, value),
    state: (value) => states.find((state) => state.value === value)?.label ?? value,
    council: councilName,
  };
  const chips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  const writing = canWrite(roles) && (
    <ButtonLink to={page('proposals/new')} kind="primary">
      {t('new.title')}
    </ButtonLink>
  );
  return (
    <div className="space-y-6">
      <PageTitle
        title={t('list.title')}
        lead={<p>{t('list.lead')}</p>}
        actions={
          <>
            <ExportButton path={api('proposals')} query={{ ...values, box }} title={t('list.title')} />
            {writing}
          </>
        }
      />
      <nav aria-label={t('list.boxes')} className="no-print flex gap-1 border-b border-solid-gray-420">
        {boxes.map((each) => (
          <Link
            key={each}
            to={toBox(search, each)}
            replace
            aria-current={each === box ? 'true' : undefined}
            className="flex min-h-12 items-center border-b-4 border-transparent px-3 hover:underline aria-[current=true]:border-blue-900 aria-[current=true]:font-bold aria-[current=true]:text-blue-1000"
          >
            {t(`box.${each}`)}
          </Link>
        ))}
      </nav>
      <Filters chips={chips} onClear={filters.clear}>
        <Select
          label={t('filter.kind')}
          value={values.kind}
          empty={all}
          choices={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(value) => set('kind', value)}
        />
        <Select
          label={t('filter.state')}
          value={values.state}
          empty={all}
          choices={states}
          onChange={(value) => set('state', value)}
        />
        {councils.length > 0 && (
          <Select
            label={t('filter.council')}
            value={values.council}
            empty={all}
            choices={councils.map((council) => ({ value: council.id, label: council.name }))}
            onChange={(value) => set('council', value)}
          />
        )}
      </Filters>
      <LoadedPages query={proposals}>
        {(items) =>
          items.length > 0 ? (
            <ProposalTable proposals={items} />
          ) : chips.length > 0 ? (
            <EmptyState title={t('list.noMatch')}>
              <p>{t('list.noMatchHelp')}</p>
            </EmptyState>
          ) : (
            <EmptyState title={t(`empty.${box}`)}>
              <p>{t(`emptyHelp.${box}`)}</p>
              {box !== 'in' && writing}
            </EmptyState>
          )
        }
      </LoadedPages>
    </div>
  );
}

function ProposalTable({ proposals }: { proposals: Proposal[] }) {
  const { t } = useTranslation('proposals');
  const { page } = usePaths();
  const day = (instant: string | null) => (
    <span className="whitespace-nowrap">{instant ? formatShortDay(toDay(instant)) : '―'}</span>
  );
  return (
    <Table
      caption={t('list.title')}
      rows={proposals}
      to={(proposal) => page(`proposals/${proposal.id}`)}
      columns={[
        {
          key: 'title',
          header: t('column.title'),
          cell: (proposal) => t('numbered', { number: proposal.number, title: proposal.title }),
        },
        {
          key: 'kind',
          header: t('column.kind'),
          cell: (proposal) => (
            <span className="whitespace-nowrap">
              <KindWord kind={proposal.kind} />
            </span>
          ),
        },
        { key: 'state', header: t('column.state'), cell: (proposal) => <ProposalBadge proposal={proposal} /> },
        { key: 'from', header: t('column.from'), cell: (proposal) => proposal.from.name },
        { key: 'to', header: t('column.to'), cell: (proposal) => proposal.to.name },
        { key: 'sent', header: t('column.sent'), cell: (proposal) => day(proposal.sentAt) },
        { key: 'answered', header: t('column.answered'), cell: (proposal) => day(proposal.answeredAt) },
      ]}
    />
  );
}

function toBox(search: URLSearchParams, box: string): string {
  const next = new URLSearchParams(search);
  if (box === 'all') next.delete('box');
  else next.set('box', box);
  return `?${next}`;
}
