import type { Member } from '../../kernel/reach.ts';
import { relatedTo } from '../../records/related.ts';

/** What kinds above tell of a finding. */
export type RelatedToFinding = {
  /** May this person make a proposal for the council that it is about? */
  mayPropose(actor: Member, council: { area_path: string; tier: 1 | 2 }): boolean;
};

export const relatedToFinding = relatedTo<RelatedToFinding>('finding');
