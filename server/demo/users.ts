import type { MunicipalContext } from '../kernel/context.ts';
import { insertMembership } from '../settings/users/memberships-store.ts';
import { insertUser } from '../settings/users/store.ts';
import { BEGINNING, type Stage } from './stage.ts';
import type { DemoCity } from './types.ts';

type DemoUser = DemoCity['users'][number];

/** The administrator; the others come when the organisations that they may belong to are there. */
export async function addAdministrator(stage: Stage, passwordHash: string): Promise<void> {
  for (const user of stage.city.users) stage.keep(user.email, stage.installation.newId());
  const administrator = stage.user('administrator');
  await stage.as(null, BEGINNING, (ctx) => addUser(stage, ctx, administrator, passwordHash));
}

export async function addOtherUsers(stage: Stage, passwordHash: string): Promise<void> {
  const administrator = stage.user('administrator');
  for (const user of stage.city.users)
    if (user !== administrator) await stage.as(null, BEGINNING + 2, (ctx) => addUser(stage, ctx, user, passwordHash));
}

async function addUser(stage: Stage, ctx: MunicipalContext, user: DemoUser, passwordHash: string): Promise<void> {
  const id = stage.id(user.email);
  await insertUser(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    email: user.email,
    name: user.name,
    name_kana: user.nameKana,
    password_hash: passwordHash,
    password_set_at: ctx.now,
    created_by: null,
    language: 'ja',
    demo: 1,
    credentials: 1,
    last_seen_at: null,
    disabled_at: null,
    created_at: ctx.now,
    version: 1,
  });
  for (const area of user.area ?? ['root'])
    await insertMembership(ctx.db, {
      id: ctx.newId(),
      user_id: id,
      municipality_id: ctx.municipality.id,
      area_id: stage.id(`area:${area}`),
      role: user.role,
      organisation_id: user.organisation ? stage.id(`organisation:${user.organisation}`) : null,
      starts_on: ctx.today,
      ends_on: null,
      version: 1,
    });
}
