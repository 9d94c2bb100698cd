import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { listChanges, touches, touchesAll, type FormChange } from '../../forms/changes.ts';
import { isForm, marksOf } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { listRecordFields } from '../decisions/form-facts.ts';
import { listFieldUses } from '../decisions/field-values-store.ts';
import { mustRead } from '../decisions/may.ts';
import { listAnswered, readSubmissions } from '../decisions/submissions-store.ts';
import { readBody } from '../definitions/definitions.ts';
import { hashBody } from '../definitions/hash-body.ts';
import { sayChange } from '../definitions/say-change.ts';
import { readDefinitionInForce, readDefinitionOf, type DefinitionKind } from '../definitions/store.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { addDays } from '../kernel/clock.ts';
import { AppError, notFound } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { listHalfDone } from '../records/answer-drafts/store.ts';
import { kindName, recordKind } from '../records/record-kind.ts';
import { listAskingSteps } from './check-wiring.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft } from './draft.ts';
import type { Candidate } from './slot.ts';
import { readFieldUses } from './uses.ts';

export type FormChanges = z.infer<typeof contract.formChanges>;
type FormUse = z.infer<typeof contract.formUse>;

/** Names a change by all that it is: one that would be told in the same words but is another has another id. */
const idOf = (key: string, change: FormChange): string => `${key}:${change.kind}:${hashBody(change).slice(0, 16)}`;

/**
 * What a version that counts from this day is compared with: the one that people fill in on its eve (today, where it counts at
 * once), or else the newest. As it was written, not in the city's own words.
 */
async function readBase(
  ctx: MunicipalContext,
  key: string,
  effectiveOn: string,
): Promise<{ number: number; body: Form } | null> {
  const eve = effectiveOn > ctx.today ? addDays(effectiveOn, -1) : ctx.today;
  const row =
    (await readDefinitionInForce(ctx.db, ctx.municipality.id, 'form', key, eve)) ??
    (await readDefinitionOf(ctx.db, ctx.municipality.id, 'form', key));
  return row ? { number: row.number, body: readBody(row) as Form } : null;
}

/**
 * What the open draft of a form would change for answers, each change with how many sent and half-done ones it has to do with and
 * who uses the field, if it comes into force on this day. Throws not-found where there is no draft; nothing is told of one that is
 * not made as a form.
 */
export async function readFormChanges(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  effectiveOn: string,
): Promise<FormChanges> {
  mustRead(ctx);
  const nothing: FormChanges = { base: null, stored: 0, halfDone: 0, askedBy: [], changes: [] };
  const draft = await findDraft(ctx, kind, key);
  if (!draft) throw notFound();
  const base = kind === 'form' ? await readBase(ctx, key, effectiveOn) : null;
  const body = bodyOf(draft);
  if (!base || checkShape('form', body, ctx.language).length > 0 || !isForm(body, [])) return nothing;
  const changes = await judgeChanges(ctx, key, listChanges(base.body, body));
  const stored = await countStored(ctx, key, changes);
  const halfDone = await listHalfDone(ctx.db, ctx.municipality.id, key);
  const begun = countTouched(changes, halfDone);
  const rules = await readFieldUses(ctx, base.body);
  const steps = await listAskingSteps(ctx, key);
  const lists = await listShown(ctx, base.body);
  const roles = marksOf(base.body);
  const stepUse = ({ key, name, step }: (typeof steps)[number]): FormUse => ({
    what: 'workflow',
    key,
    name,
    detail: step,
  });
  const usedBy = (path: string): FormUse[] => {
    const role = roles.get(path)?.role;
    return [
      ...(rules.get(path) ?? []).map((use): FormUse => ({
        what: 'rules',
        key: use.key,
        name: use.name,
        detail: use.rules.map(({ title }) => title).join(say(ctx.language, 'rules.and')),
      })),
      ...steps.filter(({ reads }) => role !== undefined && reads.includes(role)).map(stepUse),
      ...(lists.get(path) ?? []),
    ];
  };
  return {
    base: base.number,
    stored: stored.all,
    halfDone: halfDone.length,
    askedBy: steps.map(stepUse),
    changes: changes.map((change, index) => ({
      id: idOf(key, change),
      level: change.level,
      path: change.path,
      message: sayChange([body, base.body], change, ctx.language),
      stored: stored.touched[index] ?? 0,
      halfDone: begun[index] ?? 0,
      used: usedBy(change.path),
    })),
  };
}

/** How many of these answers (JSON) each change has to do with. */
function countTouched(changes: readonly FormChange[], texts: readonly string[]): number[] {
  const touched = changes.map(() => 0);
  for (const text of texts) {
    const answers: unknown = JSON.parse(text);
    for (const [index, change] of changes.entries())
      if (touches(change, answers)) touched[index] = (touched[index] ?? 0) + 1;
  }
  return touched;
}

/** Where everything that was typed is among the choices that there are now, nothing is lost. */
async function judgeChanges(ctx: MunicipalContext, key: string, changes: readonly FormChange[]): Promise<FormChange[]> {
  const chosen = changes.filter(({ kind }) => kind === 'to-choices');
  if (chosen.length === 0) return [...changes];
  const { touched } = await countStored(ctx, key, chosen);
  const begun = countTouched(chosen, await listHalfDone(ctx.db, ctx.municipality.id, key));
  const isHarmless = (change: FormChange): boolean => {
    const index = chosen.indexOf(change);
    return index >= 0 && (touched[index] ?? 0) + (begun[index] ?? 0) === 0;
  };
  return changes.map((change) => (isHarmless(change) ? { ...change, level: 'harmless' } : change));
}

/** By what was counted: the same changes over the same answers come to the same, and a publication is looked at many times. */
const counted = new Map<string, number[]>();
const mostCounted = 500;
/** Answers in memory at once. */
const answersAtOnce = 500;

/** What was sent stays as it is: what must be answered from now on is not asked of it. */
const isOfStored = ({ kind }: FormChange): boolean => kind !== 'required' && kind !== 'added-required';

/** How many records were answered with a form, and how many of them each change has to do with. */
async function countStored(
  ctx: MunicipalContext,
  key: string,
  changes: readonly FormChange[],
): Promise<{ all: number; touched: number[] }> {
  const answered = await listAnswered(ctx.db, ctx.municipality.id, key);
  const all = answered.length;
  const toRead = changes.filter((change) => isOfStored(change) && touchesAll(change) === null);
  // What is erased from answers changes no row's day: it counts no longer than until tomorrow.
  const name = createHash('sha256')
    .update(JSON.stringify([ctx.municipality.id, ctx.today, key, toRead, answered]))
    .digest('hex');
  const known = toRead.length === 0 ? [] : counted.get(name);
  const read = known ?? toRead.map(() => 0);
  for (let from = 0; !known && from < all; from += answersAtOnce) {
    const ids = answered.slice(from, from + answersAtOnce).map(({ id }) => id);
    const texts = (await readSubmissions(ctx.db, ids)).map(({ answers }) => answers);
    for (const [index, count] of countTouched(toRead, texts).entries()) read[index] = (read[index] ?? 0) + count;
  }
  if (!known) {
    if (counted.size >= mostCounted) counted.clear();
    counted.set(name, read);
  }
  const touched = changes.map((change) => {
    if (!isOfStored(change)) return 0;
    const always = touchesAll(change);
    return always === null ? (read[toRead.indexOf(change)] ?? 0) : always ? all : 0;
  });
  return { all, touched };
}

/** The lists that show or filter by a form's fields, by the field's path. */
async function listShown(ctx: MunicipalContext, form: Form): Promise<Map<string, FormUse[]>> {
  const shown = new Map<string, FormUse[]>();
  for (const kind of Object.keys(ctx.kinds)) {
    const facts = (await listRecordFields(ctx, kind)).filter(({ forms }) => forms.includes(form.key));
    if (facts.length === 0) continue;
    const used = new Set((await listFieldUses(ctx.db, ctx.municipality.id, kind)).map(({ field }) => field));
    const { page } = recordKind(ctx, kind);
    const name = say(ctx.language, 'changes.list', { kind: kindName(ctx, kind) });
    for (const { declaration, field } of facts)
      if (used.has(declaration.path))
        shown.set(field, [...(shown.get(field) ?? []), { what: 'list', key: page, name, detail: '' }]);
  }
  return shown;
}

export type ToConfirm = z.infer<typeof contract.toConfirm>;

/** The changes of each of these that ask again or lose something and that `confirm` does not name. */
export async function listToConfirm(
  ctx: MunicipalContext,
  candidates: readonly Candidate[],
  bases: Bases,
  confirm: readonly string[],
): Promise<ToConfirm[][]> {
  const toConfirm: ToConfirm[][] = [];
  for (const { kind, key, body } of candidates) {
    const base = bases.get(key);
    const changes =
      kind === 'form' && base && isForm(body, []) ? await judgeChanges(ctx, key, listChanges(base.body, body)) : [];
    toConfirm.push(
      changes.flatMap((change) => {
        const { level, path } = change;
        const id = idOf(key, change);
        if (level === 'harmless' || confirm.includes(id) || !base || !isForm(body, [])) return [];
        return [{ id, level, path, message: sayChange([body, base.body], change, ctx.language) }];
      }),
    );
  }
  return toConfirm;
}

/** Throws `draftNotReady` naming the changes of forms that ask again or lose something and that nobody has confirmed. */
export async function mustBeConfirmed(
  ctx: MunicipalContext,
  candidates: readonly Candidate[],
  bases: Bases,
  confirm: readonly string[],
): Promise<void> {
  const issues = (await listToConfirm(ctx, candidates, bases, confirm)).flatMap((changes, index) =>
    changes.map(({ level, message }) => ({
      path: candidates.length > 1 ? `/drafts/${index}` : '',
      code: `change-${level}`,
      message,
    })),
  );
  if (issues.length === 0) return;
  const changes = [...new Set(issues.map(({ message }) => message))].join(say(ctx.language, 'rules.and'));
  const reasons = say(ctx.language, 'changes.notConfirmed', { changes });
  throw new AppError('conflict', 'draftNotReady', { params: { reasons }, issues });
}

type Bases = ReadonlyMap<string, { body: Form } | null>;

/** What forms among these are compared with if they come into force on this day; to be read before any of them is stored. */
export async function readBases(
  ctx: MunicipalContext,
  candidates: readonly Candidate[],
  effectiveOn: string,
): Promise<Bases> {
  const bases = new Map<string, { body: Form } | null>();
  for (const { kind, key } of candidates) if (kind === 'form') bases.set(key, await readBase(ctx, key, effectiveOn));
  return bases;
}
