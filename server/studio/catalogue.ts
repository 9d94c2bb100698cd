import type { z } from 'zod';
import { operatorsFor } from '../../rules/index.ts';
import { computedFacts } from '../decisions/computed-facts.ts';
import { listFormFacts } from '../decisions/form-facts.ts';
import { mustRead } from '../decisions/may.ts';
import { nameTypes, ruleModels } from '../decisions/models.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type * as contract from './contract.ts';

/** What registers may have worked out for their records, by functions of the product. */
export function listComputed(ctx: MunicipalContext): z.infer<typeof contract.ruleComputed> {
  mustRead(ctx);
  return Object.values(computedFacts(ctx)).map(({ key, text, unit, roles, params, fields }) => ({
    key,
    text,
    unit,
    roles: [...roles],
    params: Object.keys(params.shape).map((name) => ({
      name,
      needed: !params.shape[name]?.isOptional(),
      field: fields.includes(name),
    })),
  }));
}

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
