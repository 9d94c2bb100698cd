import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Form } from '../../components/form.tsx';
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
  const { t } = useTranslation('retention');
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
    <Form className="max-w-200 space-y-6" onSubmit={submit}>
      {save.isSuccess && <Notice tone="success" announce title={t('saved')} />}
      <NumberField
        label={t('years')}
        help={t('yearsHelp')}
        required={false}
        value={needsKeptYears}
        onChange={setYears}
      />
      <Select
        label={t('approver')}
        help={t('approverHelp')}
        required={false}
        value={approverId}
        empty={t('nobody')}
        choices={retention.candidates.map((candidate) => ({ value: candidate.id, label: candidate.name }))}
        onChange={setApprover}
      />
      <NumberField
        label={t('auditYears')}
        help={t('auditYearsHelp')}
        required={false}
        value={auditKeptYears}
        onChange={setAuditYears}
      />
      <FormEnd save={save} onCancel={cancel} />
    </Form>
  );
}

function Lists({ retention: { due, waiting, needsKeptYears, approver } }: { retention: Retention }) {
  const { t } = useTranslation('retention');
  const { api, page } = usePaths();
  const draw = useSend<{ id: string }>();
  const navigate = useNavigate();
  const lists = usePages<ListedErasure>(api('retention/lists'));
  const reason =
    needsKeptYears === null || approver === null
      ? t('unset')
      : waiting
        ? t('waits', { number: waiting.number })
        : due === 0
          ? t('none')
          : null;
  return (
    <Section title={t('lists')}>
      <p className="prose-line">{t('listsHelp')}</p>
      {needsKeptYears !== null && <p>{t('due', { count: due })}</p>}
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
        {t('draw')}
      </Button>
      <LoadedPages query={lists}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('noLists')} />
          ) : (
            <Table
              caption={t('lists')}
              rows={items}
              to={(list) => page(`settings/retention/${list.id}`)}
              columns={[
                {
                  key: 'number',
                  header: t('number'),
                  short: true,
                  cell: (list) => t('numbered', { number: list.number }),
                },
                {
                  key: 'before',
                  header: t('before'),
                  short: true,
                  cell: (list) => formatDay(list.closedBefore),
                },
                {
                  key: 'made',
                  header: t('made'),
                  cell: (list) => `${formatInstant(list.createdAt)} ${list.createdBy ?? ''}`,
                },
                {
                  key: 'approved',
                  header: t('approved'),
                  cell: (list) =>
                    list.approvedAt ? `${formatInstant(list.approvedAt)} ${list.approvedBy ?? ''}` : t('notYet'),
                },
                {
                  key: 'erased',
                  header: t('erased'),
                  numeric: true,
                  cell: (list) => t('erasedOf', { erased: list.erased, count: list.needs }),
                },
              ]}
            />
          )
        }
      </LoadedPages>
    </Section>
  );
}
