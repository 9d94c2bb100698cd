import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import { at, words, type Column } from '../lists/columns.ts';
import { areaColumn, column, fieldColumns, stateColumn } from '../lists/common-columns.ts';
import type { ListExport } from '../lists/export-list.ts';
import { dataDescription } from '../records/data-description.ts';
import { describeDataFile, type FiledData } from '../records/data-records.ts';
import type * as contract from './contract.ts';

/** What a list of any register does without is called as no field of a form is. */
const own = { state: '@state', area: '@area', since: '@since' };

/**
 * A register's list for a file: with its filter, its order and the columns that it is shown with; of the records that its table of rights lets
 * the asker write out, each told as they may be told of it.
 */
export async function exportRecords(
  ctx: MunicipalContext,
  kind: string,
  { hide: hidden, ...query }: z.output<typeof contract.dataFileQuery>,
): Promise<ListExport<FiledData>> {
  const { data } = dataDescription(ctx, kind);
  const texts = data.texts[ctx.language] ?? data.texts.ja;
  const file = await describeDataFile(ctx, kind, query);
  const hide = [hidden ?? []].flat();
  const listed: Column<FiledData>[] = file.own.map(({ field, label, fact }, index) => {
    const values = (row: FiledData) => row.own[index] ?? [];
    const [typed] = fact ? fieldColumns<FiledData>(ctx, [fact]) : [];
    return typed ? { ...typed, values } : { key: field, label, type: 'text', values };
  });
  const shown: (Column<FiledData> & { of: string })[] = [
    { of: own.state, ...stateColumn<FiledData>(ctx) },
    { of: own.area, ...(await areaColumn<FiledData>(ctx, ({ area }) => area)) },
    ...listed.map((each) => ({ of: each.key, ...each })),
    {
      of: own.since,
      ...column<FiledData>(ctx, 'since', 'instant', 'records.export.label.since', ({ standing }) => at(standing.since)),
    },
  ];
  const others = file.shown.flatMap((fact, index) => {
    const [each] = fieldColumns<FiledData>(ctx, [fact]);
    const isListed = data.list.columns.includes(fact.declaration.path);
    return each && !isListed ? [{ ...each, values: (row: FiledData) => row.values[index] ?? [] }] : [];
  });
  return {
    kind,
    title: texts.name,
    columns: [
      column(ctx, 'number', 'text', 'records.export.label.number', ({ number }) => words(number)),
      { key: 'title', label: texts.one, type: 'text', values: ({ title }) => words(title) },
      ...shown.filter(({ of }) => !hide.includes(of)).map(({ of: _of, ...each }) => each),
      ...others,
      column(ctx, 'createdAt', 'instant', 'records.export.label.createdAt', ({ createdAt }) => at(createdAt)),
    ],
    notes: file.isWhole ? [] : [say(ctx.language, 'records.export.onlyTold')],
    residents: ({ tied }) => tied,
    residentsAs: 'tie.read',
    page: file.page,
  };
}
