import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { Candidate, NeedRecord, Ranking } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { CandidateCard, LeftOutCard } from './candidate-card.tsx';
import { consentsToService } from './consent.ts';
import { UrgencyWord } from './urgency-word.tsx';
import { ReferralForm } from './referral-form.tsx';
import { useRank } from './use-rank.ts';

/** Services ranked for a need, with reasons, to be handed to one of them. */
export function RankingPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const need = useGet<NeedRecord>(api(`needs/${id}`));
  return <Loaded query={need}>{(need) => <RankingView need={need} />}</Loaded>;
}

function RankingView({ need }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const [search] = useSearchParams();
  const decisionId = search.get('decision') ?? need.next?.decisionId ?? null;
  const ranking = useGet<Ranking>(decisionId ? api(`decisions/${decisionId}`) : null);
  const rank = useRank(need.id);
  const back = page(`needs/${need.id}`);
  return (
    <div className="space-y-8">
      <div>
        <Breadcrumb
          items={[
            { name: t('list.title'), to: page('needs') },
            { name: t('numbered', { number: need.number, title: need.title }), to: back },
            { name: t('ranking.title') },
          ]}
        />
        <PageTitle
          title={t('ranking.title')}
          actions={
            need.can['rank'] && (
              <Button busy={rank.busy} onPress={rank.start}>
                {t(decisionId ? 'ranking.again' : 'matching.rank')}
              </Button>
            )
          }
        />
      </div>
      <KeyFacts
        facts={[
          { label: t('fact.need'), value: need.title },
          { label: t('fact.types'), value: need.types.map((type) => type.name).join(t('common:list.separator')) },
          { label: t('fact.area'), value: need.area.name },
          { label: t('fact.urgency'), value: <UrgencyWord urgency={need.urgency} /> },
        ]}
      />
      {rank.error && <ProblemNotice error={rank.error} />}
      {!consentsToService(need) && (
        <Notice tone="warn" title={t('consent.missingTitle')}>
          <p>{t('consent.missingHelp')}</p>
          <ButtonLink to={back}>{t('ranking.toConsent')}</ButtonLink>
        </Notice>
      )}
      {decisionId ? (
        <Loaded query={ranking} lines={8}>
          {(ranking) => <Candidates need={need} ranking={ranking} onRankAgain={rank.start} />}
        </Loaded>
      ) : (
        <EmptyState title={t('ranking.none')} />
      )}
    </div>
  );
}

function Candidates({ need, ranking, onRankAgain }: { need: NeedRecord; ranking: Ranking; onRankAgain: () => void }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const ranked = ranking.candidates.filter((candidate) => candidate.leftOut === null);
  const leftOut = ranking.candidates.filter((candidate) => candidate.leftOut !== null);
  return (
    <div className="space-y-10">
      <Section title={t('ranking.ranked', { count: ranked.length + ranking.others.ranked })}>
        <p className="text-solid-gray-700">
          {t('ranking.by', {
            name: ranking.ruleSet.name,
            number: ranking.ruleSet.number,
            at: formatInstant(ranking.decidedAt),
          })}
        </p>
        {ranked.length > 0 ? (
          <ol className="space-y-4">
            {ranked.map((candidate) => (
              <CandidateCard
                key={candidate.service.id}
                candidate={candidate}
                closed={whyClosed(need, candidate, t)}
                onRefer={() => setChosen(candidate)}
              />
            ))}
          </ol>
        ) : (
          <EmptyState title={t('ranking.nobody')}>
            <p>{t('ranking.nobodyHelp')}</p>
            <ButtonLink to={page(`needs/${need.id}`)}>{t('ranking.back')}</ButtonLink>
          </EmptyState>
        )}
        {ranking.others.ranked > 0 && <p>{t('ranking.moreRanked', { count: ranking.others.ranked })}</p>}
      </Section>
      {leftOut.length > 0 && (
        <Disclosure
          title={t('ranking.leftOut', { count: leftOut.length + ranking.others.leftOut })}
          open={ranked.length === 0}
        >
          <ul className="space-y-4">
            {leftOut.map((candidate) => (
              <LeftOutCard key={candidate.service.id} candidate={candidate} />
            ))}
          </ul>
          {ranking.others.leftOut > 0 && (
            <p className="mt-4">{t('ranking.moreLeftOut', { count: ranking.others.leftOut })}</p>
          )}
        </Disclosure>
      )}
      {chosen && (
        <Dialog title={t('refer.title', { service: chosen.service.name })} isOpen onClose={() => setChosen(null)}>
          <ReferralForm
            need={need}
            candidate={chosen}
            decisionId={ranking.decisionId}
            onClose={() => setChosen(null)}
            onRankAgain={() => {
              setChosen(null);
              onRankAgain();
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

/** Why the need cannot be handed on as it stands, or null. */
function whyClosed(need: NeedRecord, { service }: Candidate, t: TFunction<'needs'>): string | null {
  if (!consentsToService(need)) return t('ranking.noConsent');
  if (need.referrals.some((referral) => referral.service.id === service.id && referral.standing.tags.includes('open')))
    return t('ranking.asked');
  return need.can['refer'] ? null : t('ranking.closed', { state: need.standing.name });
}
