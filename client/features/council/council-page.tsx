import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Tabs } from '../../components/tabs.tsx';
import type { CouncilRecord } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { PrintLink } from '../../record/print-link.tsx';
import { StepsPanel } from '../../record/steps-panel.tsx';
import { Story } from '../../record/story.tsx';
import { Tasks } from '../../record/tasks.tsx';
import { Ties } from '../../record/ties.tsx';
import { CandidateList } from './candidate-list.tsx';
import { FindingCard } from './finding-card.tsx';
import { MeetingList } from './meeting-list.tsx';
import { MemberList } from './member-list.tsx';
import { StageBadge } from './stage-badge.tsx';

const Diagram = lazy(() => import('../../record/diagram.tsx').then((module) => ({ default: module.Diagram })));

/** One council: where it stands, what can be done next, its people, meetings and history. */
export function CouncilPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const council = useGet<CouncilRecord>(api(`councils/${id}`));
  return <Loaded query={council}>{(council) => <CouncilView council={council} />}</Loaded>;
}

function CouncilView({ council }: { council: CouncilRecord }) {
  const { t } = useTranslation('councils');
  const { api, page } = usePaths();
  const { standing } = council;
  const called = council.localName ?? council.name;
  const name = council.closed ? t('common:closedName', { name: called }) : called;
  const open = council.findingList.filter((finding) => finding.status === 'open');
  return (
    <div className="space-y-10">
      <div className="space-y-6">
        <div>
          <Breadcrumb items={[{ name: t('list.title'), to: page('councils') }, { name }]} />
          <PageTitle
            title={name}
            aside={<StageBadge standing={standing} />}
            lead={council.localName ? t('properName', { name: council.name }) : undefined}
          />
        </div>
        <KeyFacts
          facts={[
            {
              label: t('fact.area'),
              value: council.area.name + t('common:paren', { text: t(`tier.${council.tier}`) }),
            },
            {
              label: t('fact.coordinators'),
              value: council.coordinators.join(t('common:list.separator')) || t('none'),
            },
            { label: t('fact.established'), value: formatDay(council.establishedOn) || t('notYet') },
            { label: t('fact.lastMeeting'), value: formatDay(council.lastMeetingOn) || t('notYet') },
          ]}
        />
      </div>
      {open.length > 0 && (
        <Section title={t('findings:title', { count: open.length })}>
          <div className="space-y-4">
            {open.map((finding) => (
              <FindingCard key={finding.id} finding={finding} />
            ))}
          </div>
        </Section>
      )}
      <div className="grid gap-10 lg:grid-cols-[3fr_2fr]">
        <Section title={t('next')}>
          <StepsPanel
            steps={council.steps}
            path={api(`councils/${council.id}`)}
            kind="council"
            version={council.version}
            nothing={t('nothingNext')}
            pages={meetingPages(council, page)}
          />
        </Section>
        <Section title={t('now')}>
          <div className="surface space-y-2 border-2 border-blue-900">
            <p className="text-[1.25rem] font-bold">{standing.name}</p>
            <p>{standing.meaning}</p>
            {standing.todo && (
              <p>
                <span className="font-bold">{t('todo')}</span>
                {standing.todo}
              </p>
            )}
            <p className="text-dns-14N-130 text-solid-gray-700">{t('since', { at: formatInstant(standing.since) })}</p>
          </div>
          <Counts council={council} />
        </Section>
      </div>
      <Ties kind="council" id={council.id} />
      <Tabs
        label={t('tabs.label')}
        items={[
          {
            id: 'way',
            name: t('tabs.way'),
            content: (
              <Suspense fallback={<Skeleton />}>
                <Diagram diagram={council.diagram} />
              </Suspense>
            ),
          },
          {
            id: 'people',
            name: t('tabs.people'),
            count: new Set(council.members.filter(({ current }) => current).map(({ person }) => person)).size,
            content: (
              <div className="space-y-8">
                <MemberList council={council} />
                {council.can['members'] && <CandidateList councilId={council.id} />}
              </div>
            ),
          },
          {
            id: 'meetings',
            name: t('tabs.meetings'),
            count: council.meetings.length,
            content: <MeetingList council={council} />,
          },
          {
            id: 'tasks',
            name: t('tasks:title'),
            content: <Tasks of={{ council: council.id }} councilId={council.can['meetings'] ? council.id : null} />,
          },
          { id: 'history', name: t('tabs.history'), content: <History council={council} /> },
        ]}
      />
      <PrintLink kind="council" id={council.id} />
    </div>
  );
}

/** Steps that record a meeting have its page: of the one of its kind that is planned next, or a new one. */
function meetingPages(council: CouncilRecord, page: (rest: string) => string): Record<string, string> {
  return Object.fromEntries(
    council.meetingSteps.map(({ event, kind }) => {
      // A joint meeting that another council keeps is recorded by that one's step.
      const planned = council.meetings.findLast(
        (meeting) => meeting.state === 'planned' && meeting.kind === kind && meeting.council.id === council.id,
      );
      return [
        event,
        planned
          ? page(`meetings/${planned.id}/edit?state=held`)
          : page(`councils/${council.id}/meetings/new?event=${event}`),
      ];
    }),
  );
}

function Counts({ council }: { council: CouncilRecord }) {
  const { t } = useTranslation('councils');
  const { page } = usePaths();
  const { openNeeds, unmetNeeds, proposals } = council.counts;
  return (
    <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
      <li>
        <CountLink
          to={page(`needs?area=${council.area.id}&state=open`)}
          label={t('counts.openNeeds')}
          count={openNeeds}
        />
      </li>
      <li>
        <CountLink
          to={page(`needs?area=${council.area.id}&state=lacking`)}
          label={t('counts.unmetNeeds')}
          count={unmetNeeds}
        />
      </li>
      <li>
        <CountLink to={page(`proposals?council=${council.id}`)} label={t('counts.proposals')} count={proposals} />
      </li>
    </ul>
  );
}

function CountLink({ to, label, count }: { to: string; label: string; count: number }) {
  const { t } = useTranslation('councils');
  return (
    <Link
      to={to}
      className="flex min-h-12 items-center justify-between gap-4 text-blue-1000 underline underline-offset-4 hover:bg-blue-50 hover:decoration-3"
    >
      <span>{label}</span>
      <span className="tabular-nums">{t('count', { count })}</span>
    </Link>
  );
}

function History({ council }: { council: CouncilRecord }) {
  const { t } = useTranslation('councils');
  const past = council.findingList.filter((finding) => finding.status !== 'open');
  return (
    <div className="space-y-8">
      <Story happenings={council.story} />
      {past.length > 0 && (
        <Section title={t('findings:past')}>
          {past.map((finding) => (
            <FindingCard key={finding.id} finding={finding} />
          ))}
        </Section>
      )}
    </div>
  );
}
