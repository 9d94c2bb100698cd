import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { AnswerList, KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import type { ReferralRecord } from '../../lib/contract.ts';
import { formatDay, toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Explanation } from '../../record/explanation.tsx';
import { ReferralBadge } from '../../record/state-badges.tsx';
import { PrintLink } from '../../record/print-link.tsx';
import { StepsPanel } from '../../record/steps-panel.tsx';
import { Story } from '../../record/story.tsx';

/** One referral: what is asked of the service, as far as consent allows, and its answer. */
export function ReferralPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const referral = useGet<ReferralRecord>(api(`referrals/${id}`));
  return <Loaded query={referral}>{(referral) => <ReferralView referral={referral} />}</Loaded>;
}

function ReferralView({ referral }: { referral: ReferralRecord }) {
  const { t } = useTranslation('referrals');
  const { api, page } = usePaths();
  const { standing, need, turn, next } = referral;
  const title = t('numbered', need);
  return (
    <div className="space-y-10">
      <div className="space-y-6">
        <div>
          <Breadcrumb items={[{ name: t('list.title'), to: page('referrals') }, { name: title }]} />
          <PageTitle
            title={title}
            aside={<ReferralBadge standing={standing} />}
            lead={<p>{standing.meaning}</p>}
            actions={referral.can['need'] && <ButtonLink to={page(`needs/${need.id}`)}>{t('toNeed')}</ButtonLink>}
          />
        </div>
        <KeyFacts
          facts={[
            {
              label: t('column.service'),
              value: (
                <Link to={page(`services/${referral.service.id}`)} className="link">
                  {referral.service.name}
                </Link>
              ),
            },
            { label: t('column.organisation'), value: referral.organisation.name },
            { label: t('column.sent'), value: formatDay(toDay(referral.createdAt)) },
            { label: t('column.by'), value: referral.createdBy },
            ...(turn?.dueOn
              ? [
                  {
                    label: t(standing.tags.includes('waiting') ? 'dueReply' : 'due'),
                    value: <DueDay day={turn.dueOn} late={turn.late} />,
                  },
                ]
              : []),
          ]}
        />
      </div>
      {referral.answerReason && (
        <Notice tone="info" title={t('answerReason')}>
          <p className="whitespace-pre-wrap">{referral.answerReason}</p>
        </Notice>
      )}
      <div className="grid gap-10 lg:grid-cols-[3fr_2fr]">
        <Section title={t('facts.title')}>
          {referral.message && (
            <blockquote className="surface border-l-8 border-l-blue-900">
              <p className="text-dns-14N-130 text-solid-gray-700">{t('message', { by: referral.createdBy })}</p>
              <p className="whitespace-pre-wrap">{referral.message}</p>
            </blockquote>
          )}
          <AnswerList answers={referral.needFacts} />
          <p className="prose-line text-dns-14N-130 text-solid-gray-700">{t('facts.help')}</p>
        </Section>
        <Section title={t('next')}>
          {turn?.text && <p className="prose-line">{turn.text}</p>}
          {next && (
            <p className="surface">
              {t('nextCandidate')}
              <Link className="link font-bold" to={page(`needs/${need.id}/ranking?decision=${next.decisionId}`)}>
                {next.service.name}
              </Link>
            </p>
          )}
          <StepsPanel
            steps={referral.steps}
            path={api(`referrals/${referral.id}`)}
            kind="referral"
            version={referral.version}
            nothing={t('nothingNext')}
          />
        </Section>
      </div>
      {referral.decision && (
        <Section title={t('why')}>
          {referral.rank !== null && <p>{t('rank', { rank: referral.rank })}</p>}
          <Explanation explanation={referral.decision} />
        </Section>
      )}
      <Section title={t('story')}>
        <Story happenings={referral.story} />
      </Section>
      <PrintLink kind="referral" id={referral.id} />
    </div>
  );
}

function DueDay({ day, late }: { day: string; late: boolean }) {
  const { t } = useTranslation('referrals');
  return (
    <>
      {formatDay(day)}
      {late && (
        <span className="ml-2">
          <Badge tone="bad">{t('late')}</Badge>
        </span>
      )}
    </>
  );
}
