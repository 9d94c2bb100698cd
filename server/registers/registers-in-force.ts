import { subjectOf } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import { definitionsInForce } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { describeData, type DataDescription } from '../records/data-description.ts';
import { columnsOfStep, forgetFormer } from '../records/said-again.ts';
import { registerSearch } from './register-search.ts';

const described = new WeakMap<Register, DataDescription>();

function describe(register: Register): DataDescription {
  const known = described.get(register);
  if (known) return known;
  const data = describeData(register);
  const description: DataDescription = {
    ...data,
    search: registerSearch(register),
    columns: (ctx, row, step) => columnsOfStep(ctx, data, row, step),
    changed: forgetFormer,
  };
  described.set(register, description);
  return description;
}

/** The same context with the municipality's registers in force today among the kinds of records. */
export async function withRegisters(ctx: MunicipalContext): Promise<MunicipalContext> {
  const registers = await definitionsInForce(ctx, 'register');
  return {
    ...ctx,
    kinds: { ...ctx.kinds, ...Object.fromEntries(registers.map(({ key, body }) => [subjectOf(key), describe(body)])) },
  };
}

/** Those among the kinds, in the order of their keys. */
export const listRegisters = ({ kinds }: Pick<MunicipalContext, 'kinds'>): DataDescription[] =>
  // The list is typed where it is made.
  Object.values(kinds).flatMap((kind) => ('data' in kind && kind.data ? [kind as DataDescription] : []));
