import { branches, innerSchemas, isBlank, isObject, keepFields, tokensOf } from '../walk.ts';
import { expand } from '../expand.ts';
import type { Form, JsonSchema } from '../types.ts';
import { evaluate, nothingSaid, type Asked, type Outcome } from './evaluate.ts';
import { planOf } from './plan.ts';

type Answers = Record<string, unknown>;
type Fits = (schema: JsonSchema, value: unknown) => boolean;

/**
 * Answers as a form's logic leaves them: without what it hides, with what it sets; and all that it says of them. `agreed` is false where the logic and the
 * schema's own conditions each undo what the other says: such answers cannot be kept.
 */
export type Settled = { answers: Answers; outcome: Outcome; agreed: boolean };

/**
 * Applies a form's logic to answers, in the browser and on the server alike; `fits` says whether a value fits a schema. Only what the form asks is a fact:
 * where the schema itself asks by conditions, the two are asked in turn until neither changes anything. What was answered beside the form's fields stays.
 */
export function settle(
  form: Pick<Form, 'schema' | 'logic' | 'uiSchema'>,
  given: Answers,
  fits: Fits,
  count?: (steps: number) => void,
): Settled {
  const plan = planOf(form);
  if (!plan) return { answers: given, outcome: nothingSaid, agreed: true };
  const conditional = hasConditions(form.schema);
  const keep = keeper(form, fits);
  let outcome = evaluate(plan, keep(given), count);
  let agreed = !conditional;
  for (let round = 0; !agreed && round < MOST_ROUNDS; round += 1) {
    const next = evaluate(plan, keep(applyOutcome(given, outcome)), count);
    agreed = saysSame(next, outcome);
    outcome = next;
  }
  return { answers: applyOutcome(given, outcome), outcome, agreed };
}

/** Without what the schema itself does not ask. */
function keeper({ schema }: Pick<Form, 'schema'>, fits: Fits): (answers: Answers) => Answers {
  return hasConditions(schema) ? (answers) => keepFields(expand(schema), answers, fits) : (answers) => answers;
}

/** Every rule that these answers were settled by, each once for every entry that it was asked for: in order to say why. */
export function listAsked(
  form: Pick<Form, 'schema' | 'logic' | 'uiSchema'>,
  { answers }: Settled,
  fits: Fits,
): Asked[] {
  const plan = planOf(form);
  const all = new Map<string, Asked>();
  if (plan)
    evaluate(plan, keeper(form, fits)(answers), undefined, (entry) => all.set(`${entry.rule} ${entry.row}`, entry));
  return [...all.values()];
}

/** More turns than fields hang on each other in any form. */
const MOST_ROUNDS = 30;

const saysSame = (outcome: Outcome, other: Outcome): boolean =>
  outcome.hidden.size === other.hidden.size &&
  [...outcome.hidden].every((place) => other.hidden.has(place)) &&
  JSON.stringify([...outcome.values]) === JSON.stringify([...other.values]);

const conditionalOf = new WeakMap<JsonSchema, boolean>();

/** Does a schema ask some fields only where others are answered so? */
function hasConditions(schema: JsonSchema): boolean {
  const known = conditionalOf.get(schema);
  if (known !== undefined) return known;
  const within = (each: JsonSchema): boolean =>
    branches(each).some(([, branch]) => isObject(branch.properties)) ||
    innerSchemas(each).some(([, inner]) => within(inner));
  const isConditional = within(expand(schema));
  conditionalOf.set(schema, isConditional);
  return isConditional;
}

/** What is to be put at places; undefined leaves out what stands there. */
type Changes = { value?: unknown; put?: true; inner: Map<string, Changes> };

/** A copy of answers without what is hidden, and with what is set. */
export function applyOutcome(answers: Answers, { hidden, values }: Pick<Outcome, 'hidden' | 'values'>): Answers {
  if (hidden.size === 0 && values.size === 0) return answers;
  const root: Changes = { inner: new Map() };
  const put = (place: string, value: unknown): void => {
    let at = root;
    for (const name of tokensOf(place)) {
      const next: Changes = at.inner.get(name) ?? { inner: new Map() };
      at.inner.set(name, next);
      at = next;
    }
    at.put = true;
    at.value = value;
  };
  for (const [place, value] of values) put(place, value);
  for (const place of hidden) put(place, undefined);
  return change(answers, root) as Answers;
}

function change(value: unknown, changes: Changes): unknown {
  if (changes.put) return changes.value;
  if (Array.isArray(value))
    return value.map((entry: unknown, index) => {
      const inner = changes.inner.get(String(index));
      return inner ? change(entry, inner) : entry;
    });
  // What is no group where one belongs is the check's to refuse.
  if (value !== undefined && !isObject(value)) return value;
  const copy: Answers = { ...value };
  for (const [name, inner] of changes.inner) {
    const next = change(Object.hasOwn(copy, name) ? copy[name] : undefined, inner);
    if (next === undefined || (!Object.hasOwn(copy, name) && isBlank(next))) delete copy[name];
    else copy[name] = next;
  }
  return copy;
}
