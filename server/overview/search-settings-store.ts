import type { Db } from '../database/db.ts';
import { orSpelled } from '../database/dialect.ts';
import type { Query } from '../database/parts.ts';
import { selectFound } from '../records/search-store.ts';
import { calledColumns, usersWithin } from '../settings/users/store.ts';

/** Users of areas below these paths, by kana, whose name, kana and address hold each of these words. `owner`: the address. */
export function searchUsers(db: Db, municipalityId: string, paths: string[], words: { spellings: string[] }[]): Query {
  const users = usersWithin(db, municipalityId, paths);
  for (const { spellings } of words) void users.where((any) => orSpelled(any, calledColumns, spellings));
  return selectFound(db, users, { id: 'users.id', title: 'users.name', owner: 'users.email' }).orderBy([
    'users.name_kana',
    'users.id',
  ]);
}
