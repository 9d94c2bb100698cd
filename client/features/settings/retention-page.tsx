import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded, LoadedPages } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { ListedErasure, Retention } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useGet, usePages, useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { SettingsTitle } from './settings-title.tsx';

/** For how long what is personal is kept, who approves that it goes, and the lists of what went. */
export function RetentionPage() {
  const { api } = usePaths();
  const retention = useGet<Retention>(api('retention'));
  return (
    <div className="space-y-10">
      <SettingsTitle part="retention" />
      <Loaded query={retention}>
        {(retention) => (
          <>
            <RetentionForm retention={retention} />
            <Lists retention={retention} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function RetentionForm({ retention }: { retention: Retention }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const save = useSend<{ version: number }>();
  // What was seen when the form opened: it may be read anew behind what is typed.
  const [version, setVersion] = useState(retention.version);
  const [needsKeptYears, setYears] = useState(retention.needsKeptYears);
  const [auditKeptYears, setAuditYears] = useState(retention.auditKeptYears);
  const [approverId, setApprover] = useState(retention.approver?.id ?? '');
  const submit = () =>
    save.mutate(
      {
        method: 'PATCH',
        path: api('retention'),
        version,
        body: { needsKeptYears, auditKeptYears, approverId: approverId || null },
      },
      { onSuccess: (saved) => setVersion(saved.version) },
    );
  const cancel = () => {
    save.reset();
    setVersion(retention.version);
    setYears(retention.needsKeptYears);
    setAuditYears(retention.auditKeptYears);
    setApprover(retention.approver?.id ?? '');
  };
  return (
    <form noValidate className="max-w-200 space-y-6" onSubmit={onSubmit(submit)}>
      {save.isSuccess && <Notice tone="success" announce title={t('retention.saved')} />}
      <NumberField
        label={t('retention.years')}
        help={t('retention.yearsHelp')}
        required={false}
        value={needsKeptYears}
        onChange={setYears}
      />
      <Select
        label={t('retention.approver')}
        help={t('retention.approverHelp')}
        required={false}
        value={approverId}
        empty={t('retention.nobody')}
        choices={retention.candidates.map((candidate) => ({ value: candidate.id, label: candidate.name }))}
        onChange={setApprover}
      />
      <NumberField
        label={t('retention.auditYears')}
        help={t('retention.auditYearsHelp')}
        required={false}
        value={auditKeptYears}
        onChange={setAuditYears}
      />
      <FormEnd save={save} onCancel={cancel} />
    </form>
  );
}

function Lists({ retention: { due, waiting, needsKeptYears, approver } }: { retention: Retention }) {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const draw = useSend<{ id: string }>();
  const navigate = useNavigate();
  const lists = usePages<ListedErasure>(api('retention/lists'));
  const reason =
    needsKeptYears === null || approver === null
      ? t('retention.unset')
      : waiting
        ? t('retention.waits', { number: waiting.number })
        : due === 0
          ? t('retention.none')
          : null;
  return (
    <Section title={t('retention.lists')}>
      <p className="prose-line">{t('retention.listsHelp')}</p>
      {needsKeptYears !== null && <p>{t('retention.due', { count: due })}</p>}
      {draw.error && <ProblemNotice error={draw.error} />}
      <Button
        reason={reason}
        busy={draw.isPending}
        onPress={() =>
          draw.mutate(
            { path: api('retention/lists') },
            { onSuccess: ({ id }) => navigate(page(`settings/retention/${id}`)) },
          )
        }
      >
        {t('retention.draw')}
      </Button>
      <LoadedPages query={lists}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('retention.noLists')} />
          ) : (
            <Table
              caption={t('retention.lists')}
              rows={items}
              to={(list) => page(`settings/retention/${list.id}`)}
              columns={[
                {
                  key: 'number',
                  header: t('retention.number'),
                  short: true,
                  cell: (list) => t('retention.numbered', { number: list.number }),
                },
                {
                  key: 'before',
                  header: t('retention.before'),
                  short: true,
                  cell: (list) => formatDay(list.closedBefore),
                },
                {
                  key: 'made',
                  header: t('retention.made'),
                  cell: (list) => `${formatInstant(list.createdAt)} ${list.createdBy ?? ''}`,
                },
                {
                  key: 'approved',
                  header: t('retention.approved'),
                  cell: (list) =>
                    list.approvedAt
                      ? `${formatInstant(list.approvedAt)} ${list.approvedBy ?? ''}`
                      : t('retention.notYet'),
                },
                {
                  key: 'erased',
                  header: t('retention.erased'),
                  numeric: true,
                  cell: (list) => t('retention.erasedOf', { erased: list.erased, count: list.needs }),
                },
              ]}
            />
          )
        }
      </LoadedPages>
    </Section>
  );
}
