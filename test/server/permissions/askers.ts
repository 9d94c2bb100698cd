import type { Role } from '../../../server/kernel/context.ts';
import { insertMembership } from '../../../server/settings/users/memberships-store.ts';
import { insertUser } from '../../../server/settings/users/store.ts';
import { connect, signIn, testHash, type Client, type TestApp, type Town } from '../../support/app.ts';

/**
 * Everybody who may ask: nobody at all; each role over the north; each role over the south, a neighbouring area of the
 * same town; and the administrator of another town.
 */
export const askers = [
  'anonymous',
  'administrator',
  'tier1',
  'tier2',
  'member',
  'provider',
  'centre',
  'administratorSouth',
  'tier1South',
  'tier2South',
  'memberSouth',
  'providerSouth',
  'centreSouth',
  'outsider',
] as const;
export type Asker = (typeof askers)[number];

const ofTheNorth = {
  administrator: 'administrator',
  tier1: 'tier1',
  tier2: 'tier2-north',
  member: 'member-north',
  provider: 'provider',
  centre: 'centre-north',
} as const;
const ofTheSouth: Record<string, Role> = {
  administratorSouth: 'administrator',
  tier1South: 'tier1',
  tier2South: 'tier2',
  memberSouth: 'member',
  providerSouth: 'provider',
  centreSouth: 'centre',
};

export type Askers = {
  emails: Record<Exclude<Asker, 'anonymous'>, string>;
  ids: Record<string, string>;
  clients: Record<Asker, Client>;
};

/** Gives the south its people and signs everybody in. `organisation` is the one that the southern provider acts for. */
export async function gatherAskers(app: TestApp, town: Town, other: Town, organisation: string): Promise<Askers> {
  const emails: Record<string, string> = { outsider: other.email('administrator') };
  const ids: Record<string, string> = { outsider: other.users.administrator };
  for (const [asker, person] of Object.entries(ofTheNorth)) {
    emails[asker] = town.email(person);
    ids[asker] = town.users[person];
  }
  await app.run(async (ctx) => {
    for (const [asker, role] of Object.entries(ofTheSouth)) {
      const id = ctx.newId();
      ids[asker] = id;
      emails[asker] = `${asker.toLowerCase()}@${town.code}.example`;
      await insertUser(ctx.db, {
        id,
        municipality_id: town.id,
        email: emails[asker],
        name: `見本市 ${asker}`,
        name_kana: asker,
        password_hash: testHash,
        password_set_at: null,
        created_by: null,
        language: 'ja',
        demo: 0,
        credentials: 1,
        last_seen_at: null,
        disabled_at: null,
        created_at: ctx.now,
        version: 1,
      });
      await insertMembership(ctx.db, {
        id: ctx.newId(),
        user_id: id,
        municipality_id: town.id,
        area_id: town.areas.south.id,
        role,
        organisation_id: role === 'provider' ? organisation : null,
        starts_on: '2020-04-01',
        ends_on: null,
        version: 1,
      });
    }
  });
  const clients: Record<string, Client> = { anonymous: connect(app) };
  for (const [asker, email] of Object.entries(emails)) clients[asker] = await signIn(app, email);
  return { emails, ids, clients };
}
