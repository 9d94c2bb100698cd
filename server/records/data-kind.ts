import { z } from 'zod';
import { aroundRecords } from '../../forms/purposes.ts';
import { role } from '../http/contract.ts';
import type { Right } from '../kernel/rights.ts';

const key = z.string().regex(/^[a-z][a-z0-9-]{0,99}$/);
const words = z.strictObject({
  /** One of its records (「居場所」), and its records together. */
  one: z.string().min(1).max(100),
  many: z.string().min(1).max(100),
});

const right = z.strictObject({
  roles: z.array(role).min(1),
  may: z.array(z.enum(['see', 'names', 'add', 'change', 'step', 'export'])),
  where: z.enum(['around', 'anywhere']).optional(),
  /** Tags of where a record stands, or keys of stages. */
  when: z.array(z.string().max(100)).optional(),
  as: role.optional(),
  told: z.enum(aroundRecords).optional(),
}) satisfies z.ZodType<Right>;

/**
 * A kind of record that is only data: what is asked (`form`, of the purpose `record`), how it moves (`workflow`), who may see and
 * do what, how it is listed. Everything else is the engine's. Forms and workflows are named by key: of each the version in force
 * counts on the day on which a record is begun or corrected.
 */
export const dataKind = z.strictObject({
  kind: key.max(40),
  texts: z.strictObject({ ja: words, en: words.optional() }),
  form: key,
  workflow: key,
  /** How its numbers are written: `IB-{number}`; with `{year}` they begin anew each 年度. */
  number: z
    .string()
    .max(40)
    .refine((text) => text.includes('{number}')),
  rights: z.array(right).min(1),
  /** It tells of residents: who is shown its records is on record. */
  ofResident: z.boolean().optional(),
  /** `columns`: fields of the form, beside number, title, area and where it stands. */
  list: z.strictObject({ columns: z.array(z.string().max(100)).max(20) }),
});
export type DataKind = z.infer<typeof dataKind>;

/** A record's number as it is written. */
export const writeNumber = ({ number }: DataKind, row: { year: number; number: number }): string =>
  number.replace('{year}', String(row.year)).replace('{number}', String(row.number));
