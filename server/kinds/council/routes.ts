import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { showing } from '../../kernel/looks.ts';
import { stepRoute } from '../../records/step-route.ts';
import { takeStep } from '../../records/take-step.ts';
import { sendingOf, toLink } from '../../settings/users/routes.ts';
import { changeCouncil } from './change-council.ts';
import { changeMember, createMember, removeMember } from './change-members.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import * as contract from './contract.ts';
import { readCouncilBoard } from './council-board.ts';
import { exportCouncils } from './export-councils.ts';
import { createCouncil } from './create-council.ts';
import { listCouncilsSeen, type ListedCouncil } from './list-councils.ts';
import { linkAccount } from './link-account.ts';
import { showCouncil, type ShownCouncil } from './show-council.ts';
import type { Language } from '../../../rules/types.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { areaLinkOf, bodyLinkOf } from '../../settings/closed-name.ts';
import { isInOffice, personOf } from './store.ts';

const base = '/municipalities/{municipality}/councils';
const byId = z.object({ municipality: z.string(), id: shared.id });
const member = byId.extend({ member: shared.id });

const toCouncil = (
  language: Language,
  { row, standing, summary }: ListedCouncil,
): z.input<typeof contract.council> => ({
  id: row.id,
  name: row.name,
  nameKana: row.name_kana,
  localName: row.local_name,
  tier: row.tier,
  area: areaLinkOf(language, row),
  standing,
  ...summary,
  establishedOn: row.established_on,
  closed: row.closed_at !== null,
  version: row.version,
});

const toMember = (
  { language, today }: MunicipalContext,
  row: ShownCouncil['members'][number],
): z.input<typeof contract.member> => ({
  id: row.id,
  person: personOf(row),
  name: row.name,
  nameKana: row.name_kana,
  role: row.role,
  organisation: bodyLinkOf(language, row),
  heldByBody: row.held_by_body === 1,
  userId: row.user_id,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  current: isInOffice(row, today),
  version: row.version,
});

const toRecord = (ctx: MunicipalContext, council: ShownCouncil): z.input<typeof contract.councilRecord> => ({
  ...toCouncil(ctx.language, council.listed),
  steps: council.steps,
  diagram: council.diagram,
  members: council.members.map((row) => toMember(ctx, row)),
  bodies: council.bodies,
  meetings: council.meetings,
  meetingSteps: council.meetingSteps,
  findingList: council.findings,
  story: council.story,
  counts: council.counts,
  can: council.can,
});

export const councilRoutes: Route[] = [
  ...exportRoutes({
    path: base,
    tag: 'councils',
    summary: 'Councils',
    query: contract.councilQuery,
    describe: exportCouncils,
  }),
  route({
    method: 'get',
    path: base,
    tag: 'councils',
    summary: 'Councils',
    access: 'municipality',
    query: shared.paging.extend(contract.councilQuery.shape),
    answer: contract.councilPage,
    handle: async (ctx, { query }) => {
      const page = await listCouncilsSeen(ctx, query, query);
      return { body: { ...page, items: page.items.map((council) => toCouncil(ctx.language, council)) } };
    },
  }),
  route({
    method: 'get',
    path: `${base}/board`,
    tag: 'councils',
    summary: 'Every stage that councils stand in, and the areas without a council',
    access: 'municipality',
    answer: contract.councilBoard,
    handle: async (ctx) => ({ body: await readCouncilBoard(ctx) }),
  }),
  route({
    method: 'post',
    path: base,
    tag: 'councils',
    summary: 'Set up a council',
    access: 'municipality',
    body: contract.councilInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const saved = await createCouncil(ctx, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'councils',
    summary: 'A council with its lifecycle, members, meetings and findings',
    access: 'municipality',
    params: byId,
    answer: contract.councilRecord,
    looks: 'given',
    handle: async (ctx, { params }) => {
      const council = await showCouncil(ctx, params.id);
      const looks = showing('council.read', [
        ...council.meetings.flatMap(({ needs }) => needs.map(({ needId }) => needId)),
        ...council.findings.flatMap(({ needs }) => needs.map(({ id }) => id)),
        ...council.needsNamed,
      ]);
      return { body: toRecord(ctx, council), version: council.listed.row.version, looks };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'councils',
    summary: 'Rename or close a council',
    access: 'municipality',
    params: byId,
    body: contract.councilPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await changeCouncil(ctx, params.id, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  stepRoute(base, 'councils', (ctx, id, request) => takeStep(ctx, 'council', id, request)),
  route({
    method: 'post',
    path: `${base}/{id}/members`,
    tag: 'councils',
    summary: 'Add a member',
    access: 'municipality',
    params: byId,
    body: contract.memberInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await createMember(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}/members/{member}`,
    tag: 'councils',
    summary: 'Change a member or end a term',
    access: 'municipality',
    params: member,
    body: contract.memberPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await changeMember(ctx, params.id, params.member, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'delete',
    path: `${base}/{id}/members/{member}`,
    tag: 'councils',
    summary: 'Take out an entry that was a mistake',
    access: 'municipality',
    params: member,
    ifMatch: true,
    handle: async (ctx, { params, version }) => {
      await removeMember(ctx, params.id, params.member, version);
      return {};
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/members/{member}/account`,
    tag: 'councils',
    summary: "Say whose account a member has, or invite them to one with the role of the council's tier",
    access: 'municipality',
    person: true,
    params: member,
    body: contract.memberAccount,
    answer: contract.accountLinked,
    secret: true,
    handle: async (ctx, { params, body }, wire) => {
      const { userId, link } = await linkAccount(ctx, params.id, params.member, body, sendingOf(wire));
      return { body: { userId, invitation: link && toLink(ctx, wire, link) } };
    },
  }),
];
