import { z } from 'zod';
import { readDecisionInWords } from '../services/decisions.ts';
import { listLacks } from '../services/lacks.ts';
import { editNeed } from '../services/needs/edit-need.ts';
import { listNeeds } from '../services/needs/list-needs.ts';
import { stepNeed } from '../services/needs/need-changed.ts';
import { rankServices } from '../services/needs/rank-services.ts';
import { readLooks } from '../services/needs/read-looks.ts';
import { readNeedRecord } from '../services/needs/read-need.ts';
import { needForm, takeInNeed } from '../services/needs/take-in-need.ts';
import { sendReferral } from '../services/referrals/send-referral.ts';
import * as contract from './contract/index.ts';
import { route, type Route } from './route.ts';
import { stepRoute } from './step-route.ts';

const municipality = '/municipalities/{municipality}';
const base = `${municipality}/needs`;
const byId = z.object({ municipality: z.string(), id: contract.id });

export const needRoutes: Route[] = [
  route({
    method: 'get',
    path: `${base}/form`,
    tag: 'needs',
    summary: 'The intake form in force',
    access: 'municipality',
    answer: contract.localForm,
    handle: async (ctx) => ({ body: await needForm(ctx) }),
  }),
  route({
    method: 'get',
    path: base,
    tag: 'needs',
    summary: 'Needs of the areas that the asker looks after',
    access: 'municipality',
    query: contract.needQuery.extend(contract.paging.shape),
    answer: contract.needPage,
    handle: async (ctx, { query: { cursor, limit, ...query } }) => ({
      body: await listNeeds(ctx, query, { cursor, limit }),
    }),
  }),
  route({
    method: 'post',
    path: base,
    tag: 'needs',
    summary: 'Take in a need',
    access: 'municipality',
    body: contract.needInput,
    answer: contract.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const saved = await takeInNeed(ctx, body.answers);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'needs',
    summary: 'A need with its whole story',
    access: 'municipality',
    params: byId,
    answer: contract.needRecord,
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
    handle: async (ctx, { params }) => ({ body: await readLooks(ctx, params.id) }),
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
    answer: contract.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await editNeed(ctx, params.id, version, body.answers);
      return { body: saved, version: saved.version };
    },
  }),
  stepRoute(base, 'needs', stepNeed),
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
  route({
    method: 'post',
    path: `${base}/{id}/referrals`,
    tag: 'referrals',
    summary: 'Send a need to a service of its latest ranking',
    access: 'municipality',
    params: byId,
    body: contract.referralInput,
    answer: contract.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await sendReferral(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${municipality}/lacks`,
    tag: 'needs',
    summary: 'Unmet needs by area and type',
    access: 'municipality',
    answer: contract.lacks,
    handle: async (ctx) => ({ body: await listLacks(ctx) }),
  }),
  route({
    method: 'get',
    path: `${municipality}/decisions/{id}`,
    tag: 'needs',
    summary: 'A stored decision in words',
    access: 'municipality',
    params: byId,
    answer: contract.decisionAnswer,
    handle: async (ctx, { params }) => ({ body: await readDecisionInWords(ctx, params.id) }),
  }),
];
