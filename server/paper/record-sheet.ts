import type { PaperLine } from '../../forms/paper/types.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notAllowed } from '../kernel/errors.ts';
import type { Look } from '../kernel/looks.ts';
import { may } from '../kernel/rights.ts';
import { say } from '../kernel/texts/index.ts';
import type { ExportedFile } from '../lists/export-list.ts';
import { xlsxType } from '../lists/write-export.ts';
import { writeWorkbook, type Cell, type Sheet } from '../lists/write-workbook.ts';
import { audienceOf } from '../records/audience-of.ts';
import { kindName, recordKind, type MovingRow } from '../records/record-kind.ts';
import { presentStanding } from '../records/standing.ts';
import { presentStory } from '../records/story.ts';
import { readTies } from '../records/ties/read-ties.ts';
import { tiePart } from '../records/ties/tie-parts.ts';
import { sayInstant } from '../settings/say-day.ts';
import { readFilledSheets, type FilledSheets } from './filled-sheets.ts';

/**
 * One record as a workbook: what was answered, as it is printed; the steps that were taken; and what it is tied to. Nothing that its sheets and its
 * page do not tell the asker. Throws not-found for a record that they may not see, not-allowed where its register lets them write out none.
 */
export async function recordSheet(
  ctx: MunicipalContext,
  kind: string,
  id: string,
): Promise<{ file: ExportedFile; looks: Look[] }> {
  const { body, looks } = await readFilledSheets(ctx, kind, id);
  const description = recordKind(ctx, kind);
  const row = await description.load(ctx, id);
  // It was there a moment ago.
  if (!row) throw notAllowed();
  // Only registers have rights that speak of writing out; of all else whoever reads it may.
  if ('data' in description && !may(description.rights, ctx.actor, 'export', description.judged(row)))
    throw notAllowed();
  // Who did what for a resident is told to whom the resident is.
  const isTold = !description.ofResident || audienceOf(ctx, description, row) === 'staff';
  const ties = tiePart(ctx, kind) ? await readTies(ctx, { kind, id }) : null;
  const sheets = [
    await answersSheet(ctx, row, body),
    ...(isTold ? [await stepsSheet(ctx, kind, row)] : []),
    ...(ties ? [tiesSheet(ctx, [...ties.body.outgoing, ...ties.body.incoming])] : []),
  ];
  const title = description.title(row);
  return {
    file: {
      name: `${kind}-${ctx.municipality.code}-${ctx.today}.xlsx`,
      type: xlsxType,
      content: writeWorkbook(sheets, new Date(ctx.now)),
    },
    looks: [
      ...looks,
      ...(ties?.looks ?? []),
      { action: `${kind}.write`, record: { kind, id, title }, details: { format: 'xlsx', face: 'people' } },
    ],
  };
}

async function answersSheet(
  ctx: MunicipalContext,
  row: MovingRow,
  { record, sheets, older }: FilledSheets,
): Promise<Sheet> {
  const { language } = ctx;
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const lines: Cell[][] = [
    [say(language, 'records.export.item'), say(language, 'records.export.content')],
    [kindName(ctx, record.kind), record.title],
    [say(language, 'records.export.label.state'), presentStanding(row, workflow.body, language).name],
    [say(language, 'records.export.about.at'), sayInstant(language, ctx.now)],
    [say(language, 'records.export.about.by'), ctx.actor.name],
    ...(older === undefined ? [] : [[say(language, 'paper.record.older'), ''] as Cell[]]),
    ...sheets.flatMap(({ paper, answeredAt, answeredBy }): Cell[][] => [
      [null, null],
      [paper.name, [sayInstant(language, answeredAt), answeredBy ?? ''].filter(Boolean).join(' ')],
      ...paper.lines.flatMap((line) => linesOf(ctx, line)),
    ]),
  ];
  return { name: record.title, widths: [36, 80], lines: [lines] };
}

function linesOf({ language }: MunicipalContext, line: PaperLine): Cell[][] {
  if (line.is === 'question') return [[line.title, line.value ?? '']];
  if (line.is === 'group') return [[line.title, '']];
  if (line.is !== 'table') return [];
  const between = say(language, 'paper.sheet.between');
  return line.rows.map((cells, index) => [
    `${line.title} ${index + 1}`,
    line.columns.flatMap(({ title }, at) => (cells[at] ? [`${title} ${cells[at]}`] : [])).join(between),
  ]);
}

/** The steps that were taken, the first one first; what was answered in them stands on the first sheet. */
async function stepsSheet(ctx: MunicipalContext, kind: string, row: MovingRow): Promise<Sheet> {
  const word = (name: string): string => say(ctx.language, `paper.record.${name}`);
  const story = await presentStory(ctx, kind, row, {}, { withhold: () => ({}) });
  return {
    name: word('steps'),
    widths: [22, 22, 36, 28],
    lines: [
      [
        ['at', 'by', 'step', 'state'].map(word),
        ...story.toReversed().map(({ at, by, name, to }): Cell[] => [sayInstant(ctx.language, at), by, name, to]),
      ],
    ],
  };
}

function tiesSheet(ctx: MunicipalContext, groups: readonly { label: string; items: { title: string }[] }[]): Sheet {
  return {
    name: say(ctx.language, 'paper.record.ties'),
    widths: [36, 60],
    lines: [
      [
        [say(ctx.language, 'records.export.item'), say(ctx.language, 'paper.record.tied')],
        ...groups.flatMap(({ label, items }) => items.map(({ title }): Cell[] => [label, title])),
      ],
    ],
  };
}
