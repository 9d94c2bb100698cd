import { z } from 'zod';
import {
  areaLink,
  can,
  day,
  diagram,
  explanation,
  happening,
  id,
  instant,
  line,
  link,
  page,
  patchOf,
  standing,
  step,
  version,
  words,
} from './common.ts';

export const council = z.object({
  id,
  name: z.string(),
  nameKana: z.string(),
  localName: z.string().nullable(),
  tier: z.union([z.literal(1), z.literal(2)]),
  area: areaLink,
  standing,
  coordinators: z.array(z.string()),
  establishedOn: day.nullable(),
  lastMeetingOn: day.nullable(),
  /** Open findings: candidates to send up, and watches. */
  findings: z.number().int(),
  closed: z.boolean(),
  version,
});
export const councilPage = page(council);
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
  tier: z.union([z.literal(1), z.literal(2)]),
  areaId: id,
  workflowKey: z.string().min(1).max(100),
});
export const councilPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  localName: z.string().trim().max(200).nullable().optional(),
  closed: z.boolean().optional(),
});

export const memberRole = z.enum(['member', 'chair', 'vice-chair', 'coordinator']);
export const member = z.object({
  id,
  name: z.string(),
  nameKana: z.string(),
  role: memberRole,
  organisation: link.nullable(),
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
  userId: id.nullable().default(null),
  startsOn: day,
  endsOn: day.nullable().default(null),
});
export const memberPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  role: memberRole.optional(),
  organisationId: id.nullable().optional(),
  startsOn: day.optional(),
  endsOn: day.nullable().optional(),
});

export const meetingKind = z.enum([
  'roundtable',
  'study',
  'preparation',
  'council',
  'workshop',
  'training',
  'briefing',
]);
export const meetingNeed = z.object({ needId: id, plan: z.string().trim().max(2000).nullable().default(null) });
export const meeting = z.object({
  id,
  council: link,
  kind: meetingKind,
  title: z.string(),
  heldOn: day,
  place: z.string().nullable(),
  attendance: z.number().int(),
  attendees: z.array(z.string()),
  minutes: z.string().nullable(),
  decisions: z.array(z.string()),
  needs: z.array(z.object({ needId: id, number: z.number().int(), title: z.string(), plan: z.string().nullable() })),
  examined: z.boolean(),
  can,
  version,
});
export const meetingPage = page(meeting);
export const meetingInput = z.object({
  kind: meetingKind,
  title: line,
  heldOn: day,
  place: z.string().trim().max(200).nullable().default(null),
  attendance: z.number().int().min(0).max(10_000),
  attendees: z.array(line).max(500).default([]),
  minutes: words.nullable().default(null),
  decisions: z.array(line).max(100).default([]),
  needs: z.array(meetingNeed).max(200).default([]),
});
export const meetingPatch = patchOf(meetingInput);

export const finding = z.object({
  id,
  purpose: z.enum(['escalation', 'watch']),
  council: link,
  type: z.object({ key: z.string(), name: z.string() }).nullable(),
  /** What the rules suggest to do: `proposal`, `report`, or a watch's own word. */
  outcome: z.string(),
  sentence: z.string(),
  explanation,
  needs: z.array(z.object({ id, number: z.number().int(), title: z.string() })),
  status: z.enum(['open', 'raised', 'dismissed', 'gone']),
  statusReason: z.string().nullable(),
  foundAt: instant,
  confirmedAt: instant,
  can,
  version,
});
export const findingList = z.object({ items: z.array(finding) });
export const findingQuery = z.object({
  council: id.optional(),
  purpose: z.enum(['escalation', 'watch']).optional(),
  status: z.enum(['open', 'raised', 'dismissed', 'gone']).optional(),
});
export const findingDismissal = z.object({ reason: line });

export const councilRecord = council.extend({
  steps: z.array(step),
  diagram,
  members: z.array(member),
  meetings: z.array(meeting.omit({ can: true, minutes: true })),
  /** Open and raised findings of this council. */
  findingList: z.array(finding),
  story: z.array(happening),
  /** Counts the asker may see: open needs and unmet needs of the area. */
  counts: z.object({ openNeeds: z.number().int(), unmetNeeds: z.number().int(), proposals: z.number().int() }),
  can,
});
