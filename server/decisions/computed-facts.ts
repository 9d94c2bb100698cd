import type { z } from 'zod';
import { answerOf, listFields } from '../../forms/index.ts';
import type { Form, FieldMarks } from '../../forms/types.ts';
import type { Register } from '../../registers/types.ts';
import type { Facts, Text } from '../../rules/types.ts';
import type { Context, MunicipalContext } from '../kernel/context.ts';

/** A register's record that a fact is asked of: where it is, what was answered, and the kind of help that it is about. */
export type AskedRecord = {
  kind: string;
  id: string;
  areaPath: string;
  type: string | undefined;
  form: Form;
  answers: Record<string, unknown>;
};

/**
 * A number that is worked out for a record, by a function of the product: a register names it with its params and calls it what it likes, and its
 * rule sets ask it as `record.computed.KEY`. Undefined: it cannot be said of this record.
 */
export type ComputedFact<Params = Record<string, string>> = {
  key: string;
  /** What an administrator chooses it by. */
  text: Required<Text>;
  unit: Text;
  /** All are texts. */
  params: z.ZodObject;
  /** Params that name fields of the register's own form; what these tell nobody, the fact does not either. */
  fields: readonly string[];
  /** Roles without which the form's records have nothing to work it out from. */
  roles: readonly string[];
  /** It counts what may be so few that one knows whom: told to whoever is told everything of the record alone. */
  counts: boolean;
  read(ctx: MunicipalContext, record: AskedRecord, params: Params): Promise<number | undefined>;
};

/** Declares a fact, its params typed by their shape. */
export function defineFact<Shape extends z.ZodObject>(
  declared: { params: Shape } & Pick<ComputedFact<z.output<Shape>>, 'key' | 'text' | 'unit' | 'read'> &
    Partial<Pick<ComputedFact, 'fields' | 'roles' | 'counts'>>,
): ComputedFact {
  const { params, read, fields = [], roles = [], counts = false, ...rest } = declared;
  return {
    ...rest,
    params,
    fields,
    roles,
    counts,
    read: async (ctx, record, given) => {
      const parsed = params.safeParse(given);
      return parsed.success ? read(ctx, record, parsed.data) : undefined;
    },
  };
}

/** Those that there are, by key, from the list that was handed in (`kinds/index.ts`). */
export const computedFacts = ({ related }: Pick<Context, 'related'>): Readonly<Record<string, ComputedFact>> =>
  // The list is typed where it is made.
  (related['fact'] ?? {}) as Record<string, ComputedFact>;

export const pathOfComputed = (key: string): string => `record.computed.${key}`;

/** What a register's facts say of a record. */
export async function readComputed(
  ctx: MunicipalContext,
  { facts = [] }: Register,
  record: Omit<AskedRecord, 'type'>,
): Promise<Facts> {
  const known = computedFacts(ctx);
  const type = answerOf(record.form, record.answers, 'service-type');
  const ofType = { ...record, type: typeof type === 'string' ? type : undefined };
  const values: Facts = {};
  for (const { key, from, params = {} } of facts) {
    const value = await (Object.hasOwn(known, from) ? known[from]?.read(ctx, ofType, params) : undefined);
    if (value !== undefined) values[pathOfComputed(key)] = value;
  }
  return values;
}

/** Of what is told to nobody but whoever is told everything. */
const toldToNobody: FieldMarks = { personal: false, tell: {} };

/** What the fields that a register's facts are made from say of whom they may be told to, by fact. */
export const marksOfComputed = (
  ctx: Pick<Context, 'related'>,
  register: Register,
  forms: readonly Form[],
): [string, FieldMarks[]][] =>
  (register.facts ?? []).map(({ key, from, params = {} }) => {
    const known = computedFacts(ctx);
    if (Object.hasOwn(known, from) && known[from]?.counts) return [pathOfComputed(key), [toldToNobody]];
    const named = new Set(Object.values(params));
    const fields = forms.flatMap((form) => listFields(form)).filter(({ path }) => named.has(path));
    return [pathOfComputed(key), fields.map(({ marks }) => marks)];
  });
