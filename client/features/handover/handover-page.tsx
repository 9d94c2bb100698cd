import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Badge } from '../../components/badge.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextArea } from '../../components/text-field.tsx';
import type { HandoverRecord } from '../../lib/contract.ts';
import { formatDay, formatInstant, formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

/** The sheet of a handover: from whom, to whom, and what was open, as it stands now. */
export function HandoverPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const handover = useGet<HandoverRecord>(api(`handovers/${id}`));
  return <Loaded query={handover}>{(loaded) => <Sheet handover={loaded} />}</Loaded>;
}

function Sheet({ handover }: { handover: HandoverRecord }) {
  const { t } = useTranslation('handovers');
  const { api, page } = usePaths();
  const receive = useSend();
  const title = t('sheetOf', { name: handover.from });
  return (
    <div className="space-y-10">
      <div className="space-y-6">
        <div>
          <Breadcrumb items={[{ name: t('list.title'), to: page('handovers') }, { name: title }]} />
          <PageTitle
            title={title}
            aside={
              handover.receivedAt ? (
                <Badge tone="good">{t('received')}</Badge>
              ) : (
                <Badge tone="attention">{t('notReceived')}</Badge>
              )
            }
            actions={
              <>
                <Button onPress={() => window.print()}>{t('print')}</Button>
                {handover.can.receive && (
                  <Button
                    kind="primary"
                    busy={receive.isPending}
                    onPress={() => receive.mutate({ path: api(`handovers/${handover.id}/receive`) })}
                  >
                    {t('receive')}
                  </Button>
                )}
              </>
            }
          />
        </div>
        <SaveProblem error={receive.error} onReload={receive.reset} />
        <KeyFacts
          facts={[
            { label: t('from'), value: handover.from },
            { label: t('to'), value: handover.to?.name ?? t('undecided') },
            { label: t('role'), value: t(`common:role.${handover.role}`) },
            { label: t('area'), value: handover.area.name },
            ...(handover.council === null ? [] : [{ label: t('council'), value: handover.council.name }]),
            { label: t('endsOn'), value: formatDay(handover.endsOn) },
            { label: t('made'), value: t('madeBy', { at: formatInstant(handover.createdAt), by: handover.createdBy }) },
            ...(handover.receivedAt ? [{ label: t('receivedAt'), value: formatInstant(handover.receivedAt) }] : []),
          ]}
        />
      </div>
      {handover.can.name && <Successor key={handover.to?.id ?? ''} handover={handover} />}
      {handover.note !== '' && (
        <Section title={t('note')}>
          <p className="prose-line whitespace-pre-wrap">{handover.note}</p>
        </Section>
      )}
      <Section title={t('items', { count: handover.items.length })}>
        {handover.items.length === 0 ? (
          <p>{t('nothing')}</p>
        ) : (
          <Table
            caption={t('itemsCaption')}
            rows={handover.items}
            columns={[
              { key: 'kind', header: t('kind'), short: true, cell: (item) => item.kind },
              {
                key: 'title',
                header: t('what'),
                cell: (item) => (
                  <div className="space-y-1">
                    {item.path === null ? (
                      item.title
                    ) : (
                      <Link to={page(item.path)} className="link inline-flex min-h-6 items-center">
                        {item.title}
                      </Link>
                    )}
                    {item.note !== '' && <p className="whitespace-pre-wrap">{t('noteIs', { note: item.note })}</p>}
                  </div>
                ),
              },
              { key: 'state', header: t('state'), cell: (item) => (item.over ? t('over') : (item.state ?? '―')) },
              { key: 'since', header: t('since'), short: true, cell: (item) => formatShortDay(item.since) || '―' },
              {
                key: 'next',
                header: t('next'),
                cell: (item) =>
                  item.over || item.hidden ? (
                    '―'
                  ) : (
                    <>
                      {item.next ?? t('othersTurn')}
                      {item.dueOn && (
                        <span className="block whitespace-nowrap">
                          {t('until', { day: formatShortDay(item.dueOn) })}
                        </span>
                      )}
                    </>
                  ),
              },
            ]}
          />
        )}
      </Section>
    </div>
  );
}

/** Says who goes on with it. */
function Successor({ handover }: { handover: HandoverRecord }) {
  const { t } = useTranslation('handovers');
  const { api } = usePaths();
  const save = useSend();
  const [to, setTo] = useState(handover.to?.id ?? handover.likely ?? '');
  const [note, setNote] = useState(handover.note);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (to)
      save.mutate({
        method: 'PATCH',
        path: api(`handovers/${handover.id}`),
        version: handover.version,
        body: { toUserId: to, ...(note === handover.note ? {} : { note }) },
      });
  };
  return (
    <div className="no-print">
      <Section title={t(handover.to ? 'rename' : 'undecidedTitle')}>
        {handover.successors.length === 0 ? (
          <Notice tone="warn" title={t('nobody')}>
            <p>{t('nobodyHelp')}</p>
          </Notice>
        ) : (
          <Form className="max-w-xl space-y-4" onSubmit={submit}>
            <Select
              label={t('to')}
              required
              value={to}
              onChange={setTo}
              error={tried && !to ? t('form:issue.required') : null}
              choices={handover.successors.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <TextArea label={t('note')} required={false} help={t('new.noteHelp')} value={note} onChange={setNote} />
            <SaveProblem error={save.error} onReload={save.reset} />
            <Button type="submit" kind={handover.to ? 'secondary' : 'primary'} busy={save.isPending}>
              {t('give')}
            </Button>
          </Form>
        )}
      </Section>
    </div>
  );
}
