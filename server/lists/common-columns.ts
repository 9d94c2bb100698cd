import type { FieldValue } from '../decisions/field-values.ts';
import type { FormFact } from '../decisions/form-facts.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';
import { readCodeNames } from '../settings/codes/code-entries.ts';
import type { CodeList } from '../settings/codes/store.ts';
import { chosen, type Column } from './columns.ts';

type Choices = NonNullable<Column<never>['choices']>;

export const areaColumn = async <Row>(
  ctx: MunicipalContext,
  areaOf: (row: Row) => { id: string; name: string } | null,
): Promise<Column<Row>> => ({
  key: 'area',
  label: say(ctx.language, 'records.export.label.area'),
  type: 'choice',
  choices: await areaChoices(ctx),
  values: (row) => {
    const area = areaOf(row);
    return area ? chosen(area.id, area.name) : [];
  },
});

export const areaChoices = async (ctx: MunicipalContext): Promise<Choices> =>
  (await areasOf(ctx)).map(({ id, name }) => ({ value: id, label: name }));

export const stateColumn = <Row extends { standing: { state: string; name: string } }>(
  ctx: MunicipalContext,
): Column<Row> => ({
  key: 'state',
  label: say(ctx.language, 'records.export.label.state'),
  type: 'choice',
  values: ({ standing }) => chosen(standing.state, standing.name),
});

/** What may be chosen of a code list, retired entries too. */
export const codeChoices = async (ctx: MunicipalContext, list: CodeList): Promise<Choices> =>
  [...(await readCodeNames(ctx, list))].map(([value, label]) => ({ value, label }));

/** Columns of fields of forms, in the order in which they were asked for. */
export const fieldColumns = <Row extends { values: readonly (readonly FieldValue[])[] }>(
  { language }: MunicipalContext,
  facts: readonly FormFact[],
): Column<Row>[] =>
  facts.map(({ declaration: { path, label, type, unit, choices = [] } }, index) => ({
    key: path,
    label: label[language] ?? label.ja,
    type: columnTypes[type],
    unit: unit ? (unit[language] ?? unit.ja) : null,
    choices: choices.map(({ value, text }) => ({ value, label: text[language] ?? text.ja })),
    values: ({ values }) => values[index] ?? [],
  }));

const columnTypes: Record<FormFact['declaration']['type'], Column<never>['type']> = {
  boolean: 'yes-no',
  integer: 'number',
  number: 'number',
  string: 'text',
  strings: 'text',
  date: 'day',
  choice: 'choice',
  choices: 'choice',
};

/** A column whose label stands in the texts under `label`. */
export const column = <Row>(
  { language }: Pick<MunicipalContext, 'language'>,
  key: string,
  type: Column<Row>['type'],
  label: string,
  values: Column<Row>['values'],
  more: Pick<Column<Row>, 'unit' | 'choices'> = {},
): Column<Row> => ({ key, type, label: say(language, label), values, ...more });

/** Something chosen from a fixed list, whose words stand in the texts under `GROUP.VALUE`. */
export const listedColumn = <Row>(
  { language }: Pick<MunicipalContext, 'language'>,
  key: string,
  label: string,
  group: string,
  listed: readonly string[],
  valuesOf: (row: Row) => readonly string[],
): Column<Row> => ({
  key,
  type: 'choice',
  label: say(language, label),
  choices: listed.map((value) => ({ value, label: say(language, `${group}.${value}`) })),
  values: (row) => valuesOf(row).flatMap((value) => chosen(value, say(language, `${group}.${value}`))),
});
