import { useTranslation } from 'react-i18next';
import type { RuleJob } from '../../lib/contract.ts';

/** A back-test or a replay in words: what against what, and what came out. */
export function useJobWords() {
  const { t } = useTranslation('rules');
  const version = (version: number | 'draft' | null) =>
    version === 'draft' ? t('version.draft') : t('version.number', { number: version ?? 0 });
  return {
    sides: (job: RuleJob) =>
      job.kind === 'replay' ? t('job.replay') : t('job.sides', { from: version(job.from), to: version(job.to) }),
    counts: ({ kind, counts }: RuleJob) =>
      [
        t(kind === 'replay' ? 'job.different' : 'job.changed', { count: counts.changed }),
        t(kind === 'replay' ? 'job.same' : 'job.unchanged', { count: counts.unchanged }),
        t('job.unknown', { count: counts.unknown }),
        ...(counts.failed > 0 ? [t('job.failedCases', { count: counts.failed })] : []),
      ].join(' / '),
  };
}
