import type { z } from 'zod';
import { operatorsFor } from '../../rules/index.ts';
import { listFormFacts } from '../decisions/form-facts.ts';
import { mustRead } from '../decisions/may.ts';
import { nameTypes, ruleModels } from '../decisions/models.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type * as contract from './contract.ts';

export type CatalogueModel = z.infer<typeof contract.ruleModel>;

/** Every fact that a rule may ask about, with its words, its choices, the operators that make sense, and where it comes from. */
export async function readCatalogue(ctx: MunicipalContext): Promise<CatalogueModel[]> {
  mustRead(ctx);
  const catalogue: CatalogueModel[] = [];
  for (const model of Object.values(await ruleModels(ctx))) {
    const fields = new Map((await listFormFacts(ctx, model.key)).map((field) => [field.declaration.path, field]));
    const { key, label, facts } = await nameTypes(ctx, model);
    catalogue.push({
      key,
      label,
      facts: facts.map((fact) => {
        const field = fields.get(fact.path);
        return {
          ...fact,
          operators: [...new Set(operatorsFor(fact, ctx.language).map((choice) => choice.operator))],
          ...(field ? { form: { key: field.forms[0] ?? '', field: field.field, numbers: field.numbers } } : {}),
        };
      }),
    });
  }
  return catalogue;
}
