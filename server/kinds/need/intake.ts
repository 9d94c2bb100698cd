import { formOfPurpose, type Definition } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';

/** The form that needs are taken in with: of those in force, the one that was published last. */
export async function intakeInForce(ctx: MunicipalContext): Promise<Definition<'form'>> {
  const form = await formOfPurpose(ctx, 'need-intake');
  if (!form) throw new Error('no form to take in needs is in force');
  return form;
}
