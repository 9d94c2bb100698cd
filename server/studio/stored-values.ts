import type { z } from 'zod';
import { valuesAt } from '../../forms/changes.ts';
import { marksOf } from '../../forms/index.ts';
import { mustEdit } from '../decisions/may.ts';
import { listAnswered, readSubmissions } from '../decisions/submissions-store.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type * as contract from './contract.ts';

/** Answers in memory at once. */
const answersAtOnce = 500;
/** More are no choices that anybody would read through. */
const MOST_VALUES = 50;
const LONGEST = 100;

/**
 * What was written in a field, each value with how many records have it, the most frequent first: what choices could be made of it. What was written while the field said
 * who somebody is, or may, is told to nobody and only counted (`withheld`). None where there are too many, or one is longer than a choice.
 */
export async function readStoredValues(
  ctx: MunicipalContext,
  key: string,
  path: string,
): Promise<z.infer<typeof contract.storedValues>> {
  await mustEdit(ctx);
  const answered = await listAnswered(ctx.db, ctx.municipality.id, key);
  const counts = new Map<string, number>();
  const personal = new Map<string, boolean>();
  let withheld = 0;
  for (let from = 0; from < answered.length; from += answersAtOnce) {
    const ids = answered.slice(from, from + answersAtOnce).map(({ id }) => id);
    for (const { form_id, answers } of await readSubmissions(ctx.db, ids)) {
      const values = valuesAt(JSON.parse(answers), path).flatMap(({ value }) =>
        typeof value === 'string' && value !== '' ? [value] : [],
      );
      if (values.length === 0) continue;
      const isPersonal =
        personal.get(form_id) ?? marksOf((await definitionById(ctx, 'form', form_id)).body).get(path)?.personal ?? true;
      personal.set(form_id, isPersonal);
      if (isPersonal) withheld += 1;
      else for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const isTooMany = counts.size > MOST_VALUES || [...counts.keys()].some((value) => value.length > LONGEST);
  const values = [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
  return { values: isTooMany ? [] : values, isTooMany, withheld };
}
