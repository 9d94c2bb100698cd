import { subjectOf } from '../../registers/index.ts';
import { fieldWords, formName } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { definitionInForce } from '../definitions/definitions.ts';
import { askedInRows } from '../imports/form-rows/form-of-rows.ts';
import type { AskedField } from '../imports/form-rows/read-answer.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import type { ExportedFile } from '../lists/export-list.ts';
import { xlsxType } from '../lists/write-export.ts';
import { letterOf, writeWorkbook, type Cell, type ColumnHelp, type Sheet } from '../lists/write-workbook.ts';
import { listRegisters } from '../registers/registers-in-force.ts';
import { blankSources } from './blank-sources.ts';

/** As what a list of this form's answers is imported; null: answers of it come in no list. */
export function importedAs(ctx: MunicipalContext, { key, purpose }: Pick<Form, 'key' | 'purpose'>): string | null {
  if (purpose === 'need-intake') return 'needs';
  const register = listRegisters(ctx).find(({ data }) => purpose === 'record' && data.form === key);
  return register ? subjectOf(register.data.key) : null;
}

/**
 * A form in force as a workbook to be filled in: a row for each record and a column for each question, as its list is read back (`formOfRows`), and not
 * a page for each record. Whoever fills it in sees many at once, copies and sorts them, and what comes back is one table. Choices are
 * offered in the cells. Throws not-found, also for a form whose answers come in no list.
 */
export async function blankSheet(ctx: MunicipalContext, key: string): Promise<ExportedFile> {
  const form = await definitionInForce(ctx, 'form', key);
  if (!form || importedAs(ctx, form.body) === null) throw notFound();
  const fields = askedInRows(form.body, await blankSources(ctx));
  return {
    name: `${key}-${ctx.municipality.code}-${form.number}.xlsx`,
    type: xlsxType,
    content: writeWorkbook(sheetsOf(ctx, form.body, fields), new Date(ctx.now)),
  };
}

function sheetsOf(ctx: MunicipalContext, form: Form, fields: readonly AskedField[]): Sheet[] {
  const { language } = ctx;
  const text = (name: string): string => say(language, `paper.sheet.${name}`);
  const labelOf = ({ label }: AskedField): string => label[language] ?? label.ja;
  const choicesOf = ({ type, chosen }: AskedField): string[] =>
    chosen?.map(({ value, words: [word = value] }) => word) ??
    (type === 'boolean' ? [say(language, 'records.fields.true'), say(language, 'records.fields.false')] : []);
  const offering = fields.filter((field) => choicesOf(field).length > 0);
  const placeOf = (field: AskedField): string => {
    const column = letterOf(offering.indexOf(field));
    return `'${text('choices')}'!$${column}$2:$${column}$${choicesOf(field).length + 1}`;
  };
  const howTo = (field: AskedField): string => {
    const words = fieldWords(form, field.path, language);
    return [field.required ? text('required') : '', text(`how.${wayOf(field)}`), words.help ?? '']
      .filter((part) => part !== '')
      .join('\n');
  };
  const help = new Map(
    fields.map((field, index): [number, ColumnHelp] => [
      index,
      {
        title: labelOf(field),
        text: howTo(field),
        ...(offering.includes(field)
          ? { list: placeOf(field), isOnly: field.type !== 'array' && !field.path.includes('[]') }
          : {}),
      },
    ]),
  );
  const header = fields.map((field) => {
    const more = [field.unit?.[language] ?? field.unit?.ja, field.required ? text('must') : undefined].filter(Boolean);
    return more.length === 0 ? labelOf(field) : `${labelOf(field)}（${more.join(text('between'))}）`;
  });
  const longest = Math.max(0, ...offering.map((field) => choicesOf(field).length));
  const offered = Array.from({ length: longest }, (_, row): Cell[] =>
    offering.map((field) => choicesOf(field)[row] ?? null),
  );
  return [
    {
      name: formName(form, language),
      widths: header.map((label) => Math.min(40, Math.max(14, label.length * 2 + 2))),
      columns: help,
      lines: [[header]],
    },
    {
      name: text('guide'),
      widths: [32, 70],
      lines: [
        [
          [text('guide'), text('row')],
          ...fields.map((field): Cell[] => [
            labelOf(field),
            [howTo(field), choicesOf(field).join(text('between'))].filter((part) => part !== '').join('\n'),
          ]),
        ],
      ],
    },
    { name: text('choices'), widths: offering.map(() => 20), hidden: true, lines: [[offering.map(labelOf)], offered] },
  ];
}

/** How an answer is written. */
function wayOf({ path, type, format, chosen, source }: AskedField): string {
  if (chosen && chosen.length === 0 && source !== undefined) return type === 'array' ? 'names' : 'name';
  if (chosen) return type === 'array' ? 'several' : 'one';
  if (path.includes('[]')) return 'lines';
  if (type === 'boolean') return 'one';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'array') return 'words';
  return format === 'date' ? 'day' : format === 'date-time' ? 'instant' : 'text';
}
