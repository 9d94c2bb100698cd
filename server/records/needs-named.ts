import { chosenFrom, keepTold } from '../../forms/index.ts';
import type { Audience, Form, Sources } from '../../forms/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';

/** The needs that answers name to the audience that they are told to, by id, and those `offered` for choice. Of `sources` those that the asker may not read all have the same words. */
export function needsNamed(
  ctx: MunicipalContext,
  { needs = [] }: Sources,
  given: { form: Form; answers: Record<string, unknown>; audience: Audience }[],
  offered: ReadonlySet<string> = new Set(),
): string[] {
  const hidden = say(ctx.language, 'records.hiddenNeed');
  const named = new Set(
    given.flatMap(({ form, answers, audience }) => chosenFrom(form, keepTold(form, answers, audience), 'needs')),
  );
  return needs
    .filter(({ value, label }) => label !== hidden && (offered.has(value) || named.has(value)))
    .map(({ value }) => value);
}
