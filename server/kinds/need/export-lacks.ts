import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { writeWorkbook, type Cell, type Sheet } from '../../lists/write-workbook.ts';
import { sayDay, sayInstant } from '../../settings/say-day.ts';
import * as contract from './contract.ts';
import type { LacksTable } from './lacks.ts';

/** The table of needs against services as .xlsx: each area and type a line, with what it comes to in words. */
export function writeLacks(ctx: MunicipalContext, lacks: LacksTable): AsyncGenerator<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string =>
    say(ctx.language, `needs.lacks.${key}`, params);
  const hidden = t('below', { number: lacks.hidesBelow });
  const rows = lacks.areas.flatMap((area) =>
    lacks.types.flatMap((type) => {
      const cell = lacks.cells.find(({ areaId, type: key }) => areaId === area.id && key === type.key);
      if (!cell) return [];
      const { open, needs, services, room, mark } = cell;
      const line: Cell[] = [area.name, type.name, open ?? hidden, needs ?? hidden, services, room];
      return [[...line, mark ? t(`mark.${mark}`) : '']];
    }),
  );
  const table: Sheet = {
    name: t('table'),
    widths: [24, 24, 16, 16, 16, 16, 24],
    lines: [[[t('area'), t('type'), t('open'), t('unmet'), t('services'), t('room'), t('judged')]], rows],
  };
  const about: Sheet = {
    name: t('about'),
    widths: [24, 90],
    lines: [
      [
        [t('item'), t('content')],
        [t('what'), t('title')],
        [t('city'), ctx.municipality.name],
        [
          t('period'),
          lacks.period
            ? t('between', {
                from: sayDay(ctx.language, lacks.period.from),
                to: sayDay(ctx.language, lacks.period.to),
              })
            : t('now'),
        ],
        [t('at'), sayInstant(ctx.language, ctx.now)],
        [t('by'), ctx.actor.name],
        ...contract.lackMark.options.map((mark): Cell[] => [t(`mark.${mark}`), t(`means.${mark}`)]),
        [hidden, t('belowMeans', { number: lacks.hidesBelow })],
      ],
    ],
  };
  return writeWorkbook([table, about], new Date(ctx.now));
}
