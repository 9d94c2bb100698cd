import { listTies, type Held, type Tie } from '../../../forms/index.ts';
import type { Form, Sources } from '../../../forms/types.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { tiePart, type Tied } from './tie-parts.ts';

type Answered = { form: Pick<Form, 'schema'>; answers: Record<string, unknown> };

/** A record that is told where another names it, with its kind. */
export type ToldTie = Tied & { kind: string };

/** The records with these ids that are of one of these kinds and that the asker may see, by id. */
export async function tellTied(
  ctx: MunicipalContext,
  ties: readonly Pick<Tie, 'id' | 'kinds'>[],
): Promise<Map<string, ToldTie>> {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, kinds } of ties) for (const kind of kinds) idsOf.set(kind, (idsOf.get(kind) ?? new Set()).add(id));
  const titled = new Map<string, ToldTie>();
  for (const [kind, ids] of idsOf) {
    const part = tiePart(ctx, kind);
    const left = [...ids].filter((id) => !titled.has(id));
    if (!part || left.length === 0) continue;
    for (const tied of await part.tell(ctx, left)) titled.set(tied.id, { ...tied, kind });
  }
  return titled;
}

/**
 * Sources with the records that these answers name, as far as the asker may see them: their titles for telling, and as choices for
 * whoever sends the answers. What is `held` already stays allowed, also where the asker is not told which record it is.
 */
export async function withTied(
  ctx: MunicipalContext,
  sources: Sources,
  answered: readonly Answered[],
  held?: Held,
): Promise<Sources> {
  const ties = answered.flatMap(({ form, answers }) => listTies(form, answers));
  if (ties.length === 0) return sources;
  const titled = await tellTied(ctx, ties);
  const choices: Record<string, Map<string, Sources[string][number]>> = {};
  for (const { source, kinds, id, path } of ties) {
    const own = (choices[source] ??= new Map());
    const tied = titled.get(id);
    const isHeld = held?.get(path)?.has(id) ?? false;
    if (!tied && !isHeld) continue;
    const known = own.get(id);
    const heldIn = [...(known?.heldIn ?? []), ...(isHeld ? [path] : [])];
    own.set(id, {
      value: id,
      label: tied?.title ?? known?.label ?? '',
      heldOnly: !tied || tied.isClosed === true || !kinds.includes(tied.kind),
      ...(heldIn.length > 0 && { heldIn }),
    });
  }
  const listed: Sources = {};
  for (const [source, own] of Object.entries(choices)) listed[source] = [...own.values()];
  return { ...sources, ...listed };
}

/** The same where nothing is told of the records that are named: for what is searched, which may be found by who may not see them. */
export function withoutTied(sources: Sources, { form, answers }: Answered): Sources {
  const choices: Sources = { ...sources };
  for (const { source, id } of listTies(form, answers))
    choices[source] = [...(choices[source] ?? []), { value: id, label: '' }];
  return choices;
}
