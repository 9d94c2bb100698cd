import { z } from 'zod';
import * as shared from '../http/contract.ts';
import { largeBody, route, type Route } from '../http/route.ts';
import * as contract from './contract.ts';
import { readFormChanges } from './form-changes.ts';
import { listFormTemplates, readFormTemplate } from './form-templates.ts';
import { readLifecycleOffers } from './lifecycle-offers.ts';
import { lifeRoutes } from './life-routes.ts';
import {
  publishDefinition,
  readDefinitionBody,
  readDefinitionList,
  type DefinitionEntry,
} from './publish-definition.ts';
import { dismissUpdate, readUpdate, takeUpdate } from './product-updates.ts';
import { publishDrafts, tryPublication } from './publish.ts';
import { readNewerSection } from './sections.ts';
import { readStoredValues } from './stored-values.ts';
import { discardTestAnswers, giveTestAnswers, readTestAnswers } from './test-answers.ts';

const base = '/municipalities/{municipality}/definitions/{kind}';

const publications = '/municipalities/{municipality}/publications';

const byKind = z.object({ municipality: z.string(), kind: contract.definitionKind });

const byKey = byKind.extend({ key: contract.ruleKey });

const testAnswers = '/municipalities/{municipality}/definitions/form/{key}/test-answers';

const byForm = z.object({ municipality: z.string(), key: contract.ruleKey });

const toDefinition = (entry: DefinitionEntry): z.input<typeof contract.definition> => ({
  ...entry,
  versions: entry.versions.map((row) => ({
    id: row.id,
    number: row.number,
    reason: row.reason,
    effectiveOn: row.effective_on,
    publishedAt: row.published_at,
    publishedBy: row.publisher,
    uses: row.uses,
  })),
});

export const definitionRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'definitions',
    summary: 'Forms, rule sets or lifecycles with their versions',
    access: 'municipality',
    params: byKind,
    answer: z.array(contract.definition),
    handle: async (ctx, { params }) => ({ body: (await readDefinitionList(ctx, params.kind)).map(toDefinition) }),
  }),
  route({
    method: 'post',
    path: base,
    tag: 'definitions',
    summary: 'Check an uploaded version, and publish it unless only checked',
    access: 'municipality',
    params: byKind,
    body: contract.definitionInput,
    limit: largeBody,
    answer: contract.definitionChecked,
    handle: async (ctx, { params, body }) => {
      const checked = await publishDefinition(ctx, params.kind, body);
      return {
        status: checked.number === null ? 200 : 201,
        body: { ...checked, issues: checked.issues.map(({ path, code, message }) => ({ path, code, message })) },
      };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'definitions',
    summary: 'A version, whole',
    access: 'municipality',
    params: byKind.extend({ id: shared.id }),
    answer: contract.definitionBody,
    handle: async (ctx, { params }) => {
      const { id, kind, key, number, body } = await readDefinitionBody(ctx, params.kind, params.id);
      return { body: { id, kind, key, number, body } };
    },
  }),
  ...lifeRoutes('definitions', base, byKey),
  route({
    method: 'get',
    path: `${base}/{key}/changes`,
    tag: 'definitions',
    summary: "What a form's draft would do to answers: harmless, asks again, loses; with what it touches",
    access: 'municipality',
    params: byKey,
    query: contract.formChangesQuery,
    answer: contract.formChanges,
    handle: async (ctx, { params: { kind, key }, query }) => ({
      body: await readFormChanges(ctx, kind, key, query.effectiveOn ?? ctx.today),
    }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/form-templates',
    tag: 'definitions',
    summary: 'Forms that the release brings, for beginning a new one from',
    access: 'municipality',
    params: z.object({ municipality: z.string() }),
    answer: contract.formTemplates,
    handle: async (ctx) => ({ body: await listFormTemplates(ctx) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/form-templates/{key}',
    tag: 'definitions',
    summary: 'A form that the release brings, whole',
    access: 'municipality',
    params: byForm,
    answer: contract.formTemplate,
    handle: async (ctx, { params }) => ({ body: await readFormTemplate(ctx, params.key) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/definitions/form/{key}/values',
    tag: 'definitions',
    summary:
      "What was written in a form's text field, counted, for making choices of it; never of one that says who somebody is",
    access: 'municipality',
    params: byForm,
    query: contract.storedValuesQuery,
    answer: contract.storedValues,
    handle: async (ctx, { params, query }) => ({ body: await readStoredValues(ctx, params.key, query.path) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/definitions/form/{key}/newer',
    tag: 'definitions',
    summary:
      'Of a section that forms share: the version in force, and what is different in it since the one that a form is pinned to',
    access: 'municipality',
    params: byForm,
    query: contract.newerSectionQuery,
    answer: contract.newerSection,
    handle: async (ctx, { params, query }) => ({ body: await readNewerSection(ctx, params.key, query.from) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/definitions/workflow/{key}/offers',
    tag: 'definitions',
    summary:
      'What a lifecycle can be made of: forms, rule sets, effects, marks, tags and words that fit its kind of record',
    access: 'municipality',
    params: byForm,
    answer: contract.lifecycleOffers,
    handle: async (ctx, { params }) => ({ body: await readLifecycleOffers(ctx, params.key) }),
  }),
  route({
    method: 'get',
    path: testAnswers,
    tag: 'definitions',
    summary: 'A form in force to try, with the test answers that were given to it',
    access: 'municipality',
    params: byForm,
    answer: contract.testAnswers,
    handle: async (ctx, { params }) => ({ body: await readTestAnswers(ctx, params.key) }),
  }),
  route({
    method: 'post',
    path: testAnswers,
    tag: 'definitions',
    summary: 'Give test answers: checked as real ones, and part of no record, list, figure or rule',
    access: 'municipality',
    params: byForm,
    body: contract.testAnswersInput,
    answer: contract.testAnswersGiven,
    status: 201,
    handle: async (ctx, { params, body }) => ({ body: await giveTestAnswers(ctx, params.key, body) }),
  }),
  route({
    method: 'delete',
    path: testAnswers,
    tag: 'definitions',
    summary: 'Throw away the test answers of a form',
    access: 'municipality',
    params: byForm,
    handle: async (ctx, { params }) => {
      await discardTestAnswers(ctx, params.key);
      return {};
    },
  }),
  route({
    method: 'delete',
    path: `${testAnswers}/{id}`,
    tag: 'definitions',
    summary: 'Throw away one set of test answers',
    access: 'municipality',
    params: byForm.extend({ id: shared.id }),
    handle: async (ctx, { params }) => {
      await discardTestAnswers(ctx, params.key, params.id);
      return {};
    },
  }),
  route({
    method: 'get',
    path: `${base}/{key}/update`,
    tag: 'definitions',
    summary: 'What a release of the product brought for it, with both sides of the difference',
    access: 'municipality',
    params: byKey,
    answer: contract.productUpdate,
    handle: async (ctx, { params }) => ({ body: await readUpdate(ctx, params.kind, params.key) }),
  }),
  route({
    method: 'delete',
    path: `${base}/{key}/update`,
    tag: 'definitions',
    summary: 'Put aside what the product brought',
    access: 'municipality',
    params: byKey,
    query: contract.updateSeen,
    handle: async (ctx, { params, query }) => {
      await dismissUpdate(ctx, params.kind, params.key, query.hash);
      return {};
    },
  }),
  route({
    method: 'post',
    path: `${base}/{key}/update/take`,
    tag: 'definitions',
    summary: 'Make what the product brought the open draft, joined with what is there',
    access: 'municipality',
    params: byKey,
    ifMatch: true,
    body: contract.takeUpdateInput,
    answer: contract.ruleDraftSaved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await takeUpdate(ctx, params.kind, params.key, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: publications,
    tag: 'definitions',
    summary: 'Publish several drafts together: all, with one reason and day, or none',
    access: 'municipality',
    body: contract.publicationInput,
    answer: contract.publication,
    status: 201,
    handle: async (ctx, { body: { drafts, ...publishing } }) => ({
      body: await publishDrafts(ctx, drafts, publishing),
    }),
  }),
  route({
    method: 'post',
    path: `${publications}/check`,
    tag: 'definitions',
    summary: 'What publishing drafts together would come to; nothing is kept',
    access: 'municipality',
    body: contract.publicationCheckInput,
    answer: contract.publicationTold,
    handle: async (ctx, { body: { drafts, ...publishing } }) => ({
      body: await tryPublication(ctx, drafts, publishing),
    }),
  }),
];
