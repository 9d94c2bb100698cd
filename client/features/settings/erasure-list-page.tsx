import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded, LoadedPages } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { ErasureList, NeedToErase } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, usePages } from '../../lib/queries.ts';
import { SettingsTitle } from './settings-title.tsx';

/** What is to be erased, need by need, for who approves it; afterwards what became of each. */
export function ErasureListPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const list = useGet<ErasureList>(api(`retention/lists/${id}`));
  return <Loaded query={list}>{(list) => <List key={list.version} list={list} />}</Loaded>;
}

function List({ list }: { list: ErasureList }) {
  const { t } = useTranslation('retention');
  const { api, page } = usePaths();
  const needs = usePages<NeedToErase>(api(`retention/lists/${list.id}/needs`));
  const [left, setLeft] = useState<string[]>([]);
  const [asking, setAsking] = useState(false);
  const going = list.needs - left.length;
  return (
    <div className="space-y-8">
      <SettingsTitle part="retention" title={t('title', { number: list.number })} />
      <KeyFacts
        facts={[
          { label: t('before'), value: formatDay(list.closedBefore) },
          { label: t('made'), value: `${formatInstant(list.createdAt)} ${list.createdBy ?? ''}` },
          {
            label: t('approved'),
            value: list.approvedAt ? `${formatInstant(list.approvedAt)} ${list.approvedBy ?? ''}` : t('notYet'),
          },
        ]}
      />
      {list.canApprove ? (
        <Notice tone="warn" title={t('yours')}>
          <p>{t('yoursHelp')}</p>
        </Notice>
      ) : (
        !list.approvedAt && <Notice title={t('theirs')} />
      )}
      <Section title={t('needs', { count: list.needs })}>
        <LoadedPages query={needs}>
          {(items) => (
            <Table
              caption={t('needs', { count: list.needs })}
              rows={items}
              columns={[
                {
                  key: 'need',
                  header: t('need'),
                  cell: (need) => (
                    <Link className="link" to={page(`needs/${need.id}`)}>
                      {t('needs:numbered', { number: need.number, title: need.title })}
                    </Link>
                  ),
                },
                { key: 'area', header: t('area'), cell: (need) => need.area.name },
                {
                  key: 'closed',
                  header: t('closed'),
                  short: true,
                  cell: (need) => (need.closedOn ? formatDay(need.closedOn) : '―'),
                },
                {
                  key: 'outcome',
                  header: t('outcome'),
                  button: list.canApprove,
                  cell: (need) =>
                    list.canApprove ? (
                      <label className="inline-flex min-h-11 items-center gap-3">
                        <input
                          type="checkbox"
                          className="size-6 shrink-0 accent-blue-900"
                          aria-label={t('keepOne', { number: need.number })}
                          checked={left.includes(need.id)}
                          onChange={({ target }) =>
                            setLeft(target.checked ? [...left, need.id] : left.filter((id) => id !== need.id))
                          }
                        />
                        {t('keep')}
                      </label>
                    ) : (
                      <>
                        {t(`outcomes.${need.outcome}`)}
                        {need.doneAt && <span className="block text-solid-gray-700">{formatInstant(need.doneAt)}</span>}
                      </>
                    ),
                },
              ]}
            />
          )}
        </LoadedPages>
      </Section>
      {list.canApprove && (
        <Button kind="danger" onPress={() => setAsking(true)}>
          {t('approve', { count: going })}
        </Button>
      )}
      <ConfirmDialog
        title={t('approve', { count: going })}
        help={t('approveHelp')}
        action={t('approveAction')}
        method="POST"
        path={asking ? api(`retention/lists/${list.id}/approval`) : null}
        version={list.version}
        body={{ leaveOut: left }}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
