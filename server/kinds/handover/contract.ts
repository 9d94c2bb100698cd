import { z } from 'zod';
import { areaLink, day, id, instant, link, page, role, version } from '../../http/contract.ts';

const note = z.string().trim().max(2000).default('');

/** Something that is open. A record's is told as it stands now; `state`, `next`: null where it has none. */
const openItem = z.object({
  /** What a note about it is sent with. */
  key: z.string(),
  /** In words: 困りごと, 集まり … */
  kind: z.string(),
  title: z.string(),
  /** Null: the asker may not be told what it is. */
  path: z.string().nullable(),
  state: z.string().nullable(),
  since: day.nullable(),
  /** What the role does with it now. */
  next: z.string().nullable(),
  dueOn: day.nullable(),
  late: z.boolean(),
});

/** Whose role ends: an account's, or somebody's office in a council. */
export const handoverAsked = z.object({
  user: id.optional(),
  membership: id.optional(),
  council: id.optional(),
  member: id.optional(),
});

/** What is open of somebody in a role, and who could go on with it; `version`: of the role or the office. */
export const handoverOpen = z.object({
  from: z.string(),
  area: areaLink,
  role,
  council: link.nullable(),
  endsOn: day.nullable(),
  /** Councils in which the person has a seat by the role: it ends with it, and the successor takes it from the next day on. */
  seats: z.array(link),
  items: z.array(openItem),
  successors: z.array(link),
  version,
});

const ended = z.union([z.object({ userId: id, membershipId: id }), z.object({ councilId: id, memberId: id })]);
/** Ends a role (from the day after `endsOn`; null: at once) and hands over what is open of it. */
export const handoverInput = z.object({
  ended,
  endsOn: day.nullable(),
  /** Null: it is said later. */
  toUserId: id.nullable(),
  note,
  /** Words about single things that are open. */
  notes: z
    .array(z.object({ key: z.string().min(1).max(500), note }))
    .max(1000)
    .default([]),
});

export const handover = z.object({
  id,
  from: z.string(),
  to: link.nullable(),
  area: areaLink,
  role,
  council: link.nullable(),
  /** The last day. */
  endsOn: day,
  count: z.number().int(),
  createdBy: z.string(),
  createdAt: instant,
  receivedAt: instant.nullable(),
  version,
});
export const handoverPage = page(handover);
/** `waiting`: those to the asker that they have not received yet. */
export const handoverQuery = z.object({ waiting: z.enum(['true']).optional() });
export const handoverRecord = handover.extend({
  /** '' for who does not hold the role and did not write it. */
  note: z.string(),
  /** `over`: nothing is left to do; `hidden`: the asker may not be told what it is. */
  items: z.array(
    openItem.omit({ key: true }).extend({
      id,
      note: z.string(),
      over: z.boolean(),
      hidden: z.boolean(),
    }),
  ),
  /** Who could go on, for who may say so. */
  successors: z.array(link),
  /** Who of them it is likely to be: whoever has the office now. */
  likely: id.nullable(),
  can: z.object({ name: z.boolean(), receive: z.boolean() }),
});
export const handoverPatch = z.object({
  toUserId: id,
  /** In place of the one that it has. */
  note: z.string().trim().max(2000).optional(),
});
