import type { z } from 'zod';
import type { DefinitionKind } from '../definitions/store.ts';
import { largeBody, route, type Route } from '../http/route.ts';
import { compareVersions } from './compare.ts';
import * as contract from './contract.ts';
import { discardDraft, draftFrom, readDraft, saveDraft } from './draft.ts';
import { mergeIntoDraft } from './merge-draft.ts';
import { publishDrafts, type Publication, type Publishing } from './publish.ts';
import type { MunicipalContext } from '../kernel/context.ts';

type At = { kind?: DefinitionKind; key: string };
const kindOf = ({ kind = 'rules' }: At): DefinitionKind => kind;

async function publishOne(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
  publishing: Publishing,
): Promise<Publication> {
  const [published] = await publishDrafts(ctx, [{ kind, key, version }], publishing);
  if (!published) throw new Error('a draft was published as nothing');
  return published;
}

/** From draft to version and back, for one key of any kind of definition; `params` say which, without a kind a rule set. */
export const lifeRoutes = (
  tag: string,
  base: string,
  params: z.ZodObject & z.ZodType<At & { municipality: string }>,
): Route[] => [
  route({
    tag,
    access: 'municipality',
    method: 'get',
    path: `${base}/{key}/draft`,
    summary: 'The open draft with its check',
    params,
    answer: contract.ruleDraft,
    handle: async (ctx, { params: at }) => {
      const draft = await readDraft(ctx, kindOf(at), at.key);
      return { body: draft, version: draft.version };
    },
  }),
  route({
    tag,
    access: 'municipality',
    method: 'put',
    path: `${base}/{key}/draft`,
    summary: 'Save the draft as it is typed; "0" begins one',
    params,
    ifMatch: true,
    body: contract.ruleDraftInput,
    limit: largeBody,
    answer: contract.ruleDraftSaved,
    handle: async (ctx, { params: at, body, version }) => {
      const saved = await saveDraft(ctx, kindOf(at), at.key, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    tag,
    access: 'municipality',
    method: 'delete',
    path: `${base}/{key}/draft`,
    summary: 'Give the draft up',
    params,
    ifMatch: true,
    handle: async (ctx, { params: at, version }) => {
      await discardDraft(ctx, kindOf(at), at.key, version);
      return {};
    },
  }),
  route({
    tag,
    access: 'municipality',
    method: 'post',
    path: `${base}/{key}/draft/from`,
    summary: 'Make a published body the draft: to go back, or to copy another',
    params,
    ifMatch: true,
    body: contract.ruleDraftFrom,
    answer: contract.ruleDraftSaved,
    handle: async (ctx, { params: at, body, version }) => {
      const saved = await draftFrom(ctx, kindOf(at), at.key, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    tag,
    access: 'municipality',
    method: 'post',
    path: `${base}/{key}/draft/merge`,
    summary: 'Join a body with the open draft, place by place, without saving',
    params,
    body: contract.draftMergeInput,
    limit: largeBody,
    answer: contract.draftMerged,
    reads: true,
    handle: async (ctx, { params: at, body }) => ({ body: await mergeIntoDraft(ctx, kindOf(at), at.key, body) }),
  }),
  route({
    tag,
    access: 'municipality',
    method: 'post',
    path: `${base}/{key}/publish`,
    summary: 'Publish the draft as the next version',
    params,
    ifMatch: true,
    body: contract.rulePublishInput,
    answer: contract.rulePublished,
    status: 201,
    handle: async (ctx, { params: at, body, version }) => ({
      body: await publishOne(ctx, kindOf(at), at.key, version, body),
    }),
  }),
  route({
    tag,
    access: 'municipality',
    method: 'get',
    path: `${base}/{key}/compare`,
    summary: 'Two versions side by side',
    params,
    query: contract.ruleCompareQuery,
    answer: contract.ruleComparison,
    handle: async (ctx, { params: at, query }) => ({
      body: await compareVersions(ctx, kindOf(at), at.key, query.from, query.to),
    }),
  }),
];
