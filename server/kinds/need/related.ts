import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import type { MovingRow } from '../../records/record-kind.ts';
import { relatedTo } from '../../records/related.ts';
import type { finding } from '../finding/contract.ts';
import type { referral } from '../referral/contract.ts';

/** A referral as it is stored, and as a list shows it: with its message, which is for those who may know whom it is about. */
export type RelatedReferral = { row: MovingRow; shown: z.infer<typeof referral> };

/** A meeting that dealt with a need. */
export type RelatedMeeting = {
  need_id: string;
  id: string;
  title: string;
  held_on: string;
  council_id: string;
  plan: string | null;
};

/** An item about a need on a meeting's agenda, planned or held. */
export type RelatedItem = {
  need_id: string;
  meeting: string;
  held_on: string;
  title: string;
  discussion: string | null;
  decisions: string[];
};

/** What somebody does because of a need, or what the council's members are asked. */
export type RelatedTask = {
  need_id: string;
  text: string;
  due_on: string | null;
  result: string | null;
  replies: { name: string; text: string }[];
};

/** What somebody wrote about it, or a referral of it, for their successor. */
export type RelatedNote = {
  need_id: string;
  from_name: string;
  ends_on: string;
  /** Of what is no record. */
  title: string | null;
  note: string;
};

/** How referrals of a service went: those under way, those completed within a year, and whether it gave this need back. */
export type ReferralHistory = { open: number; completed: number; refused: boolean };

/** What kinds above tell of needs. */
export type RelatedToNeed = {
  /** Newest first. */
  referrals(ctx: MunicipalContext, needIds: string[]): Promise<RelatedReferral[]>;
  referralHistories(
    ctx: MunicipalContext,
    needId: string,
    serviceIds: string[],
  ): Promise<(serviceId: string) => ReferralHistory>;
  /** The open council nearest to an area: its own, else one above. */
  nearestCouncil(ctx: MunicipalContext, areaPath: string): Promise<{ id: string; name: string } | null>;
  /** Newest first. */
  meetings(ctx: MunicipalContext, needIds: string[]): Promise<RelatedMeeting[]>;
  /** Newest first. */
  agenda(ctx: MunicipalContext, needIds: string[]): Promise<RelatedItem[]>;
  /** Oldest first. */
  tasks(ctx: MunicipalContext, needIds: string[]): Promise<RelatedTask[]>;
  /** Oldest first. `records`: the needs themselves and their referrals, by id, with the need of each. */
  handoverNotes(ctx: MunicipalContext, records: ReadonlyMap<string, string>): Promise<RelatedNote[]>;
  /** What may go up to the 1st tier because of it, as far as the asker may see. */
  findings(ctx: MunicipalContext, needId: string): Promise<z.infer<typeof finding>[]>;
};

export const relatedToNeed = relatedTo<RelatedToNeed>('need');
