import { writeNumber } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { readRecordPlaces, type RecordPlace } from './record-places-store.ts';

/** The places of records of any kind, registers' too, by `KIND ID`. */
export const recordPlaces = (
  { db, kinds }: Pick<MunicipalContext, 'db' | 'kinds'>,
  records: { kind: string; id: string }[],
): Promise<Map<string, RecordPlace>> =>
  readRecordPlaces(db, records, (kind, row) => {
    // The list is typed where it is made (`kinds/index.ts`).
    const register = Object.hasOwn(kinds, kind) ? (kinds[kind] as { data?: Register }).data : undefined;
    return register ? writeNumber(register, row) : `#${row.number}`;
  });
