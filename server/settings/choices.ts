import type { Held, Sources } from '../../forms/index.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { areasOf } from './areas/kept-areas.ts';
import { closedName } from './closed-name.ts';
import { codeName } from './codes/code-entries.ts';
import { codesOf } from './codes/kept-codes.ts';

export type Choice = Sources[string][number];

/**
 * A choice by the one rule for all: what is closed is told as closed, stays in the fields that hold it already (`held`), and is otherwise
 * there only so that an old answer has its words (`heldOnly`). `mayChoose` false: the asker gives it to nothing that does not hold it.
 */
export function toChoice(
  { language }: Pick<MunicipalContext, 'language'>,
  { id, name, closed_at }: { id: string; name: string; closed_at: string | null },
  held?: Held,
  mayChoose = true,
): Choice {
  const heldIn = [...(held ?? [])].flatMap(([path, values]) => (values.has(id) ? [path] : []));
  return {
    value: id,
    label: closedName(language, name, closed_at),
    heldOnly: closed_at !== null || !mayChoose,
    ...(heldIn.length > 0 ? { heldIn } : {}),
  };
}

/** The areas that `within` answers true for, and those that are held. */
export async function areaChoices(
  ctx: MunicipalContext,
  within: (path: string) => boolean = () => true,
  held?: Held,
): Promise<Choice[]> {
  const areas = await areasOf(ctx);
  return areas.flatMap((area) => {
    const isWithin = within(area.path);
    const choice = toChoice(ctx, area, held, isWithin);
    return isWithin || choice.heldIn ? [choice] : [];
  });
}

export async function typeChoices(ctx: MunicipalContext, held?: Held): Promise<Choice[]> {
  const types = await codesOf(ctx, 'service-type');
  return types.map((type) =>
    toChoice(ctx, { id: type.key, name: codeName(type, ctx.language), closed_at: type.retired_at }, held),
  );
}
