import { fieldOfRole, putAnswer, validate } from '../../../forms/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { intakeInForce } from './intake.ts';
import { needSources } from './sources.ts';
import { takeInNeed } from './take-in-need.ts';

/**
 * Takes in a need of the community that somebody voiced. What the city's intake form asks for beside what is known is filled with `words` where it
 * takes text; throws `invalid` where it wants something else.
 */
export async function takeInCommunityNeed(
  ctx: MunicipalContext,
  { areaId, title, type, words }: { areaId: string; title: string; type: string; words: string },
): Promise<{ id: string; version: number }> {
  const { body } = await intakeInForce(ctx);
  const known: [role: string, value: unknown][] = [
    ['scope', 'community'],
    ['area', areaId],
    ['types', [type]],
    ['urgency', 'normal'],
    ['title', title],
    ['received-on', ctx.today],
  ];
  const answers = known.reduce<Record<string, unknown>>((put, [role, value]) => putAnswer(body, put, role, value), {});
  const roles = new Set(known.map(([role]) => fieldOfRole(body, role)));
  for (const { path, code } of validate(body, answers, 'ja', await needSources(ctx))) {
    const field = path.slice(1);
    if (code === 'required' && !field.includes('/') && !roles.has(field)) answers[field] = words;
  }
  return takeInNeed(ctx, answers);
}
