import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { largeBody, route, type Route } from '../../http/route.ts';
import { showing } from '../../kernel/looks.ts';
import * as contract from './contract.ts';
import { toMeetingLine, type ShownMeeting } from './find-meeting.ts';
import { listCouncilMeetings, showMeeting } from './list-council-meetings.ts';
import { changeMeeting, recordMeeting } from './record-meeting.ts';

const base = '/municipalities/{municipality}';
const byId = z.object({ municipality: z.string(), id: shared.id });

const toMeeting = (meeting: ShownMeeting): z.input<typeof contract.meeting> => ({
  ...toMeetingLine(meeting),
  minutes: meeting.minutes,
  can: { edit: meeting.canEdit },
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
      return { body: { ...page, items: page.items.map(toMeeting) } };
    },
  }),
  route({
    method: 'post',
    path: `${base}/councils/{id}/meetings`,
    tag: 'meetings',
    summary: 'Record a meeting',
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
    method: 'get',
    path: `${base}/meetings/{id}`,
    tag: 'meetings',
    summary: 'A meeting',
    access: 'municipality',
    params: byId,
    answer: contract.meeting,
    looks: (_ctx, meeting) => showing('meeting.read', needsOf(meeting)),
    handle: async (ctx, { params }) => {
      const meeting = await showMeeting(ctx, params.id);
      return { body: toMeeting(meeting), version: meeting.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/meetings/{id}`,
    tag: 'meetings',
    summary: "Mend a meeting's record",
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
];
