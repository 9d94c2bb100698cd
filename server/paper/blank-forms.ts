import { layOutBlank, paperHead, type Paper } from '../../forms/paper/index.ts';
import { definitionInForce, definitionsInForce, type Definition } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { areaChoices, typeChoices } from '../settings/choices.ts';
import { offered } from '../records/steps.ts';

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
): Promise<{ form: Pick<Definition, 'id' | 'key' | 'number'>; paper: Paper }> {
  const form = await definitionInForce(ctx, 'form', key);
  if (!form) throw notFound();
  const { id, number, body } = form;
  // Lists of people, needs and organisations belong on no sheet that leaves the office.
  const sources = offered({ areas: await areaChoices(ctx, () => true), 'service-types': await typeChoices(ctx) });
  return { form: { id, key, number }, paper: layOutBlank(body, ctx.language, sources) };
}
