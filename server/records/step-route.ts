import { z } from 'zod';
import * as contract from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { dropSentDraft } from './answer-drafts/own-drafts.ts';
import type { StepAsked, StepTaken } from './take-step.ts';

/** `POST BASE/{id}/steps`: a step of the workflow of any kind of record. */
export const stepRoute = (
  base: string,
  tag: string,
  take: (ctx: MunicipalContext, id: string, request: StepAsked) => Promise<StepTaken>,
): Route =>
  route({
    method: 'post',
    path: `${base}/{id}/steps`,
    tag,
    summary: 'Take a step of its lifecycle',
    access: 'municipality',
    params: z.object({ municipality: z.string(), id: contract.id }),
    body: contract.stepInput,
    ifMatch: true,
    answer: contract.stepTaken,
    handle: async (ctx, { params, body: { draft, ...step }, version }) => {
      const taken = await take(ctx, params.id, { ...step, version });
      await dropSentDraft(ctx, draft);
      return { body: taken, version: taken.version };
    },
  });
