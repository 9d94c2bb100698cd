import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../components/badge.tsx';
import type { Proposal } from '../../lib/contract.ts';

const answers: Record<NonNullable<Proposal['answer']>, Tone> = {
  adopted: 'good',
  'under-study': 'attention',
  'not-adopted': 'bad',
  'passed-on': 'accent',
  noted: 'good',
};

/** Where a proposal stands; its answer has the answer's colour. */
export function ProposalBadge({ proposal: { standing, answer } }: { proposal: Proposal }) {
  return (
    <Badge tone={answer ? answers[answer] : standing.tags.includes('draft') || standing.done ? 'neutral' : 'accent'}>
      {standing.name}
    </Badge>
  );
}

/** 提案 or 報告. */
export function KindWord({ kind }: { kind: Proposal['kind'] }) {
  const { t } = useTranslation('proposals');
  return t(`kind.${kind}`);
}
