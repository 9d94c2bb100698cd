import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { AnswerList, KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Tabs } from '../../components/tabs.tsx';
import type { NeedRecord } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Explanation } from '../../record/explanation.tsx';
import { StateBadge } from '../../record/state-badges.tsx';
import { PrintLink } from '../../record/print-link.tsx';
import { StepsPanel } from '../../record/steps-panel.tsx';
import { Story } from '../../record/story.tsx';
import { Tasks } from '../../record/tasks.tsx';
import { Ties } from '../../record/ties.tsx';
import { ConsentPanel } from './consent-panel.tsx';
import { isWithSomebody, MatchingPanel } from './matching-panel.tsx';
import { MeetingList } from './meeting-list.tsx';
import { ReferralList } from './referral-list.tsx';
import { UrgencyWord } from './urgency-word.tsx';

/** One need: where it stands, what can be done next, its story. */
export function NeedPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const need = useGet<NeedRecord>(api(`needs/${id}`));
  return <Loaded query={need}>{(need) => <NeedView need={need} />}</Loaded>;
}

function NeedView({ need }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const { practice } = useMunicipality();
  const title = t('numbered', { number: need.number, title: need.title });
  const first = need.can['refer'] && !isWithSomebody(need);
  return (
    <div className="space-y-10">
      <div className="space-y-6">
        <div>
          <Breadcrumb items={[{ name: t('list.title'), to: page('needs') }, { name: title }]} />
          <PageTitle
            title={title}
            aside={<StateBadge standing={need.standing} />}
            actions={
              need.can['edit'] &&
              need.given && <ButtonLink to={page(`needs/${need.id}/edit`)}>{t('edit.title')}</ButtonLink>
            }
          />
        </div>
        <TakenIn need={need} />
        <Sent />
        <KeyFacts
          facts={[
            { label: t('fact.person'), value: <Person need={need} /> },
            { label: t('fact.area'), value: need.area.name },
            { label: t('fact.types'), value: need.types.map((type) => type.name).join(t('common:list.separator')) },
            {
              label: t('fact.urgency'),
              value: (
                <>
                  <UrgencyWord urgency={need.urgency} />
                  <span className="block font-normal">{t('fact.received', { day: formatDay(need.receivedOn) })}</span>
                </>
              ),
            },
          ]}
        />
      </div>
      <div className="grid gap-10 lg:grid-cols-[3fr_2fr]">
        <div className="space-y-10">
          {first && <MatchingPanel need={need} />}
          <Section title={t('next')}>
            <StepsPanel
              steps={need.steps}
              path={api(`needs/${need.id}`)}
              kind="need"
              version={need.version}
              nothing={t('nothingNext')}
            />
          </Section>
          {!first && <MatchingPanel need={need} />}
          {need.findings.length > 0 && <Findings need={need} />}
        </div>
        <div className="space-y-10">
          <Now need={need} />
          <ConsentPanel need={need} />
        </div>
      </div>
      <Tabs
        label={t('tabs.label')}
        items={[
          { id: 'story', name: t('tabs.story'), content: <Story happenings={need.story} /> },
          { id: 'answers', name: t('tabs.answers'), content: <AnswerList answers={need.answers} /> },
          ...(practice.matching || need.referrals.length > 0
            ? [
                {
                  id: 'referrals',
                  name: t('tabs.referrals'),
                  count: need.referrals.length,
                  content: <ReferralList referrals={need.referrals} />,
                },
              ]
            : []),
          {
            id: 'meetings',
            name: t('tabs.meetings'),
            count: need.meetings.length,
            content: <MeetingList need={need} />,
          },
          {
            id: 'tasks',
            name: t('tasks:title'),
            content: (
              <Tasks
                of={{ need: need.id }}
                councilId={need.consentedTo.includes('council') ? (need.council?.id ?? null) : null}
              />
            ),
          },
        ]}
      />
      <Ties kind="need" id={need.id} />
      <PrintLink kind="need" id={need.id} />
      {need.can['looks'] && (
        <p className="no-print">
          <Link className="link inline-flex min-h-11 items-center" to={page(`needs/${need.id}/looks`)}>
            {t('looks.title')}
          </Link>
        </p>
      )}
    </div>
  );
}

/** What the escalation rules make of this need and its like, with the reasons; it is acted on at the council's page. */
function Findings({ need }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  return (
    <Section title={t('findings.title')}>
      <ul className="space-y-3">
        {need.findings.map((finding) => (
          <li key={finding.id} className="surface space-y-2">
            <p className="prose-line font-bold">{finding.sentence}</p>
            <p>
              {t(`findings.${finding.status}`)}
              {'\u3000'}
              <Link className="link inline-flex min-h-11 items-center" to={page(`councils/${finding.council.id}`)}>
                {finding.council.name}
              </Link>
            </p>
            <Explanation explanation={finding.explanation} hideSentence />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function TakenIn({ need }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { state } = useLocation() as { state: { takenIn?: boolean } | null };
  if (!state?.takenIn || need.version > 1) return null;
  return (
    <Notice tone="success" announce title={t('takenIn.title', { number: need.number })}>
      <p>{t(need.scope === 'community' ? 'takenIn.helpCommunity' : 'takenIn.help')}</p>
    </Notice>
  );
}

function Sent() {
  const { t } = useTranslation('referrals');
  const { state } = useLocation() as { state: { sentTo?: string } | null };
  return state?.sentTo ? (
    <Notice tone="success" announce title={t('sent.title', { organisation: state.sentTo })}>
      <p>{t('sent.help')}</p>
    </Notice>
  ) : null;
}

function Person({ need }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  if (need.scope === 'community') return t('scope.community');
  if (need.residentName === null)
    return (
      <>
        {t('hidden')}
        <span className="block font-normal">{t('hiddenHelp')}</span>
      </>
    );
  return (
    <>
      {need.person ? (
        <Link className="link inline-flex min-h-11 items-center" to={page(`people/${need.person.id}`)}>
          {need.residentName}
        </Link>
      ) : (
        need.residentName
      )}
      <span className="block font-normal">{need.residentKana}</span>
      {!need.person && need.given && (
        <Link
          className="link no-print inline-flex min-h-11 items-center font-normal"
          to={page(`needs/${need.id}/person`)}
        >
          {t('person.decide')}
        </Link>
      )}
    </>
  );
}

function Now({ need: { standing, council, checkedOn } }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  return (
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
        {checkedOn && (
          <p className="text-dns-14N-130 text-solid-gray-700">{t('checkedOn', { day: formatDay(checkedOn) })}</p>
        )}
      </div>
      {council && (
        <p>
          {t('council')}
          <Link to={page(`councils/${council.id}`)} className="link inline-flex min-h-11 items-center">
            {council.name}
          </Link>
        </p>
      )}
    </Section>
  );
}
