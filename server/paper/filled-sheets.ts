import type { z } from 'zod';
import { listSources, type Form } from '../../forms/index.ts';
import { layOutFilled } from '../../forms/paper/index.ts';
import { listSubmissions } from '../decisions/submissions-store.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { showing, type Look } from '../kernel/looks.ts';
import { may } from '../kernel/rights.ts';
import { audienceOf } from '../records/audience-of.ts';
import { lookAtRecord } from '../records/look-at-record.ts';
import { recordKind } from '../records/record-kind.ts';
import type * as contract from './contract.ts';

type Answers = Record<string, unknown>;
export type FilledSheets = z.infer<typeof contract.filledSheets>;

/**
 * Everything that was answered of a record, oldest first, each with the version of its form that it was given with, as far as the asker may be told. What
 * nothing is left of is left out. Throws not-found for a record that the asker may not see.
 */
export async function readFilledSheets(
  ctx: MunicipalContext,
  kind: string,
  id: string,
): Promise<{ body: FilledSheets; looks: Look[] }> {
  const description = Object.hasOwn(ctx.kinds, kind) ? recordKind(ctx, kind) : undefined;
  const row = await description?.load(ctx, id);
  if (!description || !row || !may(description.rights, ctx.actor, 'see', description.judged(row))) throw notFound();
  const withhold = (await description.withhold?.(ctx, row)) ?? ((_form: Form, all: Answers) => all);
  const given = [];
  for (const stored of await listSubmissions(ctx.db, kind, id)) {
    const form = await definitionById(ctx, 'form', stored.form_id);
    const answers = withhold(form.body, JSON.parse(stored.answers) as Answers);
    if (answers) given.push({ stored, form, answers });
  }
  const wanted = new Set(given.flatMap(({ form }) => listSources(form.body)));
  const sources = await description.sources(ctx, row, wanted);
  const sheets = given
    .map(({ stored, form: { id: formId, key, number, body }, answers }) => ({
      id: stored.id,
      form: { id: formId, key, number },
      answeredAt: stored.submitted_at,
      answeredBy: stored.submitter_name,
      paper: layOutFilled(body, answers, audienceOf(ctx, description, row, body.purpose), ctx.language, sources),
    }))
    .filter(({ paper }) => paper.lines.length > 0);
  const written = JSON.stringify(sheets.map(({ paper }) => paper.lines));
  const named = (sources.needs ?? []).filter(
    ({ label }) => /^\d/.test(label) && written.includes(JSON.stringify(label).slice(1, -1)),
  );
  return {
    body: { record: { kind, id, title: description.title(row), page: description.page }, sheets },
    looks: [
      ...(await lookAtRecord(
        ctx,
        { kind, id },
        { names: audienceOf(ctx, description, row) === 'staff', shown: sheets.length },
      )),
      ...showing(
        `${kind}.read`,
        named.map(({ value }) => value),
      ),
    ],
  };
}
