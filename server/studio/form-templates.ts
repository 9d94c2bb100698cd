import type { z } from 'zod';
import { formName } from '../../forms/localize.ts';
import type { Form } from '../../forms/types.ts';
import { mustRead } from '../decisions/may.ts';
import { readLibrary } from '../definitions/library.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import type * as contract from './contract.ts';

// The release's own tests check every form that it brings.
const shippedForms = async (): Promise<Form[]> =>
  (await readLibrary()).entries.flatMap(({ kind, body }) => (kind === 'form' ? [body as Form] : []));

/** The forms that this release brings, for beginning another from: as they are shipped, whatever the city has made of its own. */
export async function listFormTemplates(ctx: MunicipalContext): Promise<z.infer<typeof contract.formTemplates>> {
  mustRead(ctx);
  return (await shippedForms()).map(({ key, purpose, texts }) => ({
    key,
    purpose,
    name: formName({ texts }, ctx.language),
  }));
}

/** One of them, whole. Throws not-found. */
export async function readFormTemplate(
  ctx: MunicipalContext,
  key: string,
): Promise<z.infer<typeof contract.formTemplate>> {
  mustRead(ctx);
  const form = (await shippedForms()).find((each) => each.key === key);
  if (!form) throw notFound();
  return { key, body: { ...form } };
}
