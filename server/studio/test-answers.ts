import type { z } from 'zod';
import { keepAsked, kindsOfSource, listSources, tellAnswers, validate, type Sources } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { mustEdit, mustRead } from '../decisions/may.ts';
import { definitionById, definitionInForce, type Definition } from '../definitions/definitions.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { invalid, notFound, refused } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { offered, presentForm } from '../records/steps.ts';
import { withTied } from '../records/ties/with-tied.ts';
import { areaChoices, typeChoices } from '../settings/choices.ts';
import type * as contract from './contract.ts';
import { deleteTestAnswers, dropOldTestAnswers, insertTestAnswers, listTestAnswers } from './test-answers-store.ts';

/** So many of a form are kept: who tries it looks at the last few. */
const KEPT = 50;

type Answers = Record<string, unknown>;
type TestAnswers = z.infer<typeof contract.testAnswers>;

/** What a form's lists hold when it is tried: areas and types are the municipality's, of lists that hang on a record three made-up entries stand for the rest. */
async function trialSources(ctx: MunicipalContext, form: Form): Promise<Sources> {
  const sources: Sources = {};
  for (const name of listSources(form).filter((source) => !kindsOfSource(source)))
    sources[name] =
      name === 'areas'
        ? await areaChoices(ctx)
        : name === 'service-types'
          ? await typeChoices(ctx)
          : [1, 2, 3].map((number) => ({
              value: `example-${number}`,
              label: say(ctx.language, 'rules.example', { number }),
            }));
  return sources;
}

async function formInForce(ctx: MunicipalContext, key: string): Promise<Definition<'form'>> {
  const form = await definitionInForce(ctx, 'form', key);
  if (!form) throw notFound();
  return form;
}

/** The form in force, to fill in as people get it, with the latest test answers in words. */
export async function readTestAnswers(ctx: MunicipalContext, key: string): Promise<TestAnswers> {
  mustRead(ctx);
  const { body } = await formInForce(ctx, key);
  const rows = await listTestAnswers(ctx.db, ofForm(ctx, key), KEPT);
  const answersOf = new Map(rows.map((row) => [row.id, JSON.parse(row.answers) as Answers]));
  // Each is shown with the version that was answered.
  const versions = new Map<string, { form: Definition<'form'>; sources: Sources }>();
  for (const [id, some] of Map.groupBy(rows, (row) => row.form_id)) {
    const form = await definitionById(ctx, 'form', id);
    const answered = some.map((row) => ({ form: form.body, answers: answersOf.get(row.id) ?? {} }));
    versions.set(id, { form, sources: await withTied(ctx, await trialSources(ctx, form.body), answered) });
  }
  const given: TestAnswers['given'] = [];
  for (const row of rows) {
    const version = versions.get(row.form_id);
    if (!version) continue;
    const { form, sources } = version;
    const answers = answersOf.get(row.id) ?? {};
    given.push({
      id: row.id,
      number: form.number,
      at: row.answered_at,
      by: row.answerer,
      // Files of what was only tried are gone after a day: they are named, and lead nowhere.
      answers: tellAnswers(form.body, answers, 'staff', ctx.language, sources).map(({ label, value }) => ({
        label,
        value,
      })),
    });
  }
  return { form: await presentForm(ctx, key, offered(await trialSources(ctx, body))), given };
}

/** Takes test answers by the rules that real ones are taken by, and keeps them apart from all records. Throws invalid as for real ones. */
export async function giveTestAnswers(
  ctx: MunicipalContext,
  key: string,
  { formId, answers: given }: { formId: string; answers: Answers },
): Promise<{ id: string }> {
  await mustEdit(ctx);
  const form = await formInForce(ctx, key);
  // Another version came into force meanwhile: what was filled in was not it.
  if (form.id !== formId) throw refused('testedVersion');
  const issues = validate(
    form.body,
    given,
    ctx.language,
    await withTied(ctx, await trialSources(ctx, form.body), [{ form: form.body, answers: given }]),
  );
  if (issues.length > 0) throw invalid(issues.map((issue) => ({ ...issue, path: `/answers${issue.path}` })));
  const row = {
    ...ofForm(ctx, key),
    id: ctx.newId(),
    form_id: form.id,
    answers: JSON.stringify(keepAsked(form.body, given)),
    answered_by: ctx.actor.id,
    answered_at: ctx.now,
  };
  await insertTestAnswers(ctx.db, row);
  await dropOldTestAnswers(ctx.db, ofForm(ctx, key), KEPT);
  await audit(ctx, 'definition.test', { kind: 'definition', id: form.id, title: `form ${key} ${form.number}` });
  return { id: row.id };
}

/** Throws away one set of test answers, or all of a form. */
export async function discardTestAnswers(ctx: MunicipalContext, key: string, id?: string): Promise<void> {
  await mustEdit(ctx);
  const form = await formInForce(ctx, key);
  const count = await deleteTestAnswers(ctx.db, { ...ofForm(ctx, key), ...(id === undefined ? {} : { id }) });
  if (id !== undefined && count === 0) throw notFound();
  await audit(
    ctx,
    'definition.untest',
    { kind: 'definition', id: form.id, title: `form ${key} ${form.number}` },
    { counts: { testAnswers: count } },
  );
}

const ofForm = ({ municipality }: MunicipalContext, key: string) => ({
  municipality_id: municipality.id,
  form_key: key,
});
