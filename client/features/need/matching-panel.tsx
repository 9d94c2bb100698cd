import { useTranslation } from 'react-i18next';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { NeedRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { isOver } from '../../record/state-badges.tsx';
import { consentsToService } from './consent.ts';
import { useRank } from './use-rank.ts';

/** Somebody has been asked already, or helps: another service is one more. */
export const isWithSomebody = (need: NeedRecord): boolean =>
  need.can['refer'] === true && need.standing.tags.some((tag) => tag === 'referred' || tag === 'supported');

/** Looking for a service that fits, while the need can still be handed to one. */
export function MatchingPanel({ need }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  const rank = useRank(need.id);
  if (!need.can['rank'] || isOver(need.standing)) return null;
  const others = isWithSomebody(need);
  return (
    <Section title={t(others ? 'matching.others' : 'matching.title')}>
      <div className="surface space-y-4" data-actions>
        <p className="prose-line">{t(others ? 'matching.othersLead' : 'matching.lead')}</p>
        {!consentsToService(need) && (
          <Notice tone="warn" title={t('consent.missingTitle')}>
            <p>{t('consent.missingHelp')}</p>
          </Notice>
        )}
        {need.next && (
          <p>
            {t('matching.next')}
            <span className="font-bold">{need.next.service.name}</span>
          </p>
        )}
        {rank.error && <ProblemNotice error={rank.error} />}
        <div className="flex flex-wrap gap-3">
          <Button kind={need.can['refer'] && !others ? 'primary' : 'secondary'} busy={rank.busy} onPress={rank.start}>
            {t('matching.rank')}
          </Button>
          {need.next && (
            <ButtonLink to={page(`needs/${need.id}/ranking?decision=${need.next.decisionId}`)}>
              {t('matching.last')}
            </ButtonLink>
          )}
        </div>
      </div>
    </Section>
  );
}
