import { answerOf, fieldOfRole, heldIn, keepAsked, putAnswer, validate } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { writeNumber } from '../../registers/index.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, notAllowed } from '../kernel/errors.ts';
import { audienceOf } from './audience-of.ts';
import { dataSources, listAskedAgain, type DataDescription, type DataRecord } from './data-description.ts';
import { searchLines } from './data-search.ts';
import type { DataRow } from './data-store.ts';
import type { StepDone } from './record-kind.ts';
import { storeSubmission } from './take-step.ts';
import { deleteTiesOf, deleteTiesSaidAgain } from './ties/ties-store.ts';
import { withTied } from './ties/with-tied.ts';

/*
 * What a step's form asks that the record says already: the list whose entries have a consent of their own, and the day of looking at it again. What was
 * answered in the step is then what the record says: whom it may be told to is read from one place.
 */

type Answers = Record<string, unknown>;

/** The column of the day on which a record is to be looked at again; nothing where the form does not ask it. */
export const reviewDay = (form: Form, answers: Answers): Partial<Pick<DataRow, 'review_on'>> => {
  const day = answerOf(form, answers, 'review-on');
  if (fieldOfRole(form, 'review-on') === undefined) return {};
  return { review_on: typeof day === 'string' && day !== '' ? day : null };
};

/** Left out, the list stays as it was; an empty one empties it. */
function listSaidAgain(form: Form, step: Form, given: Answers): string | undefined {
  const list = listAskedAgain(form, step);
  return list !== undefined && given[list] !== undefined ? list : undefined;
}

/** Columns of a record as a step leaves it. Throws not-allowed where the asker would replace what they are not told, `invalid` where the record takes it not. */
export async function columnsOfStep(
  ctx: MunicipalContext,
  description: DataDescription,
  row: DataRecord,
  { form: step, answers: given }: StepDone,
): Promise<Partial<DataRow>> {
  const moved = { moved_at: ctx.now, ...(step && reviewDay(step, given)) };
  if (!step) return moved;
  const { id: formId, body: form } = await definitionById(ctx, 'form', row.form_id);
  const before = JSON.parse(row.answers) as Answers;
  const list = listSaidAgain(form, step, given);
  const day = answerOf(step, given, 'review-on');
  const isDayKept = day !== undefined && fieldOfRole(form, 'review-on') !== undefined;
  if (list === undefined && !isDayKept) return moved;
  if (list !== undefined && audienceOf(ctx, description, row) !== 'staff') throw notAllowed();
  const listed = list === undefined ? before : { ...before, [list]: given[list] };
  const answers = keepAsked(form, isDayKept ? putAnswer(form, listed, 'review-on', day) : listed);
  const sources = await dataSources(ctx);
  if (list !== undefined) {
    const choices = await withTied(
      ctx,
      sources,
      [{ form, answers }],
      heldIn(form, form, before, { area: [row.area_id] }),
    );
    const issues = validate(form, answers, ctx.language, choices).filter(({ path }) =>
      `${path}/`.startsWith(`/${list}/`),
    );
    if (issues.length > 0) throw invalid(issues.map((issue) => ({ ...issue, path: `/answers${issue.path}` })));
  }
  const submissionId = await storeSubmission(ctx, description.kind, row.id, formId, answers);
  await deleteTiesOf(ctx.db, row.submission_id);
  return {
    ...moved,
    answers: JSON.stringify(answers),
    submission_id: submissionId,
    search: searchLines(writeNumber(description.data, row), form, answers, sources),
  };
}

/** Whom the list named before, in steps too, the record names no more but as its own list says. */
export async function forgetFormer(
  ctx: MunicipalContext,
  row: DataRecord,
  { form: step, answers: given }: StepDone,
): Promise<void> {
  const { body: form } = await definitionById(ctx, 'form', row.form_id);
  const list = step ? listSaidAgain(form, step, given) : undefined;
  if (list !== undefined) await deleteTiesSaidAgain(ctx.db, row.id, list);
}
