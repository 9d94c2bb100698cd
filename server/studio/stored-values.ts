import type { z } from 'zod';
import { valuesAt } from '../../forms/changes.ts';
import { marksOf } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { mustEdit } from '../decisions/may.ts';
import { listAnswered, readSubmissions } from '../decisions/submissions-store.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { definitionById, definitionInForce, listEveryVersion } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft } from './draft.ts';

/** Answers in memory at once. */
const answersAtOnce = 500;
/** More are no choices that anybody would read through. */
const MOST_VALUES = 50;
const LONGEST = 100;

/**
 * What was written in a field, each value with how many records have it, the most frequent first: what choices could be made of it. What was written while the field said
 * who somebody is, or may, is told to nobody and only counted (`withheld`); so is all of it where the field says so now, or the draft makes it. None where there are too many, or one is longer than a choice.
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
  const isPersonalNow = await isCalledPersonal(ctx, key, path);
  let withheld = 0;
  for (let from = 0; from < answered.length; from += answersAtOnce) {
    const ids = answered.slice(from, from + answersAtOnce).map(({ id }) => id);
    for (const { form_id, answers } of await readSubmissions(ctx.db, ids)) {
      const values = valuesAt(JSON.parse(answers), path).flatMap(({ value }) =>
        typeof value === 'string' && value !== '' ? [value] : [],
      );
      if (values.length === 0) continue;
      const isPersonal =
        isPersonalNow ||
        (personal.get(form_id) ??
          marksOf((await definitionById(ctx, 'form', form_id)).body).get(path)?.personal ??
          true);
      personal.set(form_id, isPersonal);
      if (isPersonal) withheld += 1;
      else for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const isTooMany = counts.size > MOST_VALUES || [...counts.keys()].some((value) => value.length > LONGEST);
  const values = [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
  return { values: isTooMany ? [] : values, isTooMany, withheld };
}

/** Does a version that is in force, or will be, or the draft say that the field is personal? Whoever says so has found that it was so before. */
async function isCalledPersonal(ctx: MunicipalContext, key: string, path: string): Promise<boolean> {
  const inForce = await definitionInForce(ctx, 'form', key);
  const versions = (await listEveryVersion(ctx, 'form')).filter((each) => each.key === key);
  const since = inForce ? versions.filter(({ number }) => number >= inForce.number) : versions;
  const draft = await findDraft(ctx, 'form', key);
  // A draft may be anything: one that is no form says nothing.
  const drafted = draft && checkShape('form', bodyOf(draft), ctx.language).length === 0 ? [bodyOf(draft)] : [];
  return [...since.map(({ body }) => body), ...(drafted as unknown[] as Form[])].some(
    (form) => marksOf(form).get(path)?.personal === true,
  );
}
