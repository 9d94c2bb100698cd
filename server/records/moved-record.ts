import { tellAnswer } from '../../forms/index.ts';
import { moveAnswers, type Aside, type Moved } from '../../forms/move-answers.ts';
import type { Form, Sources } from '../../forms/types.ts';
import { valuesAt } from '../../forms/changes.ts';
import { writeValue } from '../../forms/walk.ts';
import { definitionById, type Definition } from '../definitions/definitions.ts';
import { sayChange, sayChoice, sayField } from '../definitions/say-change.ts';
import type { MunicipalContext } from '../kernel/context.ts';

type Answers = Record<string, unknown>;
type Answered = { form_id: string; answers: string };

/** What a record was answered with, as another version of its form takes it. `former`: the version that it was answered on. */
export type MovedRecord = Moved & { former: Form; to: Definition<'form'> };

/** Null: it was answered on this version, and nothing has to be taken anywhere. */
export async function moveRecord(
  ctx: MunicipalContext,
  row: Answered,
  to: Definition<'form'>,
): Promise<MovedRecord | null> {
  if (row.form_id === to.id) return null;
  const { body: former } = await definitionById(ctx, 'form', row.form_id);
  return { ...moveAnswers(former, to.body, JSON.parse(row.answers) as Answers), former, to };
}

/** What would not be in the record any more once it holds these answers: what comes back with its case is not lost. */
export const lostIn = ({ aside }: MovedRecord, answers: Answers): Aside[] =>
  aside.filter(
    ({ path, value }) => !valuesAt(answers, path).some((held) => writeValue(held.value) === writeValue(value)),
  );

/** The same in words, for who may be told everything that the record holds. */
export function tellMoved(
  ctx: MunicipalContext,
  { former, to, answers, asks, aside }: MovedRecord,
  before: Answers,
  sources: Sources,
): {
  form: string;
  answers: Answers;
  asks: string[];
  aside: { label: string; value: string }[];
} {
  const { language } = ctx;
  const sayValue = ({ path, value }: Aside): string =>
    // A field of a list's entries has no answer of its own, but its value.
    tellAnswer(former, { ...before, [path]: value }, path, 'staff', language, sources) ||
    sayChoice([former], path, value, language);
  return {
    form: to.id,
    answers,
    asks: asks.map((change) => sayChange([to.body, former], change, language)),
    aside: aside.map((entry) => ({ label: sayField([former], entry.path, language), value: sayValue(entry) })),
  };
}
