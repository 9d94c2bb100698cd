import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Loaded, Pager } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { Query } from '../../lib/api.ts';
import type { DataRecord, ListedData, RegisterWhole } from '../../lib/contract.ts';
import { formatShortDay, toDay } from '../../lib/dates.ts';
import { useGet, usePages } from '../../lib/queries.ts';
import { Board, BoardColumn } from '../../record/board.tsx';
import { StateBadge } from '../../record/state-badges.tsx';
import { StepsPanel } from '../../record/steps-panel.tsx';
import { useRegister } from './use-register.ts';

const CARDS = 20;

type Props = {
  register: RegisterWhole;
  /** What the list is narrowed to. */
  query: Query;
  /** The stage that it is narrowed to; '': none. */
  stage: string;
};

/** The register's records by stage, in the order of the workflow; each column is the list narrowed to its stage. */
export function RecordBoard({ register, query, stage }: Props) {
  const { t } = useTranslation('registers');
  const [done, setDone] = useState<string | null>(null);
  const chosen = register.stages.filter(({ key }) => key === stage);
  return (
    <div className="space-y-4">
      {done && <Notice key={done} tone="success" announce intoView title={done} />}
      <Board>
        {(chosen.length > 0 ? chosen : register.stages).map(({ key, name }) => (
          <Column
            key={key}
            name={name}
            register={register}
            query={{ ...query, stage: key, limit: CARDS }}
            onDone={(title, step) => setDone(t('board.done', { title, step }))}
          />
        ))}
      </Board>
    </div>
  );
}

type ColumnProps = {
  name: string;
  register: RegisterWhole;
  query: Query;
  onDone: (title: string, step: string) => void;
};

function Column({ name, register, query, onDone }: ColumnProps) {
  const { t } = useTranslation('registers');
  const { records: path } = useRegister();
  const records = usePages<ListedData>(path, query);
  const items = records.data?.pages.flatMap((page) => page.items) ?? [];
  const total = records.data?.pages[0]?.total;
  return (
    <BoardColumn name={name} count={total === undefined ? '' : t('count', { count: total })}>
      {records.data === undefined && !records.error && <Skeleton lines={3} />}
      {records.error && <ProblemNotice error={records.error} onRetry={() => void records.refetch()} />}
      {total === 0 && <p className="text-solid-gray-700">{t('board.none')}</p>}
      <ul className="space-y-3">
        {items.map((record) => (
          <Card key={record.id} register={register} record={record} onDone={onDone} />
        ))}
      </ul>
      {total !== undefined && total > items.length && (
        <Pager
          shown={items.length}
          total={total}
          more={records.hasNextPage}
          busy={records.isFetchingNextPage}
          onMore={() => void records.fetchNextPage()}
        />
      )}
    </BoardColumn>
  );
}

type CardProps = Pick<ColumnProps, 'register' | 'onDone'> & { record: ListedData };

/** What can be done with it is asked only once somebody wants to know. */
function Card({ register, record, onDone }: CardProps) {
  const { t } = useTranslation('registers');
  const { pages } = useRegister();
  const [isOpen, setIsOpen] = useState(false);
  const { id, number, title, area, standing } = record;
  const name = title === null ? number : t('numbered', { number, title });
  return (
    <li className="surface space-y-2">
      <Link className="link font-bold wrap-anywhere" to={`${pages}/${id}`}>
        {name}
      </Link>
      <p>
        <StateBadge standing={standing} />
      </p>
      <p className="text-dns-14N-130 text-solid-gray-700">
        {t('board.where', { area: area.name, day: formatShortDay(toDay(standing.since)) })}
      </p>
      {register.mayStep && (
        <Button
          kind="text"
          className="-ml-4"
          expanded={isOpen}
          label={t(isOpen ? 'board.closeOf' : 'board.openOf', { name })}
          onPress={() => setIsOpen(!isOpen)}
        >
          {t(isOpen ? 'board.close' : 'next')}
        </Button>
      )}
      {isOpen && <Steps register={register} id={id} onDone={(step) => onDone(name, step)} />}
    </li>
  );
}

function Steps({ register, id, onDone }: { register: RegisterWhole; id: string; onDone: (step: string) => void }) {
  const { t } = useTranslation('registers');
  const { records } = useRegister();
  const record = useGet<DataRecord>(`${records}/${id}`);
  return (
    <Loaded query={record} lines={2}>
      {({ steps, version }) => (
        <StepsPanel
          steps={steps}
          path={`${records}/${id}`}
          kind={register.kind}
          version={version}
          nothing={t('nothingNext')}
          onDone={onDone}
        />
      )}
    </Loaded>
  );
}
