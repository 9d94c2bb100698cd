import type { z } from 'zod';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext, Role } from '../kernel/context.ts';
import { showing, type Look } from '../kernel/looks.ts';
import { hasRole, reachOf } from '../kernel/reach.ts';
import { say } from '../kernel/texts/index.ts';
import { listFindings } from '../kinds/finding/index.ts';
import { referralReach } from '../kinds/referral/index.ts';
import { recordKind } from '../records/record-kind.ts';
import { startName, stateName, stepName } from '../records/standing.ts';
import type * as contract from './contract.ts';
import { countForStart, listOpenCouncils, listRecent, type PlacedCouncil } from './store.ts';
import type { Waiting } from './waiting-item.ts';
import {
  waitingForAdministrator,
  waitingForCentre,
  waitingForMember,
  waitingForProvider,
  waitingForTier1,
  waitingForTier2,
} from './waiting.ts';

export type Home = z.infer<typeof contract.home>;

const RECENT = 10;
const NOTICED = 10;
const urgencies: readonly Waiting['urgency'][] = ['now', 'soon', 'later'];

/** What waits for the asker today, by all the roles held here: the urgent first, within that the oldest. Lists are short; counts tell the rest. */
export async function readHome(ctx: MunicipalContext): Promise<Home> {
  const councils = await listOpenCouncils(ctx.db, ctx.municipality.id);
  const parts: Waiting[] = [];
  const forRole: [Role, (ctx: MunicipalContext, councils: PlacedCouncil[]) => Promise<Waiting[]>][] = [
    ['tier2', waitingForTier2],
    ['tier1', waitingForTier1],
    ['provider', waitingForProvider],
    ['centre', waitingForCentre],
    ['administrator', waitingForAdministrator],
    ['member', waitingForMember],
  ];
  for (const [role, waitingFor] of forRole)
    if (hasRole(ctx.actor, [role])) parts.push(...(await waitingFor(ctx, councils)));
  const once = [...new Map(parts.map((one) => [`${one.kind} ${one.path} ${one.text}`, one])).values()];
  const waiting = once.toSorted(
    (one, other) =>
      urgencies.indexOf(one.urgency) - urgencies.indexOf(other.urgency) ||
      (one.since ?? '').localeCompare(other.since ?? ''),
  );
  return {
    waiting,
    noticed: await tellNoticed(ctx),
    recent: await tellRecent(ctx),
    first: await tellFirst(ctx, councils),
  };
}

/** Whose needs and referrals its lines tell of: those that they lead to. */
export const lookAtHome = ({ waiting, recent }: Pick<Home, 'waiting' | 'recent'>): Look[] =>
  showing(
    'home.read',
    [...waiting, ...recent].flatMap(({ path }) => /^(?:needs|referrals)\/([^/?]+)$/.exec(path)?.[1] ?? []),
  );

async function tellNoticed(ctx: MunicipalContext): Promise<Home['noticed']> {
  if (!hasRole(ctx.actor, ['administrator', 'tier1', 'tier2'])) return [];
  const findings = await listFindings(ctx, { statuses: ['open'], purpose: 'watch', limit: NOTICED });
  return findings.map((finding) => ({
    text: say(ctx.language, 'home.noticed', { council: finding.council.name, sentence: finding.sentence }),
    path: `councils/${finding.council.id}`,
  }));
}

async function tellRecent(ctx: MunicipalContext): Promise<Home['recent']> {
  const steering = reachOf(ctx.actor, ['administrator', 'tier1', 'tier2']);
  const rows = await listRecent(
    ctx.db,
    ctx.municipality.id,
    {
      needPaths: reachOf(ctx.actor, ['administrator', 'tier1', 'tier2', 'centre']),
      communityPaths: reachOf(ctx.actor, ['member']),
      councilPaths: reachOf(ctx.actor, ['administrator', 'tier1', 'tier2', 'member', 'centre']),
      proposalPaths: steering,
      organisationIds: referralReach(ctx.actor).organisationIds,
    },
    RECENT,
  );
  const recent: Home['recent'] = [];
  for (const row of rows) {
    const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
    const step =
      row.from_state === null
        ? startName(workflow.body, ctx.language)
        : stepName(workflow.body, row.type, ctx.language);
    const title = row.number === null ? row.title : `No.${row.number} ${row.title}`;
    recent.push({
      at: row.happened_at,
      by: row.actor_name ?? say(ctx.language, 'records.system'),
      text: say(ctx.language, 'home.recent', {
        title,
        step,
        state: stateName(workflow.body, row.to_state, ctx.language),
      }),
      path: `${recordKind(ctx, row.record_kind).page}/${row.record_id}`,
    });
  }
  return recent;
}

/** The three things to do first, as long as nobody has done them. */
async function tellFirst(ctx: MunicipalContext, councils: PlacedCouncil[]): Promise<Home['first']> {
  const counts = await countForStart(ctx.db, ctx.municipality.id);
  const thing = (key: string, path: string): Home['first'][number] => ({
    text: say(ctx.language, `home.first.${key}`),
    action: say(ctx.language, `home.first.${key}Action`),
    path,
  });
  const things: Home['first'] = [];
  if (hasRole(ctx.actor, ['administrator'])) {
    if (counts.areas <= 1) things.push(thing('areas', 'settings/areas'));
    if (counts.councils === 0) things.push(thing('councils', 'settings/councils'));
    if (counts.users <= 1) things.push(thing('users', 'settings/users'));
    if (counts.services === 0) things.push(thing('services', 'services/import'));
  }
  if (hasRole(ctx.actor, ['tier2', 'centre']) && counts.needs === 0) things.push(thing('needs', 'needs/new'));
  const own = councils.find((council) =>
    reachOf(ctx.actor, ['tier2']).some((path) => council.area_path.startsWith(path)),
  );
  if (own && counts.meetings === 0) things.push(thing('meetings', `councils/${own.id}`));
  return things.slice(0, 3);
}
