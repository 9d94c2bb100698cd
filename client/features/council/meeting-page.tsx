import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { ReasonForm } from '../../components/reason-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Meeting, Page, Register } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { Tasks } from '../../record/tasks.tsx';
import { fromItem } from '../../record/follow-up.ts';
import { Ties } from '../../record/ties.tsx';
import { Minutes } from './minutes.tsx';

/** One gathering: what is planned, or what was said and decided, who was there, and which needs it dealt with. */
export function MeetingPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const meeting = useGet<Meeting>(api(`meetings/${id}`));
  return <Loaded query={meeting}>{(meeting) => <MeetingView meeting={meeting} />}</Loaded>;
}

const tones = { planned: 'attention', held: 'neutral', dropped: 'neutral' } as const;

function MeetingView({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { codes } = useMunicipality();
  const kind = codes['meeting-kind'].find(({ key }) => key === meeting.kind);
  const { page } = usePaths();
  const { state } = meeting;
  const held = state === 'held';
  return (
    <div className="space-y-8">
      <div>
        <Breadcrumb
          items={[
            { name: t('councils:list.title'), to: page('councils') },
            meeting.can['council']
              ? { name: meeting.council.name, to: page(`councils/${meeting.council.id}`) }
              : { name: meeting.council.name },
            { name: meeting.title },
          ]}
        />
        <PageTitle
          title={meeting.title}
          aside={
            <>
              <Badge>{kind?.name ?? meeting.kind}</Badge>
              {!held && <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>}
            </>
          }
          actions={meeting.can['edit'] && <Actions meeting={meeting} />}
        />
      </div>
      {state === 'dropped' && meeting.stateReason && (
        <Notice title={t('droppedFor', { reason: meeting.stateReason })} />
      )}
      <KeyFacts
        facts={[
          { label: t(held ? 'heldOn' : 'plannedOn'), value: <When meeting={meeting} /> },
          { label: t('place'), value: meeting.place ?? t('councils:none') },
          ...(meeting.joint.length > 0 ? [{ label: t('joint.title'), value: <Joint meeting={meeting} /> }] : []),
          held
            ? { label: t('attendance'), value: t('councils:people', { count: meeting.attendance }) }
            : { label: t('invited.coming'), value: t('councils:people', { count: countOf(meeting, 'coming') }) },
          ...(held && kind?.marks.includes('examined')
            ? [{ label: t('examined'), value: t(meeting.examined ? 'examinedYes' : 'councils:notYet') }]
            : []),
        ]}
      />
      {meeting.invitation && state === 'planned' && <Invitation meeting={meeting} />}
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[2fr_1fr]">
        <div className="space-y-8">
          {meeting.aim && (
            <Section title={t('aim')}>
              <p className="prose-line whitespace-pre-wrap">{meeting.aim}</p>
            </Section>
          )}
          {meeting.bring && (
            <Section title={t('bring')}>
              <p className="prose-line whitespace-pre-wrap">{meeting.bring}</p>
            </Section>
          )}
          <Section title={t('agenda.title')}>
            <Agenda meeting={meeting} />
          </Section>
          {held && <Held meeting={meeting} />}
          {held && <Minutes meeting={meeting} />}
          <Ties kind="meeting" id={meeting.id} />
        </div>
        <div className="space-y-8">
          <People meeting={meeting} />
          <Section title={t('tasks:title')}>
            <Tasks of={{ meeting: meeting.id }} councilId={meeting.can['keep'] ? meeting.council.id : null} />
          </Section>
        </div>
      </div>
    </div>
  );
}

/** The other councils of a joint meeting. */
function Joint({ meeting }: { meeting: Meeting }) {
  const { page } = usePaths();
  return (
    <ul>
      {meeting.joint.map(({ id, name, canOpen }) => (
        <li key={id}>
          {canOpen ? (
            <Link className="link inline-flex min-h-11 items-center" to={page(`councils/${id}`)}>
              {name}
            </Link>
          ) : (
            name
          )}
        </li>
      ))}
    </ul>
  );
}

const countOf = ({ people }: Meeting, answer: 'coming' | 'absent'): number =>
  people.filter((person) => person.answer === answer).length;

function When({ meeting: { heldOn, startsAt, endsAt } }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  return (
    <>
      {formatDay(heldOn)}
      {startsAt && (
        <span className="block tabular-nums">
          {endsAt ? t('fromTo', { from: startsAt, to: endsAt }) : t('from', { from: startsAt })}
        </span>
      )}
    </>
  );
}

function Actions({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { api, page } = usePaths();
  const [dropping, setDropping] = useState(false);
  const again = useSend();
  const edit = page(`meetings/${meeting.id}/edit`);
  if (meeting.state === 'held')
    return (
      <ButtonLink to={edit} kind={meeting.minutes || meeting.agenda.length > 0 ? 'secondary' : 'primary'}>
        {t('write')}
      </ButtonLink>
    );
  if (meeting.state === 'dropped')
    return (
      <Button
        busy={again.isPending}
        onPress={() =>
          again.mutate({
            method: 'PATCH',
            path: api(`meetings/${meeting.id}`),
            body: { state: 'planned', stateReason: null },
            version: meeting.version,
          })
        }
      >
        {t('planAgain')}
      </Button>
    );
  return (
    <>
      <ButtonLink to={`${edit}?state=held`} kind="primary">
        {t('record')}
      </ButtonLink>
      <ButtonLink to={edit}>{t('changePlan')}</ButtonLink>
      <Button kind="text" onPress={() => setDropping(true)}>
        {t('drop')}
      </Button>
      <Dialog title={t('drop')} isOpen={dropping} onClose={() => setDropping(false)}>
        <Dropping meeting={meeting} onClose={() => setDropping(false)} />
      </Dialog>
    </>
  );
}

function Dropping({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useTranslation('meetings');
  const { api } = usePaths();
  const drop = useSend();
  return (
    <ReasonForm
      label={t('dropReason')}
      action={t('drop')}
      save={drop}
      onClose={onClose}
      onSend={(stateReason) =>
        drop.mutate(
          {
            method: 'PATCH',
            path: api(`meetings/${meeting.id}`),
            body: { state: 'dropped', stateReason },
            version: meeting.version,
          },
          { onSuccess: onClose },
        )
      }
    />
  );
}

/** For somebody who is invited: do they come? */
function Invitation({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { api } = usePaths();
  const send = useSend();
  const given = meeting.invitation?.answer ?? null;
  const [note, setNote] = useState(meeting.invitation?.note ?? '');
  const say = (answer: 'coming' | 'absent') =>
    send.mutate({ path: api(`meetings/${meeting.id}/answer`), body: { answer, note: note || null } });
  return (
    <section className="surface max-w-200 space-y-4 border-2 border-blue-900" aria-label={t('invited.yours')}>
      <h2>{t(given === null ? 'invited.ask' : `invited.said.${given}`)}</h2>
      {send.error && <ProblemNotice error={send.error} />}
      <TextField label={t('invited.note')} required={false} value={note} onChange={setNote} maxLength={200} />
      <div className="flex flex-wrap gap-3">
        {(['coming', 'absent'] as const).map((answer) => (
          <Button
            key={answer}
            kind={given === null && answer === 'coming' ? 'primary' : 'secondary'}
            busy={send.isPending}
            onPress={() => say(answer)}
          >
            {t(`answer.${answer}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Agenda({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { page } = usePaths();
  if (meeting.agenda.length === 0) return <p>{t('councils:none')}</p>;
  return (
    <ol className="space-y-4">
      {meeting.agenda.map((item, index) => (
        <li key={item.id} className="surface space-y-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-bold">
            <span>{t('agenda.numbered', { number: index + 1, title: item.title })}</span>
            {item.outcome && <Badge>{t(`outcome.${item.outcome}`)}</Badge>}
          </p>
          {item.need && (
            <p>
              {item.need.canOpen ? (
                <Link className="link" to={page(`needs/${item.need.needId}`)}>
                  {t('councils:need', { number: item.need.number, title: item.need.title })}
                </Link>
              ) : (
                t('councils:need', { number: item.need.number, title: item.need.title })
              )}
            </p>
          )}
          <Named label={t('agenda.about')} records={item.about} />
          {item.discussion && <p className="prose-line whitespace-pre-wrap">{item.discussion}</p>}
          {item.decisions.length > 0 && (
            <div>
              <p className="text-dns-14N-130 text-solid-gray-700">{t('decisions')}</p>
              <Lines lines={item.decisions} />
            </div>
          )}
          <Named label={t('agenda.follows')} records={item.follows} />
          {meeting.state === 'held' && meeting.can['keep'] && !item.hidden && (
            <FollowUp meeting={meeting} item={item} />
          )}
        </li>
      ))}
    </ol>
  );
}

/** Records that an item names. */
function Named({ label, records }: { label: string; records: Meeting['agenda'][number]['about'] }) {
  const { page } = usePaths();
  if (records.length === 0) return null;
  return (
    <div>
      <p className="text-dns-14N-130 text-solid-gray-700">{label}</p>
      <ul>
        {records.map((record) => (
          <li key={record.id}>
            <Link className="link inline-flex min-h-11 items-center [overflow-wrap:anywhere]" to={page(record.page)}>
              {record.title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What can be made of an item: each begins a record that is tied to it. */
function FollowUp({ meeting, item }: { meeting: Meeting; item: Meeting['agenda'][number] }) {
  const { t } = useTranslation('meetings');
  const { can } = useMunicipality();
  const { api, page } = usePaths();
  const registers = useGet<Page<Register>>(api('registers'));
  const from = fromItem(meeting.id, item.id);
  const proposals = (['proposal', 'report'] as const).map((kind) => ({
    key: kind,
    name: t(`proposals:new.${kind}`),
    to: `proposals/new?kind=${kind}&council=${meeting.council.id}&${from}`,
  }));
  const offered = [
    ...(can['needs.create'] ? [{ key: 'need', name: t('needs:new.title'), to: `needs/new?${from}` }] : []),
    ...(can['proposals.create'] ? proposals : []),
    ...(registers.data?.items ?? [])
      .filter(({ mayAdd }) => mayAdd)
      .map((register) => ({
        key: register.key,
        name: t('registers:add', { one: register.one }),
        to: `registers/${register.key}/new?${from}`,
      })),
  ];
  if (offered.length === 0) return null;
  return (
    <div className="no-print">
      <Disclosure title={t('agenda.make', { title: item.title })}>
        <ul>
          {offered.map(({ key, name, to }) => (
            <li key={key}>
              <Link className="link inline-flex min-h-11 items-center" to={page(to)}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

function Held({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const { page } = usePaths();
  const byAgenda = new Set(meeting.agenda.flatMap(({ need }) => need?.needId ?? []));
  const needs = meeting.needs.filter(({ needId }) => !byAgenda.has(needId));
  const split = meeting.agenda.length > 0;
  return (
    <>
      <Section title={t(split ? 'otherDecisions' : 'decisions')}>
        <Lines lines={meeting.decisions} />
      </Section>
      {needs.length > 0 && (
        <Section title={t('needs')}>
          <ul className="space-y-3">
            {needs.map((need) => (
              <li key={need.needId} className="surface">
                {need.canOpen ? (
                  <Link className="link font-bold" to={page(`needs/${need.needId}`)}>
                    {t('councils:need', { number: need.number, title: need.title })}
                  </Link>
                ) : (
                  <p className="font-bold">{t('councils:need', { number: need.number, title: need.title })}</p>
                )}
                {need.canOpen && <p>{need.plan ? t('planned', { plan: need.plan }) : t('noPlan')}</p>}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t(split ? 'otherMinutes' : 'minutes')}>
        <p className="prose-line whitespace-pre-wrap">{meeting.minutes ?? t('councils:none')}</p>
      </Section>
    </>
  );
}

/** Who is invited, with what they answered; of one that was held who was there. */
function People({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('meetings');
  const held = meeting.state === 'held';
  const listed = new Set(meeting.people.map(({ name }) => name));
  const others = held ? meeting.attendees.filter((name) => !listed.has(name)) : [];
  return (
    <Section title={t(held ? 'presence.title' : 'invited.title')}>
      {meeting.people.length + others.length === 0 ? (
        <p>{t('councils:none')}</p>
      ) : (
        <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
          {meeting.people.map((person) => (
            <li key={person.id} className="flex flex-wrap justify-between gap-x-4 py-2">
              <span className="min-w-0">
                {person.name}
                {person.body && <span className="block text-dns-14N-130 text-solid-gray-700">{person.body}</span>}
                {person.note && <span className="block text-dns-14N-130 text-solid-gray-700">{person.note}</span>}
              </span>
              <span className="text-solid-gray-700">
                {held ? t(`presence.${person.presence ?? 'none'}`) : t(`answer.${person.answer ?? 'none'}`)}
              </span>
            </li>
          ))}
          {others.map((name) => (
            <li key={name} className="flex flex-wrap justify-between gap-x-4 py-2">
              <span>{name}</span>
              <span className="text-solid-gray-700">{t('presence.present')}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Lines({ lines }: { lines: string[] }) {
  const { t } = useTranslation('meetings');
  if (lines.length === 0) return <p>{t('councils:none')}</p>;
  return (
    <ul className="prose-line list-disc pl-6">
      {lines.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}
