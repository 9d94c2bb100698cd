import { listStandings } from '../../workflows/index.ts';
import { definitionsInForce } from '../definitions/definitions.ts';
import { plainName } from '../definitions/plain-name.ts';
import { countFailedEffects, failedEffects } from '../effects/store.ts';
import { addDays, dayInJapan, instantInJapan } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { reachOf } from '../kernel/reach.ts';
import { say } from '../kernel/texts/index.ts';
import { atLeisure, type Counted, type HomeItem, type HomePart } from '../records/home.ts';
import { stateName } from '../records/standing.ts';
import { sayDay } from '../settings/say-day.ts';
import { draftsWithUpdates, listOwnDrafts } from '../studio/drafts-store.ts';
import { skippedPatterns } from './skipped-patterns.ts';
import { listEndingMemberships, listFailedBacktests, listWithoutPassword } from './store.ts';

const SHOWN = 10;
const RECENT_DAYS = 30;

/** What the server could not do, what definitions leave open, and roles about to end: for who looks after the whole municipality; accounts for whoever administers their areas. */
export const administratorsHome: HomePart = {
  async read(ctx) {
    const paths = reachOf(ctx.actor, ['administrator']);
    if (paths.length === 0) return {};
    const accounts = await accountsWaiting(ctx, paths);
    if (!administersAll(ctx)) return { waiting: accounts };
    return {
      waiting: [
        ...accounts,
        ...(await backtestsFailed(ctx)),
        ...(await draftsOpen(ctx)),
        ...(await skippedPatterns(ctx)),
        ...(await statesWithoutTurn(ctx)),
        ...(await membershipsEnding(ctx)),
      ],
    };
  },
  counted: (ctx) => (administersAll(ctx) ? [countUpdates(ctx), countFailures(ctx)] : []),
  first: [
    { key: 'areas', roles: ['administrator'], table: 'areas', fromStart: 1, path: 'settings/areas' },
    { key: 'users', roles: ['administrator'], table: 'memberships', fromStart: 1, path: 'settings/users' },
  ],
};

const administersAll = (ctx: MunicipalContext): boolean =>
  reachOf(ctx.actor, ['administrator']).some((path) => path.split('/').length === 3);

/** Accounts that have roles and no password, as those have that were divided by municipality: somebody has to hand them a link. */
async function accountsWaiting(ctx: MunicipalContext, paths: string[]): Promise<HomeItem[]> {
  const rows = await listWithoutPassword(ctx.db, ctx.municipality.id, paths, ctx.today, SHOWN);
  return rows.map((row) => ({
    ...atLeisure,
    kind: 'account-waiting',
    text: say(ctx.language, 'home.accountWaiting', { name: row.name }),
    action: say(ctx.language, 'home.action.accountWaiting'),
    path: `settings/users/${row.id}`,
    since: null,
    late: true,
  }));
}

/** One item, however many wait: they are looked through together. */
const countUpdates = (ctx: MunicipalContext): Counted => ({
  key: 'product-updates',
  rows: draftsWithUpdates(ctx.db, ctx.municipality.id).select('key'),
  tell: (count) => ({
    ...atLeisure,
    kind: 'product-updates',
    text: say(ctx.language, 'home.productUpdates', { count }),
    action: say(ctx.language, 'home.action.productUpdates'),
    path: 'settings/definitions',
    since: null,
  }),
});

/** When the latest was given up is asked only where there is one. */
const countFailures = (ctx: MunicipalContext): Counted => ({
  key: 'effects-failed',
  rows: failedEffects(ctx.db, ctx.municipality.id).select('id'),
  tell: () => effectsFailed(ctx),
});

async function effectsFailed(ctx: MunicipalContext): Promise<HomeItem[]> {
  const { count, latest } = await countFailedEffects(ctx.db, ctx.municipality.id);
  if (latest === null) return [];
  return [
    {
      ...atLeisure,
      kind: 'effects-failed',
      text: say(ctx.language, 'home.failed', { count }),
      action: say(ctx.language, 'home.action.failed'),
      path: 'settings/failures',
      since: dayInJapan(latest),
      late: true,
    },
  ];
}

/** A job that nobody repeated: until the next one of the rule set is done, or it is old. */
async function backtestsFailed(ctx: MunicipalContext): Promise<HomeItem[]> {
  const since = instantInJapan(addDays(ctx.today, -RECENT_DAYS));
  const failed = await listFailedBacktests(ctx.db, ctx.municipality.id, since);
  if (failed.length === 0) return [];
  const names = new Map(
    (await definitionsInForce(ctx, 'rules')).map(({ key, body }) => [
      key,
      (body.texts[ctx.language] ?? body.texts.ja).name,
    ]),
  );
  return failed.map(({ id, rules_key, created_at }) => ({
    ...atLeisure,
    kind: 'backtest-failed',
    text: say(ctx.language, 'home.backtestFailed', { rules: names.get(rules_key) ?? rules_key }),
    action: say(ctx.language, 'home.action.backtestFailed'),
    path: `settings/rules/${rules_key}/backtests/${id}`,
    since: dayInJapan(created_at),
  }));
}

/** What somebody began to write and nobody has published or given up. */
async function draftsOpen(ctx: MunicipalContext): Promise<HomeItem[]> {
  const drafts = await listOwnDrafts(ctx.db, ctx.municipality.id, SHOWN);
  return drafts.map(({ kind, key, body, saved_at, saver }) => {
    const { texts } = JSON.parse(body) as { texts?: Partial<Record<string, { name?: string }>> };
    return {
      ...atLeisure,
      kind: 'draft-open',
      text: say(ctx.language, 'home.draft', {
        what: say(ctx.language, `home.definition.${kind}`),
        name: plainName(kind, texts?.[ctx.language]?.name ?? texts?.ja?.name ?? key),
        by: saver ?? say(ctx.language, 'records.system'),
      }),
      action: say(ctx.language, 'home.action.draft'),
      path: kind === 'rules' ? `settings/rules/${key}` : `settings/definitions/${kind}/${key}`,
      since: dayInJapan(saved_at),
    };
  });
}

/** Open states of the workflows in force that do not say whose turn it is: what their kind says of every record stands in. */
async function statesWithoutTurn(ctx: MunicipalContext): Promise<HomeItem[]> {
  return (await definitionsInForce(ctx, 'workflow')).flatMap(({ key, body }): HomeItem[] => {
    const open = listStandings(body).filter(({ tags, turns }) => turns === null && tags.includes('open'));
    return open.length === 0
      ? []
      : [
          {
            ...atLeisure,
            kind: 'state-without-turn',
            text: say(ctx.language, 'home.withoutTurn', {
              lifecycle: (body.texts[ctx.language] ?? body.texts.ja).name,
              states: open.map(({ state }) => stateName(body, state, ctx.language)).join(say(ctx.language, 'home.and')),
            }),
            action: say(ctx.language, 'home.action.withoutTurn'),
            path: `settings/definitions/workflow/${key}`,
            since: null,
          },
        ];
  });
}

async function membershipsEnding(ctx: MunicipalContext): Promise<HomeItem[]> {
  const until = addDays(ctx.today, RECENT_DAYS);
  const rows = await listEndingMemberships(ctx.db, ctx.municipality.id, ctx.today, until, SHOWN);
  return rows.map((row) => ({
    ...atLeisure,
    kind: 'membership-ending',
    text: say(ctx.language, 'home.ending', { name: row.name, day: sayDay(ctx.language, row.ends_on) }),
    action: say(ctx.language, 'home.action.ending'),
    path: `settings/users/${row.user_id}`,
    since: null,
    dueOn: row.ends_on,
  }));
}
