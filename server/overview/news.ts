import type { z } from 'zod';
import { addDays, instantInJapan } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import type { Look } from '../kernel/looks.ts';
import type { HomePart, News } from '../records/home.ts';
import { recordKind, type RecordDescription } from '../records/record-kind.ts';
import type * as contract from './contract.ts';
import { insertReads, listReads, readNewsRow, writeNewsRow } from './news-store.ts';
import { firstMarks, lookAtLines, sayStep } from './read-home.ts';
import { eventsOf, listRecent } from './store.ts';
import { coversPage } from './told-to-token.ts';

type Told = z.infer<typeof contract.news>;

/** So long something is news. */
export const NEWS_DAYS = 30;
/** As many as anybody reads through; the records' own pages tell the rest. */
const MOST = 100;

/**
 * Changes and answers that concern the asker and that others brought about in the last `NEWS_DAYS`, the latest first, each read or
 * not: of records of every kind, and what `others` (nouns that are no records) tell. Reading marks nothing.
 */
export async function readNews(
  ctx: MunicipalContext,
  others: readonly HomePart[],
): Promise<Pick<Told, 'items' | 'unread'>> {
  const userId = ctx.actor.id ?? '';
  const settings = await readNewsRow(ctx.db, userId);
  const news = await gatherNews(ctx, others, instantInJapan(addDays(ctx.today, -NEWS_DAYS)));
  const read = await listReads(
    ctx.db,
    userId,
    news.map(({ id }) => id),
  );
  const items = news
    .filter(({ path }) => coversPage(ctx, path))
    .map((line) => ({ ...line, read: read.has(line.id) || line.at <= (settings.read_before ?? '') }));
  return { items, unread: items.filter((line) => !line.read).length };
}

/** The same, without what was read. */
export async function gatherNews(ctx: MunicipalContext, others: readonly HomePart[], since: string): Promise<News[]> {
  const kinds: RecordDescription[] = Object.keys(ctx.kinds).map((name) => recordKind(ctx, name));
  const queries = kinds.flatMap(({ kind, home }) => {
    const events = eventsOf(ctx.db, ctx.municipality.id, kind, ctx.actor.id);
    return home?.concerns?.(ctx, events.where('events.happened_at', '>=', since)) ?? [];
  });
  const news: News[] = [];
  for (const row of await listRecent(ctx.db, queries, MOST)) news.push({ id: row.id, ...(await sayStep(ctx, row)) });
  for (const part of [...kinds.flatMap(({ home }) => home ?? []), ...others])
    news.push(...((await part.news?.(ctx, since)) ?? []));
  return news.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1)).slice(0, MOST);
}

/** Whose needs and referrals its lines tell of. */
export const lookAtNews = (ctx: MunicipalContext, { items }: Pick<Told, 'items'>): Look[] =>
  lookAtLines(ctx, 'news.read', items);

/** Marks these as read, or all up to now. What is not told to the asker is passed over, and nothing is said of it. */
export async function markRead(
  ctx: MunicipalContext,
  others: readonly HomePart[],
  request: { ids: string[] } | { all: true },
): Promise<void> {
  const userId = ctx.actor.id ?? '';
  if ('all' in request) return writeNewsRow(ctx.db, userId, { read_before: ctx.now });
  const marks = new Set(firstMarks(ctx, others));
  const news = request.ids.every((id) => marks.has(id))
    ? []
    : await gatherNews(ctx, others, instantInJapan(addDays(ctx.today, -NEWS_DAYS)));
  const known = new Set([...marks, ...news.map(({ id }) => id)]);
  await insertReads(
    ctx.db,
    userId,
    [...new Set(request.ids)].filter((id) => known.has(id)),
    ctx.now,
  );
}

/** Whether they want a mail a day, and whether this server can send one. */
export async function readDigest(
  ctx: MunicipalContext,
  { mail, publicUrl }: Pick<Installation, 'mail' | 'publicUrl'>,
): Promise<Told['digest']> {
  const { digest } = await readNewsRow(ctx.db, ctx.actor.id ?? '');
  return { on: digest === 1, available: mail !== undefined && publicUrl !== null };
}

/** Wants a mail a day, or no more. What happened before is not mailed. */
export async function setDigest(ctx: MunicipalContext, digest: boolean): Promise<void> {
  await writeNewsRow(ctx.db, ctx.actor.id ?? '', {
    digest: digest ? 1 : 0,
    ...(digest ? { mailed_at: ctx.now } : {}),
  });
}
