import { layOutBlank, paperHead, type Paper } from '../../forms/paper/index.ts';
import { definitionInForce, definitionsInForce, type Definition } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { importedAs } from './blank-sheet.ts';
import { blankSources } from './blank-sources.ts';

/** Every form in force, to be printed blank. What a form asks is no secret: it names nobody. */
export async function listBlankForms(ctx: MunicipalContext) {
  const forms = await definitionsInForce(ctx, 'form');
  return {
    items: forms.map(({ id, key, number, body }) => {
      const head = paperHead(body, ctx.language);
      return {
        id,
        key,
        number,
        name: head.name,
        ...(head.number && { formNumber: head.number }),
        purpose: body.purpose,
        lines: layOutBlank(body, ctx.language).lines.length,
      };
    }),
  };
}

/** A form in force as a sheet to be filled in by hand. Throws not-found. */
export async function readBlankForm(
  ctx: MunicipalContext,
  key: string,
): Promise<{ form: Pick<Definition, 'id' | 'key' | 'number'>; paper: Paper; importedAs: string | null }> {
  const form = await definitionInForce(ctx, 'form', key);
  if (!form) throw notFound();
  const { id, number, body } = form;
  const paper = layOutBlank(body, ctx.language, await blankSources(ctx));
  return { form: { id, key, number }, paper, importedAs: importedAs(ctx, body) };
}
