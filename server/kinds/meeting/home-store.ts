import type { Db } from '../../database/db.ts';
import { below, type Query } from '../../database/parts.ts';
import { councilName } from '../council/name-store.ts';

/** Meetings of open councils below these paths held since a day, the latest first. */
export async function listLateMeetings(
  db: Db,
  municipalityId: string,
  paths: string[],
  since: string,
  limit: number,
): Promise<{ id: string; title: string; held_on: string; council_name: string }[]> {
  return below(
    db('meetings').join('councils', 'councils.id', 'meetings.council_id').join('areas', 'areas.id', 'councils.area_id'),
    'areas.path',
    paths,
  )
    .where('meetings.municipality_id', municipalityId)
    .whereNull('councils.closed_at')
    .where('meetings.held_on', '>=', since)
    .orderBy('meetings.held_on', 'desc')
    .limit(limit)
    .select('meetings.id', 'meetings.title', 'meetings.held_on', councilName(db, 'council_name'));
}

/** The open council below these paths that stands where it stands for longest. */
export async function findFirstCouncil(db: Db, municipalityId: string, paths: string[]): Promise<string | undefined> {
  const row: { id: string } | undefined = await below(
    db('councils').join('areas', 'areas.id', 'councils.area_id'),
    'areas.path',
    paths,
  )
    .where('councils.municipality_id', municipalityId)
    .whereNull('councils.closed_at')
    .orderBy('councils.state_since')
    .first('councils.id');
  return row?.id;
}

/** Meetings of councils below these paths held in a period. */
export const heldWithin = (db: Db, municipalityId: string, paths: string[], from: string, to: string): Query =>
  below(
    db('meetings').join('councils', 'councils.id', 'meetings.council_id').join('areas', 'areas.id', 'councils.area_id'),
    'areas.path',
    paths,
  )
    .where('meetings.municipality_id', municipalityId)
    .whereBetween('meetings.held_on', [from, to])
    .select('meetings.id');
