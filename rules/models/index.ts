import type { FactModel } from '../types.ts';
import { areaType } from './area-type.ts';
import { council } from './council.ts';
import { needService } from './need-service.ts';
import { recordModel, registerOfModel } from './record.ts';

/** Every fact model by its key, but those of registers. */
export const factModels: Record<string, FactModel> = Object.fromEntries(
  [needService, areaType, council].map((model) => [model.key, model]),
);

/** A model by its key, of a register's records too, as far as it is the same everywhere; undefined: no model is called so. */
export function modelNamed(key: string): FactModel | undefined {
  const register = registerOfModel(key);
  if (register !== null) return recordModel(register, { ja: register });
  return Object.hasOwn(factModels, key) ? factModels[key] : undefined;
}

/**
 * A model that knows words for values that are a municipality's own data (service types, stages), for explaining.
 * Do not decide with it where old values may have left the list: they would be refused as unknown choices.
 */
export function nameChoices(
  model: FactModel,
  choices: Record<string, FactModel['facts'][number]['choices']>,
): FactModel {
  return {
    ...model,
    facts: model.facts.map((fact) => (choices[fact.path] ? { ...fact, choices: choices[fact.path] } : fact)),
  };
}
