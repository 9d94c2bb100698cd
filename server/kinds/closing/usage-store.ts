import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { meetingsOf } from '../council/met-store.ts';
import { plannedBySteps } from '../meeting/store.ts';

/** What of these is in use, by what uses it. */
export type Uses = Record<string, number>;

async function count(query: Knex.QueryBuilder): Promise<number> {
  const row = (await query.count({ total: '*' }).first()) as { total: number | string };
  return Number(row.total);
}

/** What lies in these areas: open needs and councils, open services that serve one, residents, roles that have not ended. */
export async function countInAreas(db: Db, municipalityId: string, areaIds: string[], today: string): Promise<Uses> {
  return {
    needs: await count(
      db('needs').where({ municipality_id: municipalityId }).whereIn('area_id', areaIds).whereNull('closed_at'),
    ),
    councils: await count(
      db('councils').where({ municipality_id: municipalityId }).whereIn('area_id', areaIds).whereNull('closed_at'),
    ),
    services: await count(
      db('services')
        .where({ municipality_id: municipalityId })
        .whereNull('closed_at')
        .whereIn('id', db('service_areas').whereIn('area_id', areaIds).select('service_id')),
    ),
    people: await count(
      db('people').where({ municipality_id: municipalityId }).whereIn('area_id', areaIds).whereNull('erased_at'),
    ),
    roles: await count(rolesInForce(db, municipalityId, today).whereIn('area_id', areaIds)),
  };
}

const rolesInForce = (db: Db, municipalityId: string, today: string): Knex.QueryBuilder =>
  db('memberships')
    .where({ municipality_id: municipalityId })
    .whereNull('ended_at')
    .where((any) => any.whereNull('ends_on').orWhere('ends_on', '>=', today));

const councilsOf = (db: Db, municipalityId: string): Knex.QueryBuilder =>
  db('councils').where({ municipality_id: municipalityId }).select('id');

/** Open needs that ask for a type of service, and open services of it. */
export async function countOfType(db: Db, municipalityId: string, key: string): Promise<Uses> {
  return {
    needs: await count(
      db('needs')
        .join('need_types', 'need_types.need_id', 'needs.id')
        .where({ 'needs.municipality_id': municipalityId, 'need_types.type_key': key })
        .whereNull('needs.closed_at'),
    ),
    services: await count(
      db('services').where({ municipality_id: municipalityId, type_key: key }).whereNull('closed_at'),
    ),
  };
}

export async function countOfOrganisationKind(db: Db, municipalityId: string, kind: string): Promise<Uses> {
  return {
    organisations: await count(
      db('organisations').where({ municipality_id: municipalityId, kind }).whereNull('closed_at'),
    ),
  };
}

export async function countOfAreaKind(db: Db, municipalityId: string, kind: string): Promise<Uses> {
  return { areas: await count(db('areas').where({ municipality_id: municipalityId, kind }).whereNull('closed_at')) };
}

/** Meetings of a kind that are still ahead; those that a council's lifecycle planned are recorded by its steps, and keep the kind. */
export async function countOfMeetingKind(db: Db, municipalityId: string, kind: string): Promise<Uses> {
  const planned = () => db('meetings').where({ municipality_id: municipalityId, kind, state: 'planned' });
  const bySteps = plannedBySteps(db);
  return {
    meetings: await count(planned().whereNotExists(bySteps)),
    stepMeetings: await count(planned().whereExists(bySteps.clone())),
  };
}

/** What hangs on a body: its open services, referrals that stand so, offices in councils that it holds, other members there, and roles that have not ended. */
export async function countOfOrganisation(
  db: Db,
  municipalityId: string,
  organisationId: string,
  open: Standings,
  today: string,
): Promise<Uses> {
  const entriesHeld = (held_by_body: 0 | 1): Knex.QueryBuilder =>
    db('council_members')
      .where({ organisation_id: organisationId, held_by_body })
      .where((any) => any.whereNull('ends_on').orWhere('ends_on', '>=', today));
  return {
    services: await count(
      db('services').where({ municipality_id: municipalityId, organisation_id: organisationId }).whereNull('closed_at'),
    ),
    referrals: await count(
      inStandings(
        db('referrals').where({ municipality_id: municipalityId, organisation_id: organisationId }),
        'referrals',
        open,
      ),
    ),
    offices: await count(entriesHeld(1).whereIn('council_id', councilsOf(db, municipalityId).whereNull('closed_at'))),
    members: await count(entriesHeld(0).whereIn('council_id', councilsOf(db, municipalityId))),
    roles: await count(rolesInForce(db, municipalityId, today).where({ organisation_id: organisationId })),
  };
}

/** What somebody works on: roles that have not ended, seats in councils, open needs that they took in. */
export async function countOfUser(db: Db, municipalityId: string, userId: string, today: string): Promise<Uses> {
  return {
    needs: await count(
      db('needs').where({ municipality_id: municipalityId, created_by: userId }).whereNull('closed_at'),
    ),
    members: await count(
      db('council_members')
        .whereIn('council_id', councilsOf(db, municipalityId))
        .where({ user_id: userId })
        .where((any) => any.whereNull('ends_on').orWhere('ends_on', '>=', today)),
    ),
    roles: await count(rolesInForce(db, municipalityId, today).where({ user_id: userId })),
  };
}

/** What a council still has before it: open tasks, planned meetings, proposals to it and from it that somebody has to move on, members in office. */
export async function countOfCouncil(db: Db, councilId: string, open: Standings, today: string): Promise<Uses> {
  return {
    tasks: await count(db('tasks').where({ council_id: councilId, state: 'open' })),
    received: await count(inStandings(db('proposals').where({ to_council_id: councilId }), 'proposals', open)),
    sent: await count(inStandings(db('proposals').where({ from_council_id: councilId }), 'proposals', open)),
    meetings: await count(meetingsOf(db, councilId).where({ state: 'planned' })),
    members: await count(
      db('council_members')
        .where({ council_id: councilId })
        .where((any) => any.whereNull('ends_on').orWhere('ends_on', '>=', today)),
    ),
  };
}
