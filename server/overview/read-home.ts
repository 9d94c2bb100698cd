import type { z } from 'zod';
import { definitionById } from '../definitions/definitions.ts';
import { addDays, dayInJapan, instantInJapan } from '../kernel/clock.ts';
import type { MunicipalContext, Role } from '../kernel/context.ts';
import { showing, type Look } from '../kernel/looks.ts';
import { hasRole } from '../kernel/reach.ts';
import { say } from '../kernel/texts/index.ts';
import type { FirstThing, HomeItem, HomePart, TurnItem } from '../records/home.ts';
import { recordKind, type RecordDescription } from '../records/record-kind.ts';
import { startName, stateName, stepName } from '../records/standing.ts';
import type * as contract from './contract.ts';
import { administratorsHome } from './for-administrators.ts';
import { thingsToSee } from './first-things.ts';
import { readOpenRecords, readTurns, type MoreOpen, type OpenRecord } from './read-turns.ts';
import { countForHome, eventsOf, listRecent, type RecentRow } from './store.ts';
import { coversPage } from './told-to-token.ts';

export type Home = z.infer<typeof contract.home>;
type Line = Home['waiting'][number];
/** `about`: needs that lines name beside the records that they lead to. */
type HomeRead = Omit<Home, 'waiting'> & { waiting: (Line & { about: string[] })[] };

/** So many of the latest acts are read, and as many lines made of them. */
const READ = 60;
const RECENT = 10;
const FIRST = 3;
/** So long somebody is new here. */
const NEW_DAYS = 30;

/** The kinds of records that were handed in, in their order. */
const kindsOf = (ctx: MunicipalContext): RecordDescription[] =>
  Object.keys(ctx.kinds).map((name) => recordKind(ctx, name));

const partsOf = (kinds: RecordDescription[], others: readonly HomePart[]): HomePart[] => [
  administratorsHome,
  ...kinds.flatMap(({ home }) => home ?? []),
  ...others,
];

/** How a first thing that is done once the asker has been there is marked as read. */
const firstMark = (key: string): string => `first:${key}`;

/** All marks of things to do first. */
export const firstMarks = (ctx: MunicipalContext, others: readonly HomePart[]): string[] =>
  firstThings(partsOf(kindsOf(ctx), others)).flatMap(({ key, table }) => (table ? [] : [firstMark(key)]));

/**
 * What waits for the asker today by all the roles held here: of records of every kind whose turn it is, and what kinds and `others`
 * (nouns that are no records) add. What is late comes first, then what is urgent, then what will be late soonest. Lists are short;
 * counts tell the rest.
 */
export async function readHome(ctx: MunicipalContext, others: readonly HomePart[]): Promise<HomeRead> {
  const kinds = kindsOf(ctx);
  const parts = partsOf(kinds, others);
  const turns = await readTurns(ctx, kinds);
  const added: HomeItem[] = [];
  const noticed: Home['noticed'] = [];
  for (const part of parts) {
    const contribution = (await part.read?.(ctx)) ?? {};
    added.push(...(contribution.waiting ?? []));
    noticed.push(...(contribution.noticed ?? []));
  }
  const recent = await tellRecent(ctx, kinds);
  const { counted, first } = await tellCounted(ctx, parts);
  const waiting = inOrder(turns, [...added, ...counted]).map(({ adds, ...item }) => ({
    ...item,
    text: item.text + (adds?.text ?? ''),
    about: adds?.about ?? [],
  }));
  return { waiting, noticed, recent, first };
}

/** A home page as it is told to who asks, and whom it shows: a token that is limited to kinds hears of those alone. */
export function tellHome(ctx: MunicipalContext, home: HomeRead): { body: Home; looks: Look[] } {
  const covered = <Told extends { path: string }>(lines: readonly Told[]): Told[] =>
    lines.filter(({ path }) => coversPage(ctx, path));
  const waiting = covered(home.waiting);
  const body = {
    waiting: waiting.map(({ about: _, ...item }) => item),
    noticed: covered(home.noticed),
    recent: covered(home.recent).map((line) => ({ ...line, others: covered(line.others) })),
    first: covered(home.first),
  };
  return {
    body,
    looks: lookAtHome(
      ctx,
      body,
      waiting.flatMap(({ about }) => about),
    ),
  };
}

/** What is open of who holds this role: records of every kind that its workflows ever call it for, and what kinds and `others` add. */
export async function readOpen(
  ctx: MunicipalContext,
  role: Role,
  others: readonly HomePart[],
): Promise<{ records: OpenRecord[]; more: MoreOpen[]; others: TurnItem[] }> {
  const kinds = kindsOf(ctx);
  const open = { ...(await readOpenRecords(ctx, kinds, role)), others: [] as HomeItem[] };
  for (const part of partsOf(kinds, others)) {
    const waiting = (await part.read?.(ctx))?.waiting ?? [];
    const more = (await part.open?.(ctx)) ?? [];
    // What is open is told once.
    const openPaths = new Set(more.map(({ path }) => path));
    open.others.push(...waiting.filter(({ path }) => !openPaths.has(path)), ...more);
  }
  // What stands in place of a record's turn is told with the record.
  const recordPaths = new Set(open.records.map(({ path }) => path));
  const added = open.others.filter(({ path, replaces }) => !(replaces && recordPaths.has(path)));
  return { ...open, others: inOrder([], added).map(({ adds: _, ...item }) => item) };
}

function inOrder(turns: TurnItem[], added: HomeItem[]): (Line & Pick<HomeItem, 'adds'>)[] {
  const said = new Map(turns.map((item) => [item.path, item]));
  // What is said in place of a turn is as late as that.
  const instead = added.map((item) => {
    const turn = item.replaces ? said.get(item.path) : undefined;
    return turn ? { ...item, since: turn.since, dueOn: turn.dueOn, late: turn.late } : item;
  });
  const replaced = new Set(added.flatMap((item) => (item.replaces ? [item.path] : [])));
  const items = [...turns.filter(({ path }) => !replaced.has(path)), ...instead];
  const once = [...new Map(items.map((item) => [`${item.kind} ${item.path} ${item.text}`, item])).values()];
  const dayOrLast = (day: string | null): string => day ?? '9999-12-31';
  return once
    .toSorted(
      (item, other) =>
        Number(other.late) - Number(item.late) ||
        Number(other.urgency === 'high') - Number(item.urgency === 'high') ||
        dayOrLast(item.dueOn).localeCompare(dayOrLast(other.dueOn)) ||
        (item.since ?? '').localeCompare(other.since ?? ''),
    )
    .map(({ replaces: _replaces, ...item }) => item);
}

/** Whose needs and referrals its lines tell of: those that they lead to, and needs that they name beside. */
const lookAtHome = (ctx: MunicipalContext, { waiting, recent }: Home, named: string[]): Look[] =>
  showing('home.read', [
    ...recordsShown(ctx, [...waiting, ...recent, ...recent.flatMap(({ others }) => others)]),
    ...named,
  ]);

export const lookAtLines = (ctx: MunicipalContext, action: string, lines: { path: string }[]): Look[] =>
  showing(action, recordsShown(ctx, lines));

function recordsShown(ctx: MunicipalContext, lines: { path: string }[]): string[] {
  const pages = new Set(kindsOf(ctx).flatMap(({ ofResident, page }) => (ofResident ? [page] : [])));
  return lines.flatMap(({ path }) => {
    const [, page, id] = /^([a-z/-]+)\/([^/?]+)$/.exec(path) ?? [];
    return page !== undefined && id !== undefined && pages.has(page) ? [id] : [];
  });
}

/** What others did of late. What one person did of a day with several records in the same step is one line. */
async function tellRecent(ctx: MunicipalContext, kinds: RecordDescription[]): Promise<Home['recent']> {
  const queries = kinds.flatMap(
    ({ kind, home }) => home?.recent?.(ctx, eventsOf(ctx.db, ctx.municipality.id, kind, ctx.actor.id)) ?? [],
  );
  const groups = Map.groupBy(await listRecent(ctx.db, queries, READ), (row) =>
    [row.actor_name, dayInJapan(row.happened_at), row.record_kind, row.type, row.from_state === null].join('\n'),
  );
  const recent: Home['recent'] = [];
  for (const rows of [...groups.values()].slice(0, RECENT)) recent.push(await tellActs(ctx, rows));
  return recent;
}

async function tellActs(ctx: MunicipalContext, rows: RecentRow[]): Promise<Home['recent'][number]> {
  // Never empty: it is a group.
  const latest = rows[0] as RecentRow;
  const others = new Map(
    rows
      .filter((row) => row.record_id !== latest.record_id)
      .map((row) => [row.record_id, { title: titleOf(row), path: pathOf(ctx, row) }]),
  );
  return { ...(await sayStep(ctx, latest, others.size)), others: [...others.values()] };
}

/** Who did what with a record, in a line; `others`: with so many more on the same day. */
export async function sayStep(
  ctx: MunicipalContext,
  row: RecentRow,
  others = 0,
): Promise<{ at: string; by: string; text: string; path: string }> {
  const { language } = ctx;
  const { body } = await definitionById(ctx, 'workflow', row.workflow_id);
  const title = titleOf(row);
  const step = row.from_state === null ? startName(body, language) : stepName(body, row.type, language);
  return {
    at: row.happened_at,
    by: row.actor_name ?? say(language, 'records.system'),
    text:
      others === 0
        ? say(language, 'home.recent', { title, step, state: stateName(body, row.to_state, language) })
        : say(language, 'home.recentSeveral', { title, step, count: others }),
    path: pathOf(ctx, row),
  };
}

const titleOf = ({ number, title }: RecentRow): string => (number === null ? title : `No.${number} ${title}`);
const pathOf = (ctx: MunicipalContext, row: RecentRow): string =>
  `${recordKind(ctx, row.record_kind).page}/${row.record_id}`;

const firstThings = (parts: readonly HomePart[]): FirstThing[] => [
  ...parts.flatMap(({ first = [] }) => first),
  ...thingsToSee,
];

/**
 * What is told in numbers; and the first things to do, as long as nobody has done them: for a municipality that begins, and for who is
 * new in it, what they have not done or seen themselves yet. One statement for both.
 */
async function tellCounted(
  ctx: MunicipalContext,
  parts: readonly HomePart[],
): Promise<{ counted: HomeItem[]; first: Home['first'] }> {
  const things = firstThings(parts).filter(({ roles }) => hasRole(ctx.actor, roles));
  const newSince = instantInJapan(addDays(ctx.today, -NEW_DAYS));
  const counted = parts.flatMap((part) => part.counted?.(ctx) ?? []);
  const { begun, places, counts, createdAt } = await countForHome(
    ctx.db,
    ctx.municipality.id,
    ctx.actor.id ?? '',
    things.map((thing) => ({ ...thing, place: thing.at?.(ctx) })),
    counted,
  );
  const first: Home['first'] = [];
  for (const thing of things) {
    const { key, table, fromStart = 0, own, path } = thing;
    if (first.length === FIRST) break;
    if ((begun[key] ?? 0) > fromStart || ((own || !table) && createdAt < newSince)) continue;
    const place = places[key];
    if (place === null) continue;
    first.push({
      text: say(ctx.language, `home.first.${key}`),
      action: say(ctx.language, `home.first.${key}Action`),
      path: place === undefined ? path : `${path}/${place}`,
      mark: table ? null : firstMark(key),
    });
  }
  const items: HomeItem[] = [];
  for (const countedItem of counted) {
    const count = counts[countedItem.key] ?? 0;
    if (count > 0) items.push(...[await countedItem.tell(count)].flat());
  }
  return { counted: items, first };
}
