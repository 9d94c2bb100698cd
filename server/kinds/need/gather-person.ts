import type { z } from 'zod';
import { notAllowed } from '../../kernel/errors.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { presentStory } from '../../records/story.ts';
import { findPerson, mayErase, presentPerson } from '../people/index.ts';
import { presentReferral } from '../referral/present-referral.ts';
import { listNeedReferrals } from '../referral/store.ts';
import type * as contract from './contract.ts';
import type { Need } from './present-need.ts';
import { presentNeedRow, undecidedOf } from './whose-need.ts';
import { readPersonLooks } from './read-looks.ts';
import { needSources } from './sources.ts';
import { listNeedMeetings, listNeedsOf } from './store.ts';

/** All that is stored of a resident, in words: for who asks what is kept of them (開示). With every version of what was answered. */
export async function gatherPerson(ctx: MunicipalContext, id: string): Promise<z.infer<typeof contract.personData>> {
  const person = await findPerson(ctx, id);
  if (!(await mayErase(ctx))) throw notAllowed();
  const sources = await needSources(ctx);
  const needs: z.infer<typeof contract.personData>['needs'] = [];
  for (const row of await listNeedsOf(ctx.db, ctx.municipality.id, id)) {
    const referrals: (typeof needs)[number]['referrals'] = [];
    for (const referral of await listNeedReferrals(ctx.db, row.id))
      referrals.push({
        ...(await presentReferral(ctx, referral, true)),
        story: await presentStory(ctx, 'referral', referral, sources),
      });
    const meetings = await listNeedMeetings(ctx.db, row.id);
    needs.push({
      ...(await presentNeedRow(ctx, row)),
      story: await presentStory(ctx, 'need', row, sources),
      referrals,
      meetings: meetings.map(({ title, held_on, plan }) => ({ title, heldOn: held_on, plan })),
    });
  }
  const undecided: Need[] = [];
  for (const row of await undecidedOf(ctx, person)) undecided.push(await presentNeedRow(ctx, row));
  const { opened, seen } = await readPersonLooks(ctx, id);
  return {
    gatheredAt: ctx.now,
    person: { ...presentPerson(person), createdAt: person.created_at },
    needs,
    undecided,
    opened,
    seen,
  };
}
