import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { stepRoute } from '../../records/step-route.ts';
import { takeStep } from '../../records/take-step.ts';
import { dropSentDraft } from '../../records/answer-drafts/own-drafts.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import * as contract from './contract.ts';
import { exportProposals } from './export-proposals.ts';
import { joinProposal, readCovering } from './join-proposal.ts';
import { listProposals, lookAtEvidence, readProposalRecord } from './read-proposals.ts';
import { editProposal, lookAtFinding, proposalForm, writeProposal } from './write-proposal.ts';

const base = '/municipalities/{municipality}/proposals';
const byId = z.object({ municipality: z.string(), id: shared.id });

export const proposalRoutes: Route[] = [
  route({
    method: 'get',
    path: `${base}/form`,
    tag: 'proposals',
    summary: 'The form to write one with, already holding the finding’s evidence',
    access: 'municipality',
    query: contract.proposalFormQuery,
    answer: contract.proposalForm,
    looks: (ctx, _body, { query }) => lookAtFinding(ctx, query.finding),
    handle: async (ctx, { query }) => ({ body: await proposalForm(ctx, query) }),
  }),
  ...exportRoutes({
    path: base,
    tag: 'proposals',
    summary: 'Proposals and reports of the asker’s councils, and those that reached them',
    query: contract.proposalQuery,
    describe: exportProposals,
  }),
  route({
    method: 'get',
    path: base,
    tag: 'proposals',
    summary: 'Proposals and reports of the asker’s councils, and those that reached them',
    access: 'municipality',
    query: contract.proposalQuery.extend(shared.paging.shape),
    answer: contract.proposalPage,
    handle: async (ctx, { query: { cursor, limit, ...query } }) => ({
      body: await listProposals(ctx, query, { cursor, limit }),
    }),
  }),
  route({
    method: 'post',
    path: base,
    tag: 'proposals',
    summary: 'Write a draft',
    access: 'municipality',
    body: contract.proposalInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const saved = await writeProposal(ctx, body);
      await dropSentDraft(ctx, body.draft);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/covering`,
    tag: 'proposals',
    summary: 'Adopted proposals that cover what a council would send up',
    access: 'municipality',
    query: contract.coveringQuery,
    answer: contract.covering,
    handle: async (ctx, { query }) => ({ body: { items: await readCovering(ctx, query.council) } }),
  }),
  route({
    method: 'post',
    path: `${base}/{id}/join`,
    tag: 'proposals',
    summary: 'Join an adopted proposal instead of writing one more',
    access: 'municipality',
    params: byId,
    body: contract.joinInput,
    answer: shared.saved,
    handle: async (ctx, { params, body }) => {
      const saved = await joinProposal(ctx, params.id, body.findingId);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'proposals',
    summary: 'A proposal or report with its evidence and the exchange',
    access: 'municipality',
    params: byId,
    answer: contract.proposalRecord,
    looks: (ctx, { evidence }) => lookAtEvidence(ctx, evidence),
    handle: async (ctx, { params }) => {
      const proposal = await readProposalRecord(ctx, params.id);
      return { body: proposal, version: proposal.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'proposals',
    summary: 'Change a draft',
    access: 'municipality',
    params: byId,
    body: contract.proposalPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await editProposal(ctx, params.id, version, body.answers);
      return { body: saved, version: saved.version };
    },
  }),
  stepRoute(base, 'proposals', (ctx, id, request) => takeStep(ctx, 'proposal', id, request)),
];
