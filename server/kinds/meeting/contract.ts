import { z } from 'zod';
import { can, day, id, line, link, page, patchOf, saved, sentDraft, version, words } from '../../http/contract.ts';

/** A key of the city's code list `meeting-kind`. */
export const meetingKind = z.string().min(1).max(41);
/** Planned ahead, held, or planned and not held. */
export const meetingState = z.enum(['planned', 'held', 'dropped']);
/** A time of day in Japan, `18:30`. */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Of the minutes: being written, sent to those who were there, or frozen. */
export const minutesState = z.enum(['draft', 'confirming', 'confirmed']);
const outcome = z.enum(['decided', 'continued', 'not-taken', 'raised']);
const answer = z.enum(['coming', 'absent']);
const minutesAnswer = z.enum(['as-it-was', 'comment']);
/** `proxy`: somebody came in their place. */
const presence = z.enum(['present', 'proxy', 'absent']);

/** A record that an item names, as the asker is told it. */
const agendaTie = z.object({ id, kind: z.string(), kindName: z.string(), title: z.string(), page: z.string() });

export const meetingNeed = z.object({ needId: id, plan: z.string().trim().max(2000).nullable().default(null) });
export const agendaItem = z.object({
  id,
  title: z.string(),
  need: z.object({ needId: id, number: z.number().int(), title: z.string(), canOpen: z.boolean() }).nullable(),
  discussion: z.string().nullable(),
  decisions: z.array(z.string()),
  outcome: outcome.nullable(),
  /** The records that it is about, beside the need. */
  about: z.array(agendaTie),
  /** What was made of it. */
  follows: z.array(agendaTie),
  /** It is about a resident of whom the asker may not be told: only that there is such an item. */
  hidden: z.boolean(),
});
/** Somebody who is invited or was there; `memberId` null: a guest. `note`: only for who keeps the council's records. */
export const meetingPerson = z.object({
  id,
  memberId: id.nullable(),
  name: z.string(),
  body: z.string().nullable(),
  answer: answer.nullable(),
  note: z.string().nullable(),
  presence: presence.nullable(),
});
export const meeting = z.object({
  id,
  /** Which keeps it. */
  council: link,
  /** The other councils of a joint meeting. */
  joint: z.array(z.object({ id, name: z.string(), canOpen: z.boolean() })),
  kind: meetingKind,
  state: meetingState,
  stateReason: z.string().nullable(),
  title: z.string(),
  /** The day that it was held on, or that it is planned for. */
  heldOn: day,
  startsAt: time.nullable(),
  endsAt: time.nullable(),
  place: z.string().nullable(),
  aim: z.string().nullable(),
  /** What those who come bring or prepare. */
  bring: z.string().nullable(),
  attendance: z.number().int(),
  attendees: z.array(z.string()),
  minutes: z.string().nullable(),
  minutesState,
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
  agenda: z.array(agendaItem),
  people: z.array(meetingPerson),
  /** What the asker, who is invited, answered; null: not invited. */
  invitation: z.object({ answer: answer.nullable(), note: z.string().nullable() }).nullable(),
  /** The step of the council's workflow that records a meeting of this kind now; null: none. */
  step: z.string().nullable(),
  examined: z.boolean(),
  /** What those who were there say to the minutes as they were sent last; null: they never were. `words`: for who keeps the records and who wrote them. */
  confirmation: z
    .object({
      round: z.number().int(),
      sentAt: z.string(),
      replies: z.array(
        z.object({
          name: z.string(),
          mine: z.boolean(),
          answer: minutesAnswer.nullable(),
          words: z.string().nullable(),
        }),
      ),
      /** Comments on what was sent before. */
      earlier: z.array(z.object({ name: z.string(), words: z.string(), repliedAt: z.string() })),
    })
    .nullable(),
  confirmed: z.object({ at: z.string(), by: z.string().nullable() }).nullable(),
  /** What was added to confirmed minutes later. */
  addenda: z.array(z.object({ id, words: z.string(), reason: z.string(), by: z.string(), addedAt: z.string() })),
  can,
  version,
});
/** What lists have of a meeting: all but what its own page alone shows. */
export const listedMeeting = meeting.omit({
  agenda: true,
  people: true,
  invitation: true,
  step: true,
  confirmation: true,
  confirmed: true,
  addenda: true,
});
export const meetingPage = page(listedMeeting);

const itemInput = z.object({
  /** Of an item that is there already. */
  id: id.optional(),
  title: line,
  needId: id.nullable().default(null),
  discussion: words.nullable().default(null),
  decisions: z.array(line).max(50).default([]),
  outcome: outcome.nullable().default(null),
  /** Ids of records (proposals, services, bodies, registers' records). Left out, those of an item that is there stay. */
  about: z.array(id).max(50).optional(),
});
const personInput = z.object({
  id: id.optional(),
  memberId: id.nullable().default(null),
  name: line,
  body: z.string().trim().max(200).nullable().default(null),
  answer: answer.nullable().default(null),
  note: z.string().trim().max(500).nullable().default(null),
  presence: presence.nullable().default(null),
});
export const meetingInput = z.object({
  kind: meetingKind,
  state: z.enum(['planned', 'held']).default('held'),
  title: line,
  heldOn: day,
  startsAt: time.nullable().default(null),
  endsAt: time.nullable().default(null),
  place: z.string().trim().max(200).nullable().default(null),
  aim: z.string().trim().max(2000).nullable().default(null),
  bring: z.string().trim().max(500).nullable().default(null),
  /** People, counted once each. Of one that was held it must be said, or told by who of `people` was there. */
  attendance: z.number().int().min(0).max(10_000).optional(),
  attendees: z.array(line).max(500).default([]),
  minutes: words.nullable().default(null),
  decisions: z.array(line).max(100).default([]),
  needs: z.array(meetingNeed).max(200).default([]),
  agenda: z.array(itemInput).max(100).default([]),
  people: z.array(personInput).max(500).default([]),
  /** Ids of other councils that it is of. Left out of a change, they stay. */
  jointIds: z.array(id).max(100).optional(),
});
export const meetingPatch = patchOf(
  meetingInput.extend({
    state: meetingState,
    stateReason: z.string().trim().max(500).nullable(),
  }),
);
/** A step of the council's workflow that records a meeting: a planned one, or one that nobody planned. */
export const meetingHeld = z.object({
  event: z.string().min(1).max(100),
  answers: z.record(z.string(), z.unknown()),
  meetingId: id.nullable().default(null),
  draft: sentDraft,
});
/** The meeting, with its own version, and the council's new one. */
export const meetingHeldAnswer = saved.extend({ councilVersion: version });
export const meetingAnswer = z.object({
  answer,
  note: z.string().trim().max(500).nullable().default(null),
});

export const minutesMove = z.object({ to: minutesState });
/** `round`: of which sending the asker has read the minutes. */
export const minutesReply = z
  .object({
    round: z.number().int().min(1),
    answer: minutesAnswer,
    words: z.string().trim().min(1).max(2000).nullable().default(null),
  })
  .refine(({ answer, words }) => answer !== 'comment' || words !== null, { path: ['words'] });
/** A record that was made of an item. */
export const agendaFollowing = z.object({ kind: z.string().min(1).max(100), id });
export const minutesAddendum = z.object({ words, reason: line });

/** Whom a gathering would like to have in the council. */
export const memberCandidate = z.object({
  id,
  name: z.string(),
  body: z.string().nullable(),
  meeting: z.object({ id, title: z.string() }).nullable(),
  state: z.enum(['open', 'joined', 'declined']),
  version,
});
export const memberCandidates = z.object({ items: z.array(memberCandidate) });
/** `joined`: becomes a member from today on. */
export const memberCandidatePatch = z.object({ state: z.enum(['joined', 'declined']) });
