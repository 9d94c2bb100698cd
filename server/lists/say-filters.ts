import type { MunicipalContext } from '../kernel/context.ts';
import { hasText, say } from '../kernel/texts/index.ts';
import { areaChoices } from './common-columns.ts';
import type { Column } from './columns.ts';

/** What a list was narrowed to, in words, for who asked: areas, kinds and conditions on answers by their names, not their codes. */
export async function sayFilters<Row>(
  ctx: MunicipalContext,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  narrowed: readonly [name: string, value: string][],
): Promise<string> {
  const { language } = ctx;
  if (narrowed.length === 0) return say(language, 'records.export.about.all');
  const areas = await areaChoices(ctx);
  const said = narrowed.map(([name, value]) => {
    // A condition on a field names it itself: `FIELD=VALUE`.
    const [, field = name, sign = '', content = value] =
      name === 'where' ? (/^(.*?)([<>]?=)(.*)$/s.exec(value) ?? []) : [];
    const column = columns.find(({ key }) => key === field || key === `${field}s`);
    const choices = field === 'area' ? areas : (column?.choices ?? []);
    const word =
      choices.find((choice) => choice.value === content)?.label ??
      rows.flatMap((row) => column?.values(row) ?? []).find(({ code }) => code === content)?.word ??
      listed(ctx, field, content);
    const label = sign === '' ? textOr(ctx, `log.filter.${name}`, name) : (column?.label ?? field);
    const relation = sign.length === 2 ? ` ${sign} ` : language === 'ja' ? '：' : ': ';
    return word === null ? label : `${label}${relation}${word}`;
  });
  return said.join(language === 'ja' ? '、' : ', ');
}

/** A word of a fixed list, or what was asked; null for the id of something that has no name here. */
const listed = (ctx: MunicipalContext, name: string, value: string): string | null =>
  /^[\da-f]{8}-[\da-f-]{27}$/i.test(value)
    ? null
    : textOr(ctx, `log.value.${name}.${value}`, textOr(ctx, `log.filterValue.${value}`, value));

const textOr = ({ language }: MunicipalContext, key: string, otherwise: string): string =>
  hasText(key) ? say(language, key) : otherwise;
