import { z } from 'zod';
import { can, day, id, line, link, page, patchOf, version, words } from '../../http/contract.ts';

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
  needs: z.array(
    z.object({
      needId: id,
      number: z.number().int(),
      title: z.string(),
      plan: z.string().nullable(),
      canOpen: z.boolean(),
    }),
  ),
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
