import type { Db } from '../../database/db.ts';

export type SecondFactorRow = {
  user_id: string;
  /** Encrypted. */
  secret: string;
  created_at: string;
  /** Null: no code of it has been entered yet; it is not asked for. */
  confirmed_at: string | null;
  /** The half minute whose code was used last. */
  last_step: number | null;
};

export async function readSecondFactor(db: Db, userId: string): Promise<SecondFactorRow | undefined> {
  return db<SecondFactorRow>('second_factors').where({ user_id: userId }).first();
}

/** Puts one that is to be confirmed in the place of another such. False: there is a confirmed one, and nothing is changed. */
export async function startSecondFactor(
  db: Db,
  row: Pick<SecondFactorRow, 'user_id' | 'secret' | 'created_at'>,
): Promise<boolean> {
  await db('second_factors').where({ user_id: row.user_id, confirmed_at: null }).delete();
  const [started] = await db('second_factors')
    .insert(row)
    .onConflict('user_id')
    .ignore()
    .returning<{ user_id: string }[]>('user_id');
  return started !== undefined;
}

/** False: it was confirmed before, or is gone. */
export async function confirmSecondFactor(db: Db, userId: string, at: string, step: number): Promise<boolean> {
  return (
    (await db('second_factors')
      .where({ user_id: userId, confirmed_at: null })
      .update({ confirmed_at: at, last_step: step })) === 1
  );
}

/** Uses up the code of a half minute, and those before it; false when that has been done already. Of two at once one gets it. */
export async function spendStep(db: Db, userId: string, step: number): Promise<boolean> {
  const before = (any: ReturnType<Db>) => void any.whereNull('last_step').orWhere('last_step', '<', step);
  return (await db('second_factors').where({ user_id: userId }).where(before).update({ last_step: step })) === 1;
}

/** Removes the app and its recovery codes; false when there is no confirmed one. */
export async function deleteSecondFactor(db: Db, userId: string): Promise<boolean> {
  await db('recovery_codes').where({ user_id: userId }).delete();
  const had = await db('second_factors').where({ user_id: userId }).whereNotNull('confirmed_at').delete();
  await db('second_factors').where({ user_id: userId }).delete();
  return had === 1;
}

export async function insertRecoveryCodes(db: Db, userId: string, hashes: string[]): Promise<void> {
  await db('recovery_codes').insert(hashes.map((hash) => ({ user_id: userId, hash })));
}

/** Uses up a recovery code; false when there is no such one left. */
export async function spendRecoveryCode(db: Db, userId: string, hash: string, at: string): Promise<boolean> {
  return (await db('recovery_codes').where({ user_id: userId, hash, used_at: null }).update({ used_at: at })) === 1;
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  return Number(
    (await db('recovery_codes').where({ user_id: userId, used_at: null }).count({ n: '*' }).first())?.n ?? 0,
  );
}

/** How many people hold each role in a municipality on a day, and how many of them have a confirmed second factor. */
export async function countByRole(
  db: Db,
  municipalityId: string,
  day: string,
): Promise<{ role: string; people: number; enrolled: number }[]> {
  const rows: { role: string; people: unknown; enrolled: unknown }[] = await db('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .leftJoin(
      'second_factors',
      (on) => void on.on('second_factors.user_id', 'users.id').andOnNotNull('second_factors.confirmed_at'),
    )
    .where('memberships.municipality_id', municipalityId)
    .whereNull('memberships.ended_at')
    .where('memberships.starts_on', '<=', day)
    .where((any) => void any.whereNull('memberships.ends_on').orWhere('memberships.ends_on', '>=', day))
    .whereNull('users.disabled_at')
    .groupBy('memberships.role')
    .select('memberships.role')
    .countDistinct({ people: 'users.id', enrolled: 'second_factors.user_id' });
  return rows.map((row) => ({ role: row.role, people: Number(row.people), enrolled: Number(row.enrolled) }));
}
