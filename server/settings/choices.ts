import type { Sources } from '../../forms/index.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { areasOf } from './areas/kept-areas.ts';
import { closedName } from './closed-name.ts';
import { codeName } from './codes/code-entries.ts';
import { codesOf } from './codes/kept-codes.ts';

export type Choice = Sources[string][number];

/**
 * A choice by the one rule for all: what is closed is told as closed, stays with what holds it already (`held`), and is otherwise there
 * only so that an old answer has its words (`heldOnly`).
 */
export const toChoice = (
  { language }: Pick<MunicipalContext, 'language'>,
  { id, name, closed_at }: { id: string; name: string; closed_at: string | null },
  held?: ReadonlySet<string>,
): Choice => ({
  value: id,
  label: closedName(language, name, closed_at),
  heldOnly: closed_at !== null && !held?.has(id),
});

/** The areas that `within` answers true for, and those that are held. */
export async function areaChoices(
  ctx: MunicipalContext,
  within: (path: string) => boolean = () => true,
  held?: ReadonlySet<string>,
): Promise<Choice[]> {
  const areas = await areasOf(ctx);
  return areas.filter(({ id, path }) => held?.has(id) || within(path)).map((area) => toChoice(ctx, area, held));
}

export async function typeChoices(ctx: MunicipalContext, held?: ReadonlySet<string>): Promise<Choice[]> {
  const types = await codesOf(ctx, 'service-type');
  return types.map((type) =>
    toChoice(ctx, { id: type.key, name: codeName(type, ctx.language), closed_at: type.retired_at }, held),
  );
}

/** Every text in stored answers: what the record holds, in whichever field. */
export function heldIn(answers: unknown): Set<string> {
  if (typeof answers === 'string') return new Set([answers]);
  if (typeof answers !== 'object' || answers === null) return new Set();
  return new Set(Object.values(answers).flatMap((each) => [...heldIn(each)]));
}
