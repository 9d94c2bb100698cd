import { notFound } from '../kernel/errors.ts';
import type { ImportKind } from './import-kind.ts';
import { registerImport } from './registers/register-import.ts';

/** What lists of this are: one of the kinds that there are everywhere, or a register's records. Throws not-found. */
export function findKind(kinds: readonly ImportKind[], key: string): ImportKind {
  const kind = kinds.find((each) => each.key === key) ?? registerImport(key);
  if (!kind) throw notFound();
  return kind;
}
