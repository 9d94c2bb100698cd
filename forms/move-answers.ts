import { listChanges, touches, valuesAt, type FormChange } from './changes.ts';
import { keepAsked } from './fields.ts';
import type { Form } from './types.ts';
import { isBlank, isObject, tokensOf, writeValue } from './walk.ts';

/** Something typed that has no place any more, as the version that asked it names the field. */
export type Aside = { path: string; value: unknown };

/** Half-done answers as a newer version takes them. `asks`: what their writer is to be told; empty where nothing of them can be hurt. */
export type Moved = { answers: Record<string, unknown>; aside: Aside[]; asks: FormChange[] };

/** Takes half-done answers from one version of a form to another. Nothing typed is dropped: what has no place stands in `aside`. */
export function moveAnswers(before: Form, after: Form, given: Record<string, unknown>): Moved {
  const asks = listChanges(before, after).filter((change) => change.level !== 'harmless' && touches(change, given));
  const answers = structuredClone(given);
  const aside: Aside[] = [];
  for (const change of asks) if (change.level === 'loses') takeOut(answers, change, aside);
  if (asks.length > 0) {
    const [keptBefore, keptAfter] = [keepAsked(before, answers), keepAsked(after, answers)];
    // What only some cases ask comes back with its case: it stays where it is, and is shown.
    for (const { path } of asks)
      for (const [index, { value }] of valuesAt(keptBefore, path).entries())
        if (path !== '' && !isBlank(value) && isBlank(valuesAt(keptAfter, path)[index]?.value))
          aside.push({ path, value });
  }
  return { answers, aside, asks };
}

function takeOut(answers: Record<string, unknown>, { kind, path, choices = [] }: FormChange, aside: Aside[]): void {
  const isGone = (value: unknown): boolean =>
    choices.some((choice) => writeValue(choice) === writeValue(value)) !== (kind === 'to-choices');
  const isOfSome = kind === 'choice-removed' || kind === 'to-choices';
  for (const { pointer, value } of valuesAt(answers, path)) {
    if (isBlank(value)) continue;
    if (isOfSome && Array.isArray(value)) {
      const gone = value.filter(isGone);
      if (gone.length === 0) continue;
      aside.push({ path, value: gone });
      putAt(
        answers,
        pointer,
        value.filter((entry) => !isGone(entry)),
      );
    } else if (!isOfSome || isGone(value)) {
      aside.push({ path, value });
      putAt(answers, pointer, undefined);
    }
  }
}

/** Puts a value where one stands; undefined takes it away. */
function putAt(answers: Record<string, unknown>, pointer: string, value: unknown): void {
  const names = tokensOf(pointer);
  const last = names.pop();
  let holder: unknown = answers;
  for (const name of names)
    holder = Array.isArray(holder) ? holder[Number(name)] : isObject(holder) ? holder[name] : undefined;
  if (last === undefined || !isObject(holder)) return;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}
