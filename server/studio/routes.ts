import { z } from 'zod';
import * as shared from '../http/contract.ts';
import { largeBody, route, type Route } from '../http/route.ts';
import { showing } from '../kernel/looks.ts';
import { inSnapshot } from '../kernel/transaction.ts';
import { lookAtRecord } from '../records/look-at-record.ts';
import { addExample } from './add-example.ts';
import { cancelJob, explainRow, listJobs, listRows, readJob, startBacktest, startReplay } from './back-tests.ts';
import { listComputed, readCatalogue } from './catalogue.ts';
import { checkUnsaved } from './check.ts';
import * as contract from './contract.ts';
import { listDecisions, readDecisionCaseInWords } from './decision-log.ts';
import { csv, exportRows, xlsx } from './export-rows.ts';
import { lifeRoutes } from './life-routes.ts';
import { listRuleSets } from './rule-sets.ts';
import { stopJob } from './run-back-test.ts';
import { readSubjects, tryRules } from './try-rules.ts';
import { readUses } from './uses.ts';

const municipality = '/municipalities/{municipality}';
const base = `${municipality}/rules`;
const byKey = z.object({ municipality: z.string(), key: contract.ruleKey });
const byJob = byKey.extend({ id: shared.id });
const byId = z.object({ municipality: z.string(), id: shared.id });
/** A record's id where its title is a resident's words. */
const residentsOf = ({ kind, id }: { kind: string; id: string }): string[] =>
  kind === 'need' || kind === 'referral' ? [id] : [];
const here = { tag: 'rules', access: 'municipality' } as const;

export const ruleRoutes: Route[] = [
  route({
    ...here,
    method: 'get',
    path: base,
    summary: 'Rule sets, published or drafted',
    answer: z.array(contract.ruleSetEntry),
    handle: async (ctx) => ({ body: await listRuleSets(ctx) }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/models`,
    summary: 'Every fact that rules may ask about',
    answer: z.array(contract.ruleModel),
    handle: async (ctx) => ({ body: await readCatalogue(ctx) }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/computed`,
    summary: 'What registers may have worked out for their records',
    answer: contract.ruleComputed,
    handle: async (ctx) => ({ body: listComputed(ctx) }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/uses`,
    summary: 'Which rules use which facts and form fields',
    answer: contract.ruleUses,
    handle: async (ctx) => ({ body: await readUses(ctx) }),
  }),
  route({
    ...here,
    method: 'post',
    path: `${base}/check`,
    summary: 'Check a rule set without saving it',
    body: contract.ruleCheckInput,
    limit: largeBody,
    answer: contract.ruleCheck,
    reads: true,
    handle: async (ctx, { body }) => ({ body: await checkUnsaved(ctx, body.body) }),
  }),

  ...lifeRoutes('rules', base, byKey),

  route({
    ...here,
    method: 'post',
    path: `${base}/{key}/try`,
    summary: 'Try rules on facts or on a record',
    params: byKey,
    body: contract.ruleTryInput,
    limit: largeBody,
    answer: contract.ruleTried,
    reads: true,
    looks: (ctx, _body, { body: { record } }) => (record ? lookAtRecord(ctx, record, { rules: true }) : []),
    handle: async (ctx, { params, body }) => ({ body: await tryRules(ctx, params.key, body) }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/{key}/subjects`,
    summary: 'Records to try rules on',
    params: byKey,
    query: contract.ruleSubjectQuery,
    answer: contract.ruleSubjects,
    looks: (_ctx, subjects) =>
      showing(
        'rules.subjects',
        subjects.flatMap(({ record }) => residentsOf(record)),
      ),
    handle: async (ctx, { params, query }) => ({ body: await readSubjects(ctx, params.key, query.q ?? '') }),
  }),

  route({
    ...here,
    method: 'get',
    path: `${base}/{key}/backtests`,
    summary: 'The latest back-tests and replays',
    params: byKey,
    answer: contract.ruleJobList,
    handle: async (ctx, { params }) => ({ body: await listJobs(ctx, params.key) }),
  }),
  route({
    ...here,
    method: 'post',
    path: `${base}/{key}/backtests`,
    summary: 'Back-test the draft or a version over stored cases',
    params: byKey,
    body: contract.ruleJobInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => ({ body: await startBacktest(ctx, params.key, body) }),
  }),
  route({
    ...here,
    method: 'post',
    path: `${base}/{key}/replay`,
    summary: 'Decide stored cases again by the versions that decided them',
    params: byKey,
    body: contract.ruleReplayInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => ({ body: await startReplay(ctx, params.key, body) }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/{key}/backtests/{id}`,
    summary: 'A back-test as it stands',
    params: byJob,
    answer: contract.ruleJob,
    handle: async (ctx, { params }) => ({ body: await readJob(ctx, params.key, params.id) }),
  }),
  route({
    ...here,
    method: 'post',
    path: `${base}/{key}/backtests/{id}/cancel`,
    summary: 'Cancel a back-test',
    params: byJob,
    handle: async (ctx, { params }, wire) => {
      await cancelJob(ctx, params.key, params.id);
      stopJob(wire.installation, params.id);
      return {};
    },
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/{key}/backtests/{id}/rows`,
    summary: 'What a back-test found',
    params: byJob,
    query: contract.ruleRowQuery,
    answer: contract.ruleRowPage,
    looks: (_ctx, { items }) =>
      showing(
        'rules.rows',
        items.flatMap(({ record }) => residentsOf(record)),
      ),
    handle: async (ctx, { params, query: { cursor, limit, ...filter } }) => ({
      body: await listRows(ctx, params.key, params.id, filter, { cursor, limit }),
    }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/{key}/backtests/{id}/rows/{position}`,
    summary: 'A case of a back-test, explained before and after',
    params: byJob.extend({ position: z.coerce.number().int().min(0).max(shared.largest) }),
    answer: contract.ruleRowExplained,
    looks: (ctx, { row }) => lookAtRecord(ctx, row.record, { rules: true }),
    handle: async (ctx, { params }) => ({ body: await explainRow(ctx, params.key, params.id, params.position) }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${base}/{key}/backtests/{id}/export`,
    summary: 'What a back-test found, as a CSV or Excel file',
    params: byJob,
    query: contract.ruleExportQuery,
    file: [csv, xlsx],
    looks: 'given',
    handle: async (ctx, { params, query }, { installation }) =>
      exportRows(ctx, params, query, (work) =>
        inSnapshot(installation, ctx, ({ db }) => work({ ...ctx, db, recall: undefined })),
      ),
  }),

  route({
    ...here,
    method: 'get',
    path: `${municipality}/decisions`,
    summary: 'The log of decisions',
    query: contract.decisionQuery,
    answer: contract.decisionCasePage,
    looks: (_ctx, { items }) =>
      showing(
        'decision.list',
        items.flatMap(({ record }) => residentsOf(record)),
      ),
    handle: async (ctx, { query: { cursor, limit, ...filter } }) => ({
      body: await listDecisions(ctx, filter, { cursor, limit }),
    }),
  }),
  route({
    ...here,
    method: 'get',
    path: `${municipality}/decisions/cases/{id}`,
    summary: 'A decision of the log, explained',
    params: byId,
    answer: contract.decisionCaseExplained,
    looks: (ctx, { case: decision }) => lookAtRecord(ctx, decision.record, { decision: decision.decisionId }),
    handle: async (ctx, { params }) => ({ body: await readDecisionCaseInWords(ctx, params.id) }),
  }),
  route({
    ...here,
    method: 'post',
    path: `${municipality}/decisions/{id}/example`,
    summary: 'Make a decision an example of the draft',
    params: byId,
    query: contract.ruleExampleQuery,
    answer: contract.ruleExampleAdded,
    status: 201,
    looks: 'given',
    handle: async (ctx, { params, query }) => {
      const { record, ...added } = await addExample(ctx, params.id, query.position);
      return { body: added, looks: await lookAtRecord(ctx, record, { decision: params.id }) };
    },
  }),
];
