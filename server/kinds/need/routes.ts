import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { showing } from '../../kernel/looks.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import { takeOnce } from '../../records/sent-from-device.ts';
import { listRoutes } from '../../lists/list-routes.ts';
import { stepRoute } from '../../records/step-route.ts';
import { takeStep } from '../../records/take-step.ts';
import { dropSentDraft } from '../../records/answer-drafts/own-drafts.ts';
import { xlsxType } from '../../lists/write-export.ts';
import * as contract from './contract.ts';
import { editNeed } from './edit-need.ts';
import { countNeedsFound } from './count-needs.ts';
import { exportNeeds } from './export-needs.ts';
import { writeLacks } from './export-lacks.ts';
import { listLacks } from './lacks.ts';
import { listNeeds } from './list-needs.ts';
import { needAudiences } from './policy.ts';
import { overrideConsent, recordConsent } from './record-consent.ts';
import { rankServices } from './rank-services.ts';
import { erasePerson } from './erase-person.ts';
import { gatherPerson, writePersonData, type PersonData } from './gather-person.ts';
import { likelyPeople } from '../people/contract.ts';
import { personTitle } from '../people/index.ts';
import { readLooks, readPersonLooks } from './read-looks.ts';
import { readNeedRecord } from './read-need.ts';
import { needForm, takeInNeed } from './take-in-need.ts';
import { findLikelyOfAnswers, findLikelyOfNeed, readPersonNeeds, setPerson } from './whose-need.ts';

const base = '/municipalities/{municipality}/needs';
const person = '/municipalities/{municipality}/people/{id}';
const byId = z.object({ municipality: z.string(), id: shared.id });

/** The list of needs, as the asker reads it. Throws not-allowed for who reads none. */
function viewedBy({ actor }: MunicipalContext) {
  const audiences = needAudiences(actor);
  if (audiences.length === 0) throw notAllowed();
  return { kind: 'need', audiences };
}

const looksAtData = ({ person: resident, needs, undecided }: PersonData, action: string) => [
  { action, record: personTitle(resident), details: { names: true } },
  ...showing('person.needs', [
    ...needs.flatMap((need) => [need.id, ...need.referrals.map((referral) => referral.id)]),
    ...undecided.map((need) => need.id),
  ]),
];

export const needRoutes: Route[] = [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/lacks',
    tag: 'needs',
    summary: 'Needs that go on against services, by area and type',
    access: 'municipality',
    query: contract.lacksQuery,
    answer: contract.lacks,
    handle: async (ctx, { query }) => ({ body: await listLacks(ctx, query) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/lacks/export',
    tag: 'needs',
    summary: 'The same as .xlsx',
    access: 'municipality',
    query: contract.lacksQuery,
    file: xlsxType,
    looks: 'given',
    handle: async (ctx, { query }) => {
      const lacks = await listLacks(ctx, query);
      return {
        file: { name: `lacks-${ctx.municipality.code}.xlsx`, type: xlsxType, content: writeLacks(ctx, lacks) },
        looks: [{ action: 'lacks.export', details: { shown: lacks.cells.length } }],
      };
    },
  }),
  route({
    method: 'get',
    path: `${base}/form`,
    tag: 'needs',
    summary: 'The intake form in force',
    access: 'municipality',
    query: contract.needFormQuery,
    answer: shared.localForm,
    handle: async (ctx, { query }) => ({ body: await needForm(ctx, query.need) }),
  }),
  route({
    method: 'get',
    path: base,
    tag: 'needs',
    summary: 'Needs of the areas that the asker looks after',
    access: 'municipality',
    query: contract.needQuery.extend(shared.paging.shape),
    answer: contract.needPage,
    // Not what the filters were: somebody may have looked for a name.
    looks: (_ctx, { items }, { query: { cursor: _cursor, limit: _limit, ...query } }) => [
      {
        action: 'need.list',
        details: {
          filters: Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [name])),
          shown: items.length,
        },
        shows: items.map((item) => item.id),
      },
    ],
    handle: async (ctx, { query: { cursor, limit, ...query } }) => ({
      body: await listNeeds(ctx, query, { cursor, limit }),
    }),
  }),
  ...exportRoutes({
    path: base,
    tag: 'needs',
    summary: 'Needs of the areas that the asker looks after',
    query: contract.needExport,
    describe: exportNeeds,
  }),
  ...listRoutes({
    path: base,
    tag: 'needs',
    name: 'the list of needs',
    params: z.object({ municipality: z.string() }),
    listed: viewedBy,
    views: { input: contract.needViewInput, patch: contract.needViewPatch, answer: contract.needViews },
    counts: contract.needCountsQuery,
    count: async (ctx, _params, query) => ({ ...(await countNeedsFound(ctx, query)), action: 'need.count' }),
  }),
  route({
    method: 'post',
    path: base,
    tag: 'needs',
    summary: 'Take in a need',
    access: 'municipality',
    body: contract.needIntake,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const saved = await takeOnce(ctx, 'need', body.device, () =>
        takeInNeed(ctx, body.answers, body.person, body.device),
      );
      await dropSentDraft(ctx, body.draft);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/likely-people`,
    tag: 'needs',
    summary: 'Residents who may be the one that an intake is about',
    access: 'municipality',
    body: contract.needInput,
    answer: likelyPeople,
    reads: true,
    looks: (_ctx, { items }) =>
      showing(
        'person.likely',
        items.map((item) => item.person.id),
      ),
    handle: async (ctx, { body }) => ({ body: await findLikelyOfAnswers(ctx, body.answers) }),
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'needs',
    summary: 'A need with its whole story',
    access: 'municipality',
    params: byId,
    answer: contract.needRecord,
    looks: (_ctx, { id, number, can, findings }) => [
      { action: 'need.read', record: { kind: 'need', id, title: numberTitle(number) }, details: { names: can.names } },
      ...showing(
        'finding.list',
        findings.flatMap((finding) => finding.needs.map((need) => need.id)).filter((need) => need !== id),
      ),
    ],
    handle: async (ctx, { params }) => {
      const need = await readNeedRecord(ctx, params.id);
      return { body: need, version: need.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}/looks`,
    tag: 'needs',
    summary: 'Who looked at a need',
    access: 'municipality',
    params: byId,
    answer: contract.needLooks,
    looks: (_ctx, { need: { id, number } }) => [
      { action: 'need.looks', record: { kind: 'need', id, title: numberTitle(number) } },
    ],
    handle: async (ctx, { params }) => ({ body: await readLooks(ctx, params.id) }),
  }),
  route({
    method: 'get',
    path: `${base}/{id}/likely-people`,
    tag: 'needs',
    summary: 'Residents who may be the one that a need is about',
    access: 'municipality',
    params: byId,
    answer: likelyPeople,
    looks: (_ctx, { items }) =>
      showing(
        'person.likely',
        items.map((item) => item.person.id),
      ),
    handle: async (ctx, { params }) => ({ body: await findLikelyOfNeed(ctx, params.id) }),
  }),
  route({
    method: 'put',
    path: `${base}/{id}/person`,
    tag: 'needs',
    summary: 'Say whose a need is',
    access: 'municipality',
    params: byId,
    body: contract.needPerson,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await setPerson(ctx, params.id, version, body.person);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${person}/needs`,
    tag: 'people',
    summary: 'Needs and referrals of a resident',
    access: 'municipality',
    params: byId,
    answer: contract.personNeeds,
    looks: (_ctx, { needs, referrals, likely }) =>
      showing(
        'person.needs',
        [...needs, ...referrals, ...likely].map((record) => record.id),
      ),
    handle: async (ctx, { params }) => ({ body: await readPersonNeeds(ctx, params.id) }),
  }),
  route({
    method: 'get',
    path: `${person}/data`,
    tag: 'people',
    summary: 'All that is stored of a resident',
    access: 'municipality',
    params: byId,
    answer: contract.personData,
    looks: (_ctx, data) => looksAtData(data, 'person.data'),
    handle: async (ctx, { params }) => ({ body: await gatherPerson(ctx, params.id) }),
  }),
  route({
    method: 'get',
    path: `${person}/data/export`,
    tag: 'people',
    summary: 'The same as a file: JSON',
    access: 'municipality',
    params: byId,
    file: 'application/json',
    looks: 'given',
    handle: async (ctx, { params }) => {
      const data = await gatherPerson(ctx, params.id);
      return {
        file: { name: `resident-${data.person.number}-${ctx.today}.json`, content: writePersonData(data) },
        looks: looksAtData(data, 'person.disclose'),
      };
    },
  }),
  route({
    method: 'post',
    path: `${person}/erasure`,
    tag: 'people',
    summary: 'Erase a resident, for good',
    access: 'municipality',
    params: byId,
    ifMatch: true,
    answer: contract.personErased,
    handle: async (ctx, { params, version }) => {
      const erased = await erasePerson(ctx, params.id, version);
      return { body: erased, version: erased.version };
    },
  }),
  route({
    method: 'get',
    path: `${person}/looks`,
    tag: 'people',
    summary: 'Who looked at a resident',
    access: 'municipality',
    params: byId,
    answer: contract.personLooks,
    looks: (_ctx, { person }) => [{ action: 'person.looks', record: personTitle(person) }],
    handle: async (ctx, { params }) => ({ body: await readPersonLooks(ctx, params.id) }),
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'needs',
    summary: 'Correct or complete the intake',
    access: 'municipality',
    params: byId,
    body: contract.needInput,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await editNeed(ctx, params.id, version, body.answers);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/consent`,
    tag: 'needs',
    summary: 'Record what the person agreed to: who asked, when, and what may be told to whom',
    access: 'municipality',
    params: byId,
    body: contract.consentInput,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await recordConsent(ctx, params.id, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/consent/override`,
    tag: 'needs',
    summary: 'Let it be told without consent, with a reason',
    access: 'municipality',
    params: byId,
    body: contract.overrideInput,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await overrideConsent(ctx, params.id, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  stepRoute(base, 'needs', (ctx, id, request) => takeStep(ctx, 'need', id, request)),
  route({
    method: 'post',
    path: `${base}/{id}/ranking`,
    tag: 'needs',
    summary: 'Rank services for a need',
    access: 'municipality',
    params: byId,
    answer: contract.ranking,
    handle: async (ctx, { params }) => ({ body: await rankServices(ctx, params.id) }),
  }),
];
