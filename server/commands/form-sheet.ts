import { writeFile } from 'node:fs/promises';
import { readForm } from '../../forms/edit.ts';
import { purposes } from '../../forms/purposes.ts';
import { readBook } from '../../forms/sheet/book.ts';
import { readSheets } from '../../forms/sheet/read-sheet.ts';
import type { Form, FormPurpose } from '../../forms/types.ts';
import { readTables } from '../imports/form-sheet/read-tables.ts';
import { writeFormWorkbook } from '../imports/form-sheet/write-workbook.ts';
import { isObject } from '../kernel/is-object.ts';
import { say } from '../kernel/texts/index.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput, readJson } from './input.ts';
import { readOptions } from './read-options.ts';

export const sheetUsages = {
  export: 'form export FILE --xlsx NEW',
  import: 'form import FILE.xlsx [--onto FILE] [--purpose PURPOSE] [--key KEY]',
};

/**
 * A form as an Excel workbook (an XLSForm), and back. `export` writes a new file. `import` prints the form as JSON, put back onto that of `--onto` if
 * one is named; what did not become what the sheet says, and each cell that is another, stands a line of JSON each on `err`. 1: something was told.
 */
export async function runFormSheet(command: 'export' | 'import', args: string[], io: CommandIo): Promise<0 | 1> {
  const { words, values } = readOptions(args, sheetUsages[command], {
    words: 1,
    needed: command === 'export' ? ['xlsx'] : [],
    values: command === 'export' ? [] : ['onto', 'purpose', 'key'],
  });
  const [file = ''] = words;
  if (command === 'export') {
    const made = await writeFormWorkbook(await readFormFile(file, io));
    await writeFile(values.xlsx ?? '', made, { flag: 'wx' }).catch((cause: unknown) => {
      throw new BadInput(`${values.xlsx}: cannot be written, or exists already`, { cause });
    });
    return 0;
  }
  const { purpose, key } = values;
  if (purpose !== undefined && !isPurpose(purpose))
    throw new BadInput(`--purpose ${purpose}: one of ${Object.keys(purposes).join(', ')} is wanted`);
  const bytes = await io.readFile(file).catch((cause: unknown) => {
    throw new BadInput(`${file}: the file cannot be read`, { cause });
  });
  const read = await readTables(bytes, file);
  if ('error' in read)
    throw new BadInput(say('en', `imports.file.${read.error.code}`, { fileName: file, ...read.error.params }));
  const onto = values.onto === undefined ? undefined : await readFormFile(values.onto, io);
  const { form, changes, notices } = readSheets(readBook(read.tables), {
    ...(onto ? { onto } : { ...(purpose && { purpose }), ...(key && { key }) }),
    language: io.language ?? 'ja',
  });
  for (const line of [...notices, ...changes]) io.err(JSON.stringify(line));
  io.out(JSON.stringify(form, null, 2));
  return notices.length > 0 ? 1 : 0;
}

async function readFormFile(file: string, io: CommandIo): Promise<Form> {
  const document = await readJson(file, io);
  const form = isObject(document) ? readForm(document) : null;
  if (!form) throw new BadInput(`${file}: no form (form check tells what is wrong with it)`);
  return form;
}

const isPurpose = (word: string): word is FormPurpose => Object.hasOwn(purposes, word);
