import type { z } from 'zod';
import { readCounts, type Query } from '../database/parts.ts';
import { fiscalYear, yearsBefore } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import type { Figure, HomePart } from '../records/home.ts';
import { recordKind } from '../records/record-kind.ts';
import type * as contract from './contract.ts';

const groups: readonly Figure['group'][] = ['talk', 'needs', 'up'];

/**
 * What happened in the asker's areas in this fiscal year up to today, beside the year before up to the same day: what each kind and
 * `others` (nouns that are no records) count, in one statement. Empty for who steers nothing.
 */
export async function readFigures(
  ctx: MunicipalContext,
  others: readonly HomePart[],
): Promise<z.infer<typeof contract.figures>> {
  const year = fiscalYear(ctx.today);
  const [from, to] = [`${year}-04-01`, ctx.today];
  const before = { from: `${year - 1}-04-01`, to: yearsBefore(to, 1) };
  const parts = [...Object.keys(ctx.kinds).flatMap((kind) => recordKind(ctx, kind).home ?? []), ...others];
  const figures: Figure[] = [];
  for (const part of parts) figures.push(...((await part.figures?.(ctx)) ?? []));
  const count = (figure: Figure, since: string, until: string): Query =>
    ctx.db.count('*').from(figure.rows(ctx.db, since, until).as('rows'));
  const counts = await readCounts(
    ctx.db,
    Object.fromEntries(
      figures.flatMap((figure) => [
        [figure.key, count(figure, from, to)],
        ...(figure.now ? [] : [[`${figure.key} before`, count(figure, before.from, before.to)] as const]),
      ]),
    ),
  );
  return {
    from,
    to,
    before,
    whole: ctx.actor.memberships.some(({ areaPath }) => areaPath.split('/').length === 3),
    groups: groups.flatMap((group) => {
      const items = figures
        .filter((figure) => figure.group === group)
        .map(({ key, path, now }) => {
          const [here, there] = [counts[key] ?? 0, counts[`${key} before`] ?? 0];
          return {
            key,
            name: say(ctx.language, `home.figure.${key}.name`),
            path,
            count: here,
            said: sayCount(ctx, key, here),
            before: now
              ? null
              : {
                  count: there,
                  said: sayCount(ctx, key, there),
                  difference: sayCount(ctx, key, Math.abs(here - there)),
                },
          };
        });
      return items.length === 0 ? [] : [{ name: say(ctx.language, `home.figures.${group}`), items }];
    }),
  };
}

const sayCount = ({ language }: MunicipalContext, key: string, number: number): string =>
  say(language, `home.figure.${key}.count`, { number: new Intl.NumberFormat(language).format(number) });
