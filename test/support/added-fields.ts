import { readFile } from 'node:fs/promises';
import path from 'node:path';

type Form = {
  key: string;
  schema: { properties: Record<string, object> };
  uiSchema: Record<string, unknown> & { 'ui:order'?: string[] };
  texts: { ja: { fields: Record<string, object> } };
};

/** What an officer adds to a form, without a mark on any of them: a free text, a counted and a dated field. */
const added = {
  emergencyContact: [{ type: 'string', maxLength: 200 }, '緊急連絡先'],
  insuredNumber: [{ type: 'integer' }, '被保険者番号'],
  movesOn: [{ type: 'string', format: 'date' }, '転居する日'],
} as const;

/** Answers to them. No text of them stands anywhere else. */
export const addedAnswers = { emergencyContact: '緊急 連絡夫', insuredNumber: 7_351_997_351, movesOn: '2031-05-06' };

/** A form of the library with these fields as an officer would add them. */
export async function withAddedFields(key: string): Promise<Form> {
  const file = path.join(import.meta.dirname, `../../forms/library/${key}.form.json`);
  const form = JSON.parse(await readFile(file, 'utf8')) as Form;
  for (const [name, [schema, title]] of Object.entries(added)) {
    form.schema.properties[name] = schema;
    form.texts.ja.fields[name] = { title };
    form.uiSchema['ui:order']?.push(name);
  }
  return form;
}
