/** The name of a kind of record, one of those that were handed in (`kinds/index.ts`): `council`, `need` … */
export type RecordKind = string;
