import type { z } from 'zod';
import { readForm } from '../../../forms/edit.ts';
import { purposes } from '../../../forms/purposes.ts';
import type { Form } from '../../../forms/types.ts';
import { mustEdit, mustRead } from '../../decisions/may.ts';
import { definitionInForce, writtenDefinition } from '../../definitions/definitions.ts';
import { checkShape } from '../../definitions/definition-shapes.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { invalid, notFound } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';
import { say } from '../../kernel/texts/index.ts';
import { bodyOf, findDraft } from '../../studio/draft.ts';
import { runOnFile, withRequest, type InShort } from '../run-on-file.ts';
import type * as contract from './contract.ts';
import type { ReadWorkbook } from './sheet-child.ts';

export type FormSheet = z.input<typeof contract.formSheet>;

/** A form's open draft, else its version in force; undefined where there is neither. Throws invalid where only JSON can mend it. */
async function findForm(ctx: MunicipalContext, key: string): Promise<Form | undefined> {
  const draft = await findDraft(ctx, 'form', key);
  const inForce = draft ? undefined : await definitionInForce(ctx, 'form', key);
  const body: Record<string, unknown> | undefined = draft
    ? bodyOf(draft)
    : inForce
      ? { ...(await writtenDefinition(ctx, 'form', inForce.id)).body }
      : undefined;
  if (!body) return undefined;
  const form = checkShape('form', body, ctx.language).length > 0 ? null : readForm(body);
  if (!form) throw invalid([{ path: '', code: 'onlyJson', message: say(ctx.language, 'imports.form.onlyJson') }]);
  return form;
}

/** The form to be written as a workbook. Throws not-found. */
export async function readFormForSheet(ctx: MunicipalContext, key: string): Promise<Form> {
  mustRead(ctx);
  const form = await findForm(ctx, key);
  if (!form) throw notFound();
  return form;
}

/**
 * The form that a workbook is, put back onto the one of this key where there is one; saves nothing. It is read outside of any transaction in a child process,
 * once it is clear that the asker may. Throws invalid, in words.
 */
export async function readFormSheet(
  installation: Installation,
  inShort: InShort,
  key: string,
  { fileName, purpose }: z.infer<typeof contract.newSheetQuery>,
  bytes: Uint8Array,
): Promise<FormSheet> {
  const { language, person, onto } = await inShort(async (ctx) => {
    await mustEdit(ctx);
    if (purpose !== undefined && !Object.hasOwn(purposes, purpose))
      throw invalid([
        { path: '/purpose', code: 'unknown', message: say(ctx.language, 'imports.form.purpose', { purpose }) },
      ]);
    return { language: ctx.language, person: ctx.actor.id, onto: await findForm(ctx, key) };
  }, 'reads');
  const { answer } = await runOnFile<ReadWorkbook>(
    installation,
    { fileName, language },
    {
      module: new URL('./sheet-child.ts', import.meta.url),
      ...withRequest(
        { fileName, how: { ...(onto ? { onto } : { key, ...(purpose && { purpose }) }), language } },
        bytes,
      ),
      person,
    },
  );
  if (answer.form === null)
    throw invalid([{ path: '/file', code: 'noSurvey', message: say(language, 'imports.form.noSurvey', { fileName }) }]);
  const { form, changes, notices } = answer;
  return { body: form, isNew: onto === undefined, changes, notices };
}
