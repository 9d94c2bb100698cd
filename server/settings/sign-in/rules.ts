import { updateVersion } from '../../database/versioned.ts';
import { audit, type MunicipalContext, type Role } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { requireSettingsEditor } from '../areas/areas.ts';
import { readSignInRules } from '../municipality/store.ts';
import { countByRole } from './second-factors-store.ts';

const roles: readonly Role[] = ['administrator', 'tier1', 'tier2', 'centre', 'member', 'provider'];

/** Of each role: is a second factor demanded, how many people hold it today, and how many of them have one. */
export type SecondFactorDemands = {
  roles: { role: Role; demanded: boolean; people: number; enrolled: number }[];
  version: number;
};

export async function readDemands(ctx: MunicipalContext): Promise<SecondFactorDemands> {
  await requireSettingsEditor(ctx);
  const rules = await readSignInRules(ctx.db, ctx.municipality.id);
  if (!rules) throw notFound();
  const demanded = rules.second_factor_roles.split(',');
  const counts = await countByRole(ctx.db, ctx.municipality.id, ctx.today);
  const countOf = (role: Role) => counts.find((row) => row.role === role) ?? { people: 0, enrolled: 0 };
  return {
    roles: roles.map((role) => ({
      role,
      demanded: demanded.includes(role),
      people: countOf(role).people,
      enrolled: countOf(role).enrolled,
    })),
    version: rules.version,
  };
}

/** Sets the roles of which a second factor is demanded. Who has none is led to set one up at their next step, and can do nothing else until then. */
export async function changeDemands(ctx: MunicipalContext, version: number, demanded: Role[]): Promise<number> {
  await requireSettingsEditor(ctx);
  const next = await updateVersion(ctx.db, 'municipalities', ctx.municipality.id, version, {
    second_factor_roles: roles.filter((role) => demanded.includes(role)).join(','),
  });
  if (next === null) throw await staleConflict(ctx, 'municipality', ctx.municipality.id, version);
  await audit(
    ctx,
    'second-factor.demand',
    { kind: 'municipality', id: ctx.municipality.id, title: ctx.municipality.name },
    { version: next, roles: demanded },
  );
  return next;
}
