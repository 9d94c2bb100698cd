import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { MissingPage } from '../../components/error-pages.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextArea } from '../../components/text-field.tsx';
import type { HandoverOpen } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

/** Ends a role: what is open of it, who goes on, and what they should know. */
export function HandoverNewPage() {
  const [search] = useSearchParams();
  const { api } = usePaths();
  const whose = Object.fromEntries(['user', 'membership', 'council', 'member'].map((name) => [name, search.get(name)]));
  const whole = (whose.user && whose.membership) || (whose.council && whose.member);
  const open = useGet<HandoverOpen>(whole ? api('handovers/open') : null, whose);
  if (!whole) return <MissingPage />;
  return <Loaded query={open}>{(loaded) => <Ending open={loaded} whose={whose} />}</Loaded>;
}

function Ending({ open, whose }: { open: HandoverOpen; whose: Record<string, string | null | undefined> }) {
  const { t } = useTranslation('handovers');
  const { api, page } = usePaths();
  const { today } = useMunicipality();
  const navigate = useNavigate();
  const save = useSend<{ id: string }>();
  const [endsOn, setEndsOn] = useState<string | null>(open.endsOn ?? today);
  const [now, setNow] = useState(false);
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [notes, setNotes] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const back = whose.council ? page(`councils/${whose.council}`) : page(`settings/users/${whose.user}`);
  const submit = () => {
    setTried(true);
    if (!endsOn && !now) return;
    save.mutate(
      {
        path: api('handovers'),
        version: open.version,
        body: {
          ended: whose.council
            ? { councilId: whose.council, memberId: whose.member }
            : { userId: whose.user, membershipId: whose.membership },
          endsOn: now ? null : endsOn,
          toUserId: to || null,
          note,
          notes: Object.entries(notes).flatMap(([key, text]) => (text.trim() ? [{ key, note: text }] : [])),
        },
      },
      { onSuccess: ({ id }) => void navigate(page(`handovers/${id}`)) },
    );
  };
  const title = t('new.title', { name: open.from });
  return (
    <Form className="space-y-10" onSubmit={submit}>
      <div className="space-y-6">
        <div>
          <Breadcrumb items={[{ name: open.council?.name ?? open.from, to: back }, { name: title }]} />
          <PageTitle title={title} lead={<p>{t('new.lead')}</p>} />
        </div>
        <KeyFacts
          facts={[
            { label: t('role'), value: t(`common:role.${open.role}`) },
            { label: t('area'), value: open.area.name },
            ...(open.council === null ? [] : [{ label: t('council'), value: open.council.name }]),
          ]}
        />
        {open.seats.length > 0 && (
          <p className="prose-line">
            {t('new.seats', { councils: open.seats.map(({ name }) => name).join(t('common:list.separator')) })}
          </p>
        )}
      </div>
      <Section title={t('items', { count: open.items.length })}>
        {open.items.length === 0 ? (
          <p>{t('nothing')}</p>
        ) : (
          <>
            <p>{counted(open.items, t)}</p>
            <Table
              caption={t('itemsCaption')}
              rows={open.items.map((item, index) => ({ ...item, id: `${index} ${item.key}` }))}
              columns={[
                { key: 'kind', header: t('kind'), short: true, cell: (item) => item.kind },
                {
                  key: 'title',
                  header: t('what'),
                  cell: (item) =>
                    item.path === null ? (
                      item.title
                    ) : (
                      <div className="space-y-1">
                        <Link to={page(item.path)} className="link inline-flex min-h-6 items-center">
                          {item.title}
                        </Link>
                        <Disclosure title={t('new.noteOne')} open={Boolean(notes[item.key])}>
                          <TextArea
                            label={t('new.noteOf', { title: item.title })}
                            required={false}
                            rows={2}
                            value={notes[item.key] ?? ''}
                            onChange={(text) => setNotes({ ...notes, [item.key]: text })}
                          />
                        </Disclosure>
                      </div>
                    ),
                },
                { key: 'state', header: t('state'), cell: (item) => item.state ?? '―' },
                { key: 'since', header: t('since'), short: true, cell: (item) => formatShortDay(item.since) || '―' },
                { key: 'next', header: t('next'), cell: (item) => item.next ?? t('othersTurn') },
              ]}
            />
          </>
        )}
        <p className="prose-line text-solid-gray-700">{t('new.device')}</p>
      </Section>
      <Section title={t('new.give')}>
        <div className="max-w-2xl space-y-6">
          {!whose.council && <Checkbox label={t('new.now')} help={t('new.nowHelp')} value={now} onChange={setNow} />}
          {!now && (
            <DateField
              label={t('endsOn')}
              required
              help={t('new.endsOnHelp')}
              value={endsOn}
              onChange={setEndsOn}
              error={tried && !endsOn ? t('form:issue.required') : null}
            />
          )}
          {open.successors.length === 0 ? (
            <Notice tone="warn" title={t('nobody')}>
              <p>{t('new.nobodyHelp')}</p>
            </Notice>
          ) : (
            <Select
              label={t('to')}
              required={false}
              help={t('new.toHelp')}
              value={to}
              onChange={setTo}
              empty={t('new.later')}
              choices={open.successors.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <TextArea label={t('note')} required={false} help={t('new.noteHelp')} value={note} onChange={setNote} />
          <SaveProblem error={save.error} onReload={save.reset} />
          <div className="flex flex-wrap gap-3">
            <Button type="submit" kind="primary" busy={save.isPending}>
              {t(now ? 'new.now' : 'new.do')}
            </Button>
            <ButtonLink kind="text" to={back}>
              {t('common:action.cancel')}
            </ButtonLink>
          </div>
        </div>
      </Section>
    </Form>
  );
}

/** 「困りごと3件、紹介1件」 */
function counted(items: HandoverOpen['items'], t: ReturnType<typeof useTranslation<'handovers'>>['t']): string {
  return [...Map.groupBy(items, ({ kind }) => kind)]
    .map(([kind, some]) => t('countOf', { kind, count: some.length }))
    .join(t('common:list.separator'));
}
