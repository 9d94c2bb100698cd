import { z } from 'zod';
import * as contract from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import { fileEndings } from '../../forms/index.ts';
import { readersOf } from '../database/open.ts';
import { readAnswerFileBytes } from '../files/answer-files-store.ts';
import { notFound } from '../kernel/errors.ts';
import * as drafts from './answer-drafts/contract.ts';
import { dropOwnDraft, listOwnDrafts, readOwnDraft, saveOwnDraft } from './answer-drafts/own-drafts.ts';
import * as files from './answer-files/contract.ts';
import { dropAnswerFile, examineFile, findAnswerFile, keepAnswerFile } from './answer-files/answer-files.ts';
import { lookAtRecord } from './look-at-record.ts';
import { listStandingChoices } from './standings.ts';
import * as ties from './ties/contract.ts';
import { listPickable } from './ties/pick.ts';
import { readTies } from './ties/read-ties.ts';

const ofForm = z.object({ municipality: z.string(), form: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/) });
const ownDraft = '/municipalities/{municipality}/answer-drafts/{form}';

const ofFile = z.object({ municipality: z.string(), id: contract.id });
const answerFileById = '/municipalities/{municipality}/answer-files/{id}';

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
    path: '/municipalities/{municipality}/pickable',
    tag: 'records',
    summary: 'Records that the asker may see, for a field that is answered with one',
    access: 'municipality',
    query: ties.pickableQuery,
    answer: ties.pickablePage,
    looks: 'given',
    handle: (ctx, { query }) => listPickable(ctx, query),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/ties',
    tag: 'records',
    summary: 'Records that a record names, and those that name it',
    access: 'municipality',
    query: ties.tiesQuery,
    answer: ties.recordTies,
    looks: 'given',
    handle: (ctx, { query }) => readTies(ctx, query),
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
  route({
    method: 'post',
    path: '/municipalities/{municipality}/answer-files',
    tag: 'records',
    summary: 'Hand over a file for a field of a form; it is the asker’s own until they send answers that name it',
    access: 'municipality',
    query: files.answerFileQuery,
    body: 'bytes',
    answer: files.answerFile,
    status: 201,
    prepare: async (inShort, { query, body }) =>
      examineFile(await inShort(async ({ language }) => ({ language }), 'reads'), query, body),
    handle: async (ctx, { body }, _wire, examined) => ({ body: await keepAnswerFile(ctx, examined, body) }),
  }),
  route({
    method: 'get',
    path: answerFileById,
    tag: 'records',
    summary: 'A file that was answered to a form’s field, to who may know of that',
    access: 'municipality',
    params: ofFile,
    file: Object.keys(fileEndings),
    looks: 'given',
    handle: async (ctx, { params }, { installation }) => {
      const { id, name, type, record_kind: kind, record_id: recordId } = await findAnswerFile(ctx, params.id);
      return {
        file: { name, type, content: readAnswerFileBytes(readersOf(installation.db), id) },
        // It does nothing, whatever is in it and wherever it is opened.
        headers: { 'Content-Security-Policy': "default-src 'none'; sandbox", 'X-Content-Type-Options': 'nosniff' },
        looks: kind && recordId ? await lookAtRecord(ctx, { kind, id: recordId }, {}) : [],
      };
    },
  }),
  route({
    method: 'delete',
    path: answerFileById,
    tag: 'records',
    summary: 'Take back a file that the asker has handed over and not sent',
    access: 'municipality',
    params: ofFile,
    handle: async (ctx, { params }) => {
      await dropAnswerFile(ctx, params.id);
      return {};
    },
  }),
];
