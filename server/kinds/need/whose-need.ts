import type { z } from 'zod';
import { answerOf, type Form } from '../../../forms/index.ts';
import { normaliseForSearch, spellTelephone } from '../../database/normalise.ts';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { AppError, invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { serviceTypeNames } from '../../settings/codes/service-types.ts';
import type { likelyPeople, personChoice } from '../people/contract.ts';
import {
  addPerson,
  findLikely,
  findPerson,
  keysOf,
  presentPerson,
  raisePerson,
  type Known,
  type PlacedPerson,
} from '../people/index.ts';
import type * as contract from './contract.ts';
import { intakeInForce } from './intake.ts';
import { mayNeed, needEntryPaths } from './policy.ts';
import { presentNeed, type Need } from './present-need.ts';
import { relatedToNeed } from './related.ts';
import {
  countNeedsOf,
  listNeedsOf,
  listNeedTypes,
  listUndecided,
  listUnlinked,
  readNeed,
  updateNeed,
  type PlacedNeed,
} from './store.ts';

type Answers = Record<string, unknown>;
export type PersonChoice = z.infer<typeof personChoice>;
type Likely = z.infer<typeof likelyPeople>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Who the answers to an intake say that it is about; null: nobody, it is the community's. */
export function knownOf(form: Form, answers: Answers): Known | null {
  const of = (role: string): string => textOf(answerOf(form, answers, role));
  if (of('scope') !== 'individual') return null;
  return { name: of('name'), kana: of('kana'), birth: of('birth') || null, telephone: of('telephone') || null };
}

async function likely(ctx: MunicipalContext, known: Known | null): Promise<Likely> {
  const likely = known ? await findLikely(ctx, known) : [];
  const counts = await countNeedsOf(
    ctx.db,
    likely.map(({ row }) => row.id),
  );
  return {
    individual: known !== null,
    items: likely.map(({ row, by }) => ({ person: presentPerson(ctx, row), by, needs: counts.get(row.id) ?? 0 })),
  };
}

/** Residents who may be whom an intake that is being written is about. Throws not-allowed for who enters none. */
export async function findLikelyOfAnswers(ctx: MunicipalContext, answers: Answers): Promise<Likely> {
  if (needEntryPaths(ctx.actor).length === 0) throw notAllowed();
  return likely(ctx, knownOf((await intakeInForce(ctx)).body, answers));
}

/** The same for a need that was taken in, by what was answered last. */
export async function findLikelyOfNeed(ctx: MunicipalContext, id: string): Promise<Likely> {
  return likely(ctx, await knownOfNeed(ctx, await namedNeed(ctx, id)));
}

async function knownOfNeed(ctx: MunicipalContext, row: PlacedNeed): Promise<Known | null> {
  const submission = await readSubmission(ctx.db, row.submission_id);
  if (!submission) return null;
  const form = await definitionById(ctx, 'form', submission.form_id);
  return knownOf(form.body, JSON.parse(submission.answers) as Answers);
}

/** A need of whose resident the asker may be told, and which they may correct. */
async function namedNeed(ctx: MunicipalContext, id: string): Promise<PlacedNeed> {
  const row = await readNeed(ctx.db, ctx.municipality.id, id);
  if (!row || !mayNeed(ctx.actor, 'see', row)) throw notFound();
  if (!mayNeed(ctx.actor, 'names', row) || !mayNeed(ctx.actor, 'change', row)) throw notAllowed();
  return row;
}

/**
 * The id of whom an officer chose, made anew where they chose so. Somebody known has a higher version afterwards: who erases them has
 * seen another set of needs. Throws invalid for a resident whom the asker does not know or who was erased, and where the need is the community's.
 */
export async function choosePerson(
  ctx: MunicipalContext,
  choice: PersonChoice,
  known: Known | null,
  areaId: string,
): Promise<string> {
  const refuse = (text: string): AppError =>
    invalid([{ path: '/person', code: 'unknown', message: say(ctx.language, text) }]);
  if (!known) throw refuse('people.notOfCommunity');
  if (choice === 'new') return addPerson(ctx, known, areaId);
  await raisePerson(ctx.db, ctx.municipality.id, choice.id);
  try {
    const { erased_at } = await findPerson(ctx, choice.id);
    if (!erased_at) return choice.id;
  } catch (error) {
    throw error instanceof AppError && error.kind === 'not-found' ? refuse('people.unknown') : error;
  }
  throw refuse('people.erasedPerson');
}

/** Says whose a need is, or (null) that it is not known after all. Throws as `choosePerson`, and `stale`. */
export async function setPerson(
  ctx: MunicipalContext,
  id: string,
  version: number,
  choice: PersonChoice | null,
): Promise<{ id: string; version: number }> {
  const row = await namedNeed(ctx, id);
  if (row.person_id) await raisePerson(ctx.db, ctx.municipality.id, row.person_id);
  const person_id = choice === null ? null : await choosePerson(ctx, choice, await knownOfNeed(ctx, row), row.area_id);
  const next = await updateNeed(ctx.db, id, version, { person_id });
  if (next === null) throw await staleConflict(ctx, 'need', id, version, { id, version: row.version });
  await audit(
    ctx,
    'need.person',
    { kind: 'need', id, title: numberTitle(row.number) },
    { version: next, person: person_id },
  );
  return { id, version: next };
}

/** Needs of which nobody has said whose they are and that share kana or telephone with a resident, wherever they were taken in. */
export async function undecidedOf(ctx: MunicipalContext, person: PlacedPerson): Promise<PlacedNeed[]> {
  if (person.erased_at) return [];
  const own = await listNeedsOf(ctx.db, ctx.municipality.id, person.id);
  const keyOf = (kana: string | null): string =>
    keysOf({ name: '', kana: kana ?? '', birth: null, telephone: null }).kana_key;
  const kana = new Set([person.kana_key, ...own.map((need) => keyOf(need.resident_kana))].filter((key) => key !== ''));
  const telephones = person.telephone && person.telephone_key ? spellTelephone(person.telephone) : [];
  const undecided: PlacedNeed[] = [];
  for (const row of await listUndecided(ctx.db, ctx.municipality.id, [...kana], telephones)) {
    const known = await knownOfNeed(ctx, row);
    const telephone = known ? keysOf(known).telephone_key : '';
    if (kana.has(keyOf(row.resident_kana)) || (telephone !== '' && telephone === person.telephone_key))
      undecided.push(row);
  }
  return undecided;
}

const named = (ctx: MunicipalContext, rows: PlacedNeed[]): PlacedNeed[] =>
  rows.filter((row) => mayNeed(ctx.actor, 'names', row));

/** Needs as a list shows them. */
export async function presentNeeds(ctx: MunicipalContext, rows: PlacedNeed[]): Promise<Need[]> {
  const types = await listNeedTypes(
    ctx.db,
    rows.map((row) => row.id),
  );
  const names = await serviceTypeNames(ctx);
  const needs: Need[] = [];
  for (const row of rows) needs.push(await presentNeed(ctx, row, types.get(row.id) ?? [], names));
  return needs;
}

/** Needs of a resident of whom the asker may know whose they are, with their referrals, newest first; and needs of nobody yet that are by somebody of the same name. */
export async function readPersonNeeds(
  ctx: MunicipalContext,
  id: string,
): Promise<z.infer<typeof contract.personNeeds>> {
  const person = await findPerson(ctx, id);
  const rows = named(ctx, await listNeedsOf(ctx.db, ctx.municipality.id, id));
  const referrals = await relatedToNeed(ctx).referrals(
    ctx,
    rows.map((row) => row.id),
  );
  const bare = (kana: string | null): string => normaliseForSearch(kana ?? '').replaceAll(' ', '');
  const areas = (await areasOf(ctx)).filter((area) =>
    mayNeed(ctx.actor, 'change', { area_path: area.path, scope: 'individual' }),
  );
  const alike = await listUnlinked(
    ctx.db,
    ctx.municipality.id,
    areas.map((area) => area.id),
    bare(person.kana),
  );
  const same = alike.filter((row) => bare(row.resident_kana) === bare(person.kana));
  return {
    needs: await presentNeeds(ctx, rows),
    referrals: referrals.map(({ shown }) => shown),
    likely: await presentNeeds(ctx, named(ctx, same)),
  };
}
