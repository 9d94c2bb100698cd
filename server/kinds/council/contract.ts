import { z } from 'zod';
import {
  areaLink,
  can,
  day,
  diagram,
  happening,
  id,
  line,
  link,
  page,
  standing,
  step,
  version,
} from '../../http/contract.ts';
import { invitationLink } from '../../settings/users/contract.ts';
import { finding } from '../finding/contract.ts';
import { listedMeeting, meetingKind } from '../meeting/contract.ts';

export const council = z.object({
  id,
  name: z.string(),
  nameKana: z.string(),
  localName: z.string().nullable(),
  tier: z.union([z.literal(1), z.literal(2)]),
  area: areaLink,
  standing,
  /** In words: a person's name, or a body's with who acts for it. */
  coordinators: z.array(z.string()),
  establishedOn: day.nullable(),
  lastMeetingOn: day.nullable(),
  /** Open findings: candidates to send up, and watches. */
  findings: z.number().int(),
  closed: z.boolean(),
  version,
});
export const councilPage = page(council);
/** What the board of councils shows beside them. */
export const councilBoard = z.object({
  /** Every stage of the workflows that the asker's councils go by, in their order; what is called alike is one. `keys`: what the list is asked for. */
  stages: z.array(z.object({ name: z.string(), keys: z.array(z.string()) })),
  /** Open areas in which a council of this tier stands by their kind, and none does. */
  lacking: z.array(z.object({ area: areaLink, tier: z.union([z.literal(1), z.literal(2)]) })),
});
export const councilQuery = z.object({
  q: z.string().max(200).optional(),
  area: id.optional(),
  tier: z.coerce.number().int().min(1).max(2).optional(),
  stage: z.string().max(100).optional(),
});
export const councilInput = z.object({
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  localName: z.string().trim().max(200).nullable().default(null),
  /** Follows from the area; one that does not fit it is refused. */
  tier: z.union([z.literal(1), z.literal(2)]).optional(),
  areaId: id,
  workflowKey: z.string().min(1).max(100),
});
export const councilPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  localName: z.string().trim().max(200).nullable().optional(),
  closed: z.boolean().optional(),
  /** Area and workflow can be mended while nothing has happened: no step, meeting or proposal. */
  areaId: id.optional(),
  workflowKey: z.string().min(1).max(100).optional(),
});

export const memberRole = z.enum(['member', 'chair', 'vice-chair', 'coordinator']);
export const member = z.object({
  id,
  /** The same in each entry of one person, who may hold several roles. */
  person: id,
  name: z.string(),
  nameKana: z.string(),
  role: memberRole,
  organisation: link.nullable(),
  /** The organisation holds the office of coordinator, and the person acts for it. */
  heldByBody: z.boolean(),
  userId: id.nullable(),
  startsOn: day,
  endsOn: day.nullable(),
  current: z.boolean(),
  version,
});
export const memberInput = z.object({
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  role: memberRole,
  organisationId: id.nullable().default(null),
  heldByBody: z.boolean().default(false),
  userId: id.nullable().default(null),
  startsOn: day,
  endsOn: day.nullable().default(null),
  /** Who is in the council already and takes one more role: their `person`. */
  person: id.nullable().default(null),
  /** Entries that this one takes the place of: their terms end on the day before. */
  ends: z.array(id).max(20).default([]),
});
/** Whose account a member has: one that is there, or a new one by an invitation. */
export const memberAccount = z.union([z.object({ userId: id }), z.object({ email: z.email().max(254) })]);
/** `invitation`: null where the account holds the role already. */
export const accountLinked = z.object({ userId: id, invitation: invitationLink.nullable() });
export const memberPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  role: memberRole.optional(),
  organisationId: id.nullable().optional(),
  heldByBody: z.boolean().optional(),
  startsOn: day.optional(),
  endsOn: day.nullable().optional(),
});

export const councilRecord = council.extend({
  steps: z.array(step),
  diagram,
  members: z.array(member),
  meetings: z.array(listedMeeting.omit({ can: true, minutes: true })),
  /** The steps that record a meeting, with the kind of it. */
  meetingSteps: z.array(z.object({ event: z.string(), kind: meetingKind })),
  /** Kinds of body that the workflow in force wants in a council of this tier, and which of each are there. */
  bodies: z.array(z.object({ kind: z.string(), name: z.string(), there: z.array(z.string()) })),
  /** Open and raised findings of this council. */
  findingList: z.array(finding),
  story: z.array(happening),
  /** Counts the asker may see: open needs and unmet needs of the area. */
  counts: z.object({ openNeeds: z.number().int(), unmetNeeds: z.number().int(), proposals: z.number().int() }),
  can,
});
