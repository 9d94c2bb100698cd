import type { z } from 'zod';
import { listChanges, touches, type FormChange } from '../../forms/changes.ts';
import { isForm, marksOf } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { listRecordFields } from '../decisions/form-facts.ts';
import { listFieldUses } from '../decisions/field-values-store.ts';
import { mustRead } from '../decisions/may.ts';
import { readAnswersTo, type AnsweredIn } from '../decisions/submissions-store.ts';
import { definitionInForce, readBody } from '../definitions/definitions.ts';
import { sayChange } from '../definitions/say-change.ts';
import { readDefinitionOf, type DefinitionKind } from '../definitions/store.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { AppError, notFound } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { kindName } from '../records/record-kind.ts';
import { listAskingSteps } from './check-wiring.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft } from './draft.ts';
import type { Candidate } from './slot.ts';
import { readFieldUses } from './uses.ts';

export type FormChanges = z.infer<typeof contract.formChanges>;
type FormUse = z.infer<typeof contract.formUse>;

const idOf = (key: string, { kind, path }: FormChange): string => `${key} ${kind} ${path}`;

/** The version that people fill in today, or else the newest: what a new one is compared with. */
async function readBase(ctx: MunicipalContext, key: string): Promise<{ number: number; body: Form } | null> {
  const inForce = await definitionInForce(ctx, 'form', key);
  if (inForce) return inForce;
  const latest = await readDefinitionOf(ctx.db, ctx.municipality.id, 'form', key);
  return latest ? { number: latest.number, body: readBody(latest) as Form } : null;
}

/**
 * What the open draft of a form would change for answers, each change with how many sent and half-done ones it has to do with and
 * who uses the field. Throws not-found where there is no draft; nothing is told of one that is not made as a form.
 */
export async function readFormChanges(ctx: MunicipalContext, kind: DefinitionKind, key: string): Promise<FormChanges> {
  mustRead(ctx);
  const nothing: FormChanges = { base: null, stored: 0, halfDone: 0, askedBy: [], changes: [] };
  const draft = await findDraft(ctx, kind, key);
  if (!draft) throw notFound();
  const base = kind === 'form' ? await readBase(ctx, key) : null;
  const body = bodyOf(draft);
  if (!base || checkShape('form', body, ctx.language).length > 0 || !isForm(body, [])) return nothing;
  const changes = listChanges(base.body, body);
  const stored = await countTouched(ctx, key, ['submissions', 'records'], changes);
  const halfDone = await countTouched(ctx, key, ['answer_drafts'], changes);
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
    halfDone: halfDone.all,
    askedBy: steps.map(stepUse),
    changes: changes.map((change, index) => ({
      id: idOf(key, change),
      level: change.level,
      path: change.path,
      message: sayChange([body, base.body], change, ctx.language),
      // What was sent stays as it is: what must be answered from now on is not asked of it.
      stored: change.kind === 'required' || change.kind === 'added-required' ? 0 : (stored.touched[index] ?? 0),
      halfDone: halfDone.touched[index] ?? 0,
      used: usedBy(change.path),
    })),
  };
}

async function countTouched(
  ctx: MunicipalContext,
  key: string,
  tables: AnsweredIn[],
  changes: readonly FormChange[],
): Promise<{ all: number; touched: number[] }> {
  const touched = changes.map(() => 0);
  let all = 0;
  for (const table of tables)
    for await (const batch of readAnswersTo(ctx.db, ctx.municipality.id, key, table)) {
      all += batch.length;
      for (const text of batch) {
        const answers: unknown = JSON.parse(text);
        for (const [index, change] of changes.entries())
          if (touches(change, answers)) touched[index] = (touched[index] ?? 0) + 1;
      }
    }
  return { all, touched };
}

/** The lists that show or filter by a form's fields, by the field's path. */
async function listShown(ctx: MunicipalContext, form: Form): Promise<Map<string, FormUse[]>> {
  const shown = new Map<string, FormUse[]>();
  for (const kind of Object.keys(ctx.kinds)) {
    const facts = (await listRecordFields(ctx, kind)).filter(({ forms }) => forms.includes(form.key));
    if (facts.length === 0) continue;
    const used = new Set((await listFieldUses(ctx.db, ctx.municipality.id, kind)).map(({ field }) => field));
    const name = say(ctx.language, 'changes.list', { kind: kindName(ctx, kind) });
    for (const { declaration, field } of facts)
      if (used.has(declaration.path))
        shown.set(field, [...(shown.get(field) ?? []), { what: 'list', key: kind, name, detail: '' }]);
  }
  return shown;
}

/** Throws `draftNotReady` naming the changes of forms that ask again or lose something and that nobody has confirmed. */
export function mustBeConfirmed(
  ctx: MunicipalContext,
  candidates: readonly Candidate[],
  bases: ReadonlyMap<string, { body: Form } | null>,
  confirm: readonly string[],
): void {
  const issues = candidates.flatMap(({ kind, key, body }, index) => {
    const base = bases.get(key);
    if (kind !== 'form' || !base || !isForm(body, [])) return [];
    return listChanges(base.body, body)
      .filter((change) => change.level !== 'harmless' && !confirm.includes(idOf(key, change)))
      .map((change) => ({
        path: candidates.length > 1 ? `/drafts/${index}` : '',
        code: `change-${change.level}`,
        message: sayChange([body, base.body], change, ctx.language),
      }));
  });
  if (issues.length === 0) return;
  const changes = [...new Set(issues.map(({ message }) => message))].join(say(ctx.language, 'rules.and'));
  const reasons = say(ctx.language, 'changes.notConfirmed', { changes });
  throw new AppError('conflict', 'draftNotReady', { params: { reasons }, issues });
}

/** What forms among these are compared with; to be read before any of them is stored. */
export async function readBases(
  ctx: MunicipalContext,
  candidates: readonly Candidate[],
): Promise<Map<string, { body: Form } | null>> {
  const bases = new Map<string, { body: Form } | null>();
  for (const { kind, key } of candidates) if (kind === 'form') bases.set(key, await readBase(ctx, key));
  return bases;
}
