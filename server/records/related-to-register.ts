import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import type * as contract from './contract.ts';
import { relatedTo } from './related.ts';

export type Became = z.infer<typeof contract.became>;

/** What the kinds tell of a register's record. */
export type RelatedToRegister = {
  /** What came out of it: services. */
  became(ctx: MunicipalContext, record: { kind: RecordKind; id: string }): Promise<Became[]>;
};

export const relatedToRegister = relatedTo<RelatedToRegister>('register');
