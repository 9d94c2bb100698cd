import { fieldWords, listFields } from '../../../forms/index.ts';
import { expand } from '../../../forms/expand.ts';
import { kindsOfSource } from '../../../forms/ties.ts';
import type { Form, FormField, JsonSchema, Sources } from '../../../forms/types.ts';
import { fieldsByPath, isObject, sayingOf, typeOf } from '../../../forms/walk.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { listTied } from '../../records/ties/pick.ts';
import { tiePart } from '../../records/ties/tie-parts.ts';
import type { FormOfRows } from './planner.ts';
import type { AskedField, Chosen } from './read-answer.ts';

/** So many records of a kind are known by their names in a list. */
const MOST_TIED = 2000;

/** What a list of this form's answers is read by. `sources`: what the asker may choose. */
export async function formOfRows(
  ctx: MunicipalContext,
  form: Form,
  sources: Sources,
): Promise<Omit<FormOfRows, 'shown' | 'there'>> {
  const tied = await tiedSources(ctx, form);
  const all = { ...sources, ...tied };
  return { form, language: ctx.language, sources: all, fields: askedInRows(form, all) };
}

/** The questions that one cell can answer: no files, no lists in lists. Of a list within the record, a cell has one entry on each of its lines. */
export function askedInRows(form: Form, sources: Sources): AskedField[] {
  const schemas = fieldsByPath(expand(form.schema));
  return listFields(form).flatMap((field): AskedField[] => {
    const { path, type, format, unit, required, source } = field;
    const schema = schemas.get(path)?.schema ?? {};
    const chosen = chosenIn(field, sources);
    const isDeep = path.includes('[]') && (!/^[^[]+\[\]\.[^[]+$/.test(path) || type === 'array');
    if (isDeep || type === 'object' || (type === 'array' && !chosen && !isWords(schema))) return [];
    const pattern = sayingOf(schema, 'pattern');
    return [
      {
        path,
        type,
        label: labelIn(form, field),
        required,
        ...(format && { format }),
        ...(unit && { unit }),
        ...(source && { source }),
        ...(chosen && { chosen }),
        ...(typeof pattern === 'string' && { pattern }),
      },
    ];
  });
}

/** What a column for it is called: what stands in a list within the record, with that list's name. */
function labelIn(form: Form, { path, label }: FormField): FormField['label'] {
  const [holder, inner] = path.split('[].');
  if (holder === undefined || inner === undefined) return label;
  const ja = `${fieldWords(form, holder, 'ja').title ?? holder}：${label.ja}`;
  const around = form.texts.en?.fields[holder] && fieldWords(form, holder, 'en').title;
  return around !== undefined && label.en !== undefined ? { ja, en: `${around}: ${label.en}` } : { ja };
}

/** A list of texts. */
function isWords(schema: JsonSchema): boolean {
  const items = sayingOf(schema, 'items');
  return isObject(items) && typeOf(items) === 'string';
}

function chosenIn({ choices, source }: FormField, sources: Sources): Chosen[] | undefined {
  if (choices) return choices.map(({ value, text }) => ({ value, words: [text.ja, text.en ?? text.ja] }));
  if (source === undefined) return undefined;
  return (sources[source] ?? [])
    .filter(({ heldOnly }) => heldOnly !== true)
    .map(({ value, label }) => ({ value, words: [label] }));
}

/** Records that fields name, by their titles. Who are residents, or about them, is not handed over in a list. */
async function tiedSources(ctx: MunicipalContext, form: Form): Promise<Sources> {
  const sources: Sources = {};
  for (const { source } of listFields(form)) {
    const kinds = kindsOfSource(source);
    if (source === undefined || !kinds || sources[source]) continue;
    const choices = [];
    for (const kind of kinds)
      if (tiePart(ctx, kind)?.ofResident !== true)
        for (const { id, title } of await listTied(ctx, kind, MOST_TIED)) choices.push({ value: id, label: title });
    sources[source] = choices;
  }
  return sources;
}
