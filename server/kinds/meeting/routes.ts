import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { largeBody, route, type Route } from '../../http/route.ts';
import { showing } from '../../kernel/looks.ts';
import { dropSentDraft } from '../../records/answer-drafts/own-drafts.ts';
import { tiePart } from '../../records/ties/tie-parts.ts';
import * as contract from './contract.ts';
import { addFollowing } from './follow-up.ts';
import { answerInvitation } from './answer-invitation.ts';
import { decideCandidate, readCandidates } from './candidates.ts';
import { showMeeting, toMeetingLine, type ShownMeeting, type WholeMeeting } from './find-meeting.ts';
import { holdMeeting } from './hold-meeting.ts';
import { listCouncilMeetings } from './list-council-meetings.ts';
import { changeMeeting } from './change-meeting.ts';
import { addToMinutes, moveMinutes, replyToMinutes } from './minutes.ts';
import { recordMeeting } from './record-meeting.ts';

const base = '/municipalities/{municipality}';
const byId = z.object({ municipality: z.string(), id: shared.id });

type Whole = z.input<typeof contract.meeting>;

const toListed = (meeting: ShownMeeting): z.input<typeof contract.meetingPage>['items'][number] => ({
  ...toMeetingLine(meeting),
  minutes: meeting.minutes,
  // `keep`: what hangs on it (tasks, what follows, the minutes' way), also where the record itself is frozen.
  // `council`: the page of the council that keeps it.
  can: {
    edit: meeting.canEdit && meeting.minutes_state === 'draft',
    keep: meeting.canEdit,
    council: meeting.canOpenCouncil,
  },
});

const toMeeting = (meeting: WholeMeeting): Whole => ({
  ...toListed(meeting),
  agenda: meeting.agenda.map(({ id, title, need, discussion, decisions, outcome, hidden }) => ({
    id,
    title,
    need: need && { needId: need.need_id, number: need.number, title: need.title, canOpen: need.canOpen },
    discussion,
    decisions: JSON.parse(decisions) as string[],
    outcome,
    about: (hidden ? undefined : meeting.ties.get(id)?.about) ?? [],
    follows: (hidden ? undefined : meeting.ties.get(id)?.follows) ?? [],
    hidden,
  })),
  people: meeting.people.map(({ id, member_id, name, body, answer, note, presence }) => ({
    id,
    memberId: member_id,
    name,
    body,
    answer,
    note,
    presence,
  })),
  invitation: meeting.invitation && { answer: meeting.invitation.answer, note: meeting.invitation.note },
  step: meeting.step,
  ...meeting.shownMinutes,
});

const needsOf = ({ needs }: { needs: { needId: string }[] }): string[] => needs.map(({ needId }) => needId);

export const meetingRoutes: Route[] = [
  route({
    method: 'get',
    path: `${base}/councils/{id}/meetings`,
    tag: 'meetings',
    summary: "A council's meetings",
    access: 'municipality',
    params: byId,
    query: shared.paging,
    answer: contract.meetingPage,
    looks: (_ctx, { items }) => showing('meeting.list', items.flatMap(needsOf)),
    handle: async (ctx, { params, query }) => {
      const page = await listCouncilMeetings(ctx, params.id, query);
      return { body: { ...page, items: page.items.map(toListed) } };
    },
  }),
  route({
    method: 'post',
    path: `${base}/councils/{id}/meetings`,
    tag: 'meetings',
    summary: 'Plan a meeting, or record one that was held',
    access: 'municipality',
    params: byId,
    body: contract.meetingInput,
    limit: largeBody,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await recordMeeting(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/councils/{id}/meetings/held`,
    tag: 'meetings',
    summary: "Take the step of a council's lifecycle that records a meeting, planned or not",
    access: 'municipality',
    params: byId,
    body: contract.meetingHeld,
    limit: largeBody,
    ifMatch: true,
    answer: contract.meetingHeldAnswer,
    handle: async (ctx, { params, body, version }) => {
      const saved = await holdMeeting(ctx, params.id, { ...body, version });
      await dropSentDraft(ctx, body.draft);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/meetings/{id}`,
    tag: 'meetings',
    summary: 'A meeting',
    access: 'municipality',
    params: byId,
    answer: contract.meeting,
    looks: (ctx, meeting) =>
      showing('meeting.read', [
        ...needsOf(meeting),
        ...meeting.agenda.flatMap(({ need }) => (need ? [need.needId] : [])),
      ]).concat(
        showing(
          'tie.read',
          meeting.agenda
            .flatMap(({ about, follows }) => [...about, ...follows])
            .filter(({ kind }) => tiePart(ctx, kind)?.ofResident)
            .map(({ id }) => id),
        ),
      ),
    handle: async (ctx, { params }) => {
      const meeting = await showMeeting(ctx, params.id);
      return { body: toMeeting(meeting), version: meeting.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/meetings/{id}`,
    tag: 'meetings',
    summary: "Mend a meeting's record or plan, or say that it was held or dropped",
    access: 'municipality',
    params: byId,
    body: contract.meetingPatch,
    limit: largeBody,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await changeMeeting(ctx, params.id, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/meetings/{id}/answer`,
    tag: 'meetings',
    summary: 'Say whether one comes to a meeting to which one is invited',
    access: 'municipality',
    params: byId,
    body: contract.meetingAnswer,
    answer: shared.saved,
    handle: async (ctx, { params, body }) => {
      const saved = await answerInvitation(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/meetings/{id}/items/{item}/follows`,
    tag: 'meetings',
    summary: 'Say that a record was made of an item of the agenda',
    access: 'municipality',
    params: byId.extend({ item: shared.id }),
    body: contract.agendaFollowing,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await addFollowing(ctx, params.id, params.item, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/meetings/{id}/minutes`,
    tag: 'meetings',
    summary: 'Send the minutes to those who were there, take them back to be mended, or confirm them for good',
    access: 'municipality',
    params: byId,
    body: contract.minutesMove,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await moveMinutes(ctx, params.id, version, body.to);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/meetings/{id}/minutes/replies`,
    tag: 'meetings',
    summary: 'Say that minutes tell it as it was, or what is to be mended, as one who was there',
    access: 'municipality',
    params: byId,
    body: contract.minutesReply,
    answer: shared.saved,
    handle: async (ctx, { params, body }) => {
      const saved = await replyToMinutes(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/meetings/{id}/minutes/addenda`,
    tag: 'meetings',
    summary: 'Add to confirmed minutes what was found later',
    access: 'municipality',
    params: byId,
    body: contract.minutesAddendum,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await addToMinutes(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/councils/{id}/candidates`,
    tag: 'councils',
    summary: 'Whom gatherings would like to have in a council',
    access: 'municipality',
    params: byId,
    answer: contract.memberCandidates,
    handle: async (ctx, { params }) => ({
      body: {
        items: (await readCandidates(ctx, params.id)).map(
          ({ id, name, body, meeting_id, meeting_title, state, version }) => ({
            id,
            name,
            body,
            meeting: meeting_id === null ? null : { id: meeting_id, title: meeting_title ?? '' },
            state,
            version,
          }),
        ),
      },
    }),
  }),
  route({
    method: 'patch',
    path: `${base}/councils/{id}/candidates/{candidate}`,
    tag: 'councils',
    summary: 'Say that a candidate becomes a member, or does not',
    access: 'municipality',
    params: byId.extend({ candidate: shared.id }),
    body: contract.memberCandidatePatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await decideCandidate(ctx, params.id, params.candidate, version, body.state);
      return { body: saved, version: saved.version };
    },
  }),
];
