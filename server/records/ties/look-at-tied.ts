import { keepTold, listTies } from '../../../forms/index.ts';
import type { Audience, Form } from '../../../forms/types.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { showing, type Look } from '../../kernel/looks.ts';
import { tiePart } from './tie-parts.ts';
import { tellTied } from './with-tied.ts';

/** Answers, and whom they are told to. */
export type Given = { form: Form; answers: Record<string, unknown>; audience: Audience };

/** What answers that were told in words told of residents: of the records that they name, those about residents that the asker may see. */
export async function looksAtTied(ctx: MunicipalContext, given: readonly Given[]): Promise<Look[]> {
  const isOfResident = (kind: string): boolean => tiePart(ctx, kind)?.ofResident === true;
  const ties = given
    .flatMap(({ form, answers, audience }) => listTies(form, keepTold(form, answers, audience)))
    .map(({ id, kinds }) => ({ id, kinds: kinds.filter(isOfResident) }))
    .filter(({ kinds }) => kinds.length > 0);
  return ties.length === 0 ? [] : showing('tie.read', (await tellTied(ctx, ties)).keys());
}
