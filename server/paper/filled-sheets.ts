import type { z } from 'zod';
import { listSources, type Form } from '../../forms/index.ts';
import { layOutFilled } from '../../forms/paper/index.ts';
import { listSubmissions, readSentSubmissions } from '../decisions/submissions-store.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { showing, type Look } from '../kernel/looks.ts';
import { may } from '../kernel/rights.ts';
import { audienceOf } from '../records/audience-of.ts';
import { lookAt } from '../records/look-at-record.ts';
import { needsNamed } from '../records/needs-named.ts';
import { recordKind, type MovingRow } from '../records/record-kind.ts';
import { looksAtTied } from '../records/ties/look-at-tied.ts';
import { withTied } from '../records/ties/with-tied.ts';
import type * as contract from './contract.ts';

type Answers = Record<string, unknown>;
export type FilledSheets = z.infer<typeof contract.filledSheets>;

/** So many sheets come at once. */
export const MOST_SHEETS = 50;

/**
 * What was answered of a record, oldest first, each with the version of its form that it was given with, as far as the asker may be told: the latest, or the
 * latest of those `before` one. What was corrected is not there, nor what nothing is left of. Throws not-found for a record that the asker may not see.
 */
export async function readFilledSheets(
  ctx: MunicipalContext,
  kind: string,
  id: string,
  before?: string,
): Promise<{ body: FilledSheets; looks: Look[] }> {
  const description = Object.hasOwn(ctx.kinds, kind) ? recordKind(ctx, kind) : undefined;
  const row = await description?.load(ctx, id);
  if (!description || !row || !may(description.rights, ctx.actor, 'see', description.judged(row))) throw notFound();
  const withhold = (await description.withhold?.(ctx, row)) ?? ((_form: Form, all: Answers) => all);
  const standing = (await listStanding(ctx, kind, row)).filter((each) => before === undefined || each < before);
  const some = standing.slice(-MOST_SHEETS);
  const given = [];
  for (const stored of await readSentSubmissions(ctx.db, some)) {
    const { body: form, ...version } = await definitionById(ctx, 'form', stored.form_id);
    const answers = withhold(form, JSON.parse(stored.answers) as Answers);
    const audience = audienceOf(ctx, description, row, form.purpose);
    if (answers) given.push({ stored, form, version, answers, audience });
  }
  const wanted = new Set(given.flatMap(({ form }) => listSources(form)));
  const sources = await withTied(ctx, await description.sources(ctx, row, wanted), given);
  const sheets = given
    .map(({ stored, form, version: { id: formId, key, number }, answers, audience }) => ({
      id: stored.id,
      form: { id: formId, key, number },
      answeredAt: stored.submitted_at,
      answeredBy: stored.submitter_name,
      paper: layOutFilled(form, answers, audience, ctx.language, sources),
    }))
    .filter(({ paper }) => paper.lines.length > 0);
  const [oldest] = standing.length > some.length ? some : [];
  return {
    body: {
      record: { kind, id, title: description.title(row), page: description.page },
      sheets,
      ...(oldest !== undefined && { older: oldest }),
    },
    looks: [
      ...lookAt(description, row, {
        names: audienceOf(ctx, description, row) === 'staff',
        shown: sheets.length,
      }),
      ...showing(`${kind}.read`, needsNamed(ctx, sources, given)),
      ...(await looksAtTied(ctx, given)),
    ],
  };
}

/**
 * What was answered of a record and still stands, by id. Of the form that it begins with that is the last correction alone: who sees the record by what it
 * says now may not be told what it said before.
 */
async function listStanding(ctx: MunicipalContext, kind: string, { id, submission_id }: MovingRow): Promise<string[]> {
  const all = await listSubmissions(ctx.db, kind, id);
  const purposes = new Map<string, string>();
  for (const formId of new Set(all.map(({ form_id }) => form_id)))
    purposes.set(formId, (await definitionById(ctx, 'form', formId)).body.purpose);
  const begun = all.find((each) => each.id === submission_id);
  const isSuperseded = (each: (typeof all)[number]): boolean =>
    begun !== undefined && each !== begun && purposes.get(each.form_id) === purposes.get(begun.form_id);
  return all.filter((each) => !isSuperseded(each)).map((each) => each.id);
}
