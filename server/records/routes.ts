import { z } from 'zod';
import * as contract from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import { notFound } from '../kernel/errors.ts';
import * as drafts from './answer-drafts/contract.ts';
import { dropOwnDraft, listOwnDrafts, readOwnDraft, saveOwnDraft } from './answer-drafts/own-drafts.ts';
import { listStandingChoices } from './standings.ts';

const ofForm = z.object({ municipality: z.string(), form: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/) });
const ownDraft = '/municipalities/{municipality}/answer-drafts/{form}';

/** What every kind of record shares. */
export const recordRoutes: Route[] = [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/standings',
    tag: 'records',
    summary: 'Where records of a kind may stand, for the filters of lists',
    access: 'municipality',
    query: z.object({ kind: z.string().max(100) }),
    answer: contract.standingChoices,
    handle: async (ctx, { query }) => {
      if (!Object.hasOwn(ctx.kinds, query.kind)) throw notFound();
      return { body: { items: await listStandingChoices(ctx, query.kind) } };
    },
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/answer-drafts',
    tag: 'records',
    summary: 'What the asker has begun to write in forms and not sent yet',
    access: 'municipality',
    person: 'always',
    query: drafts.answerDraftsQuery,
    answer: drafts.answerDrafts,
    handle: async (ctx, { query }) => ({ body: await listOwnDrafts(ctx, query) }),
  }),
  route({
    method: 'get',
    path: ownDraft,
    tag: 'records',
    summary: 'What the asker has begun to write in a form, as its present version takes it',
    access: 'municipality',
    person: 'always',
    params: ofForm,
    query: drafts.answerDraftQuery,
    answer: drafts.answerDraft,
    handle: async (ctx, { params, query }) => ({ body: await readOwnDraft(ctx, params.form, query) }),
  }),
  route({
    method: 'put',
    path: ownDraft,
    tag: 'records',
    summary: 'Keep what the asker has typed in a form so far',
    access: 'municipality',
    person: 'always',
    params: ofForm,
    body: drafts.answerDraftInput,
    ifMatch: true,
    answer: drafts.answerDraftSaved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await saveOwnDraft(ctx, params.form, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'delete',
    path: ownDraft,
    tag: 'records',
    summary: 'Give up what the asker has begun to write in a form',
    access: 'municipality',
    person: 'always',
    params: ofForm,
    query: drafts.answerDraftPlace,
    handle: async (ctx, { params, query }) => {
      await dropOwnDraft(ctx, params.form, query.place);
      return {};
    },
  }),
];
