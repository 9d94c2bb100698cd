import type { z } from 'zod';
import type { Query } from '../../database/parts.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { relatedTo } from '../../records/related.ts';
import type { finding } from '../finding/contract.ts';
import type { councilRecord } from './contract.ts';

export type RelatedMeeting = z.input<typeof councilRecord>['meetings'][number];

/** What kinds above tell of councils. */
export type RelatedToCouncil = {
  /** The latest, newest first, with the needs that they dealt with, as far as the asker may be told of these. */
  meetings(ctx: MunicipalContext, councilId: string): Promise<RelatedMeeting[]>;
  /** The same for choosing from. */
  meetingNames(
    ctx: MunicipalContext,
    councilId: string,
  ): Promise<Pick<RelatedMeeting, 'id' | 'title' | 'heldOn' | 'state'>[]>;
  /** Open and raised ones, as far as the asker may see. */
  findings(ctx: MunicipalContext, councilId: string): Promise<z.infer<typeof finding>[]>;
  /** How many open ones the asker may see, by the council's id. */
  countFindings(
    ctx: MunicipalContext,
    councils: { id: string; area_path: string }[],
  ): Promise<ReadonlyMap<string, number>>;
  /** Counts those that it sent or received, as far as the asker may see. */
  countProposals(ctx: MunicipalContext, councilId: string): Query;
};

export const relatedToCouncil = relatedTo<RelatedToCouncil>('council');
