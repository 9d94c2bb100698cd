import type { Language } from '../../rules/types.ts';
import { drawnFormats, drawnWidgets } from '../drawn.ts';
import { allItems, outlineOf, uiKeys, uiOf } from '../outline.ts';
import { changeAt, readForm, setDrawing, setWords } from '../edit.ts';
import type { FieldTexts, Form, FormPurpose, JsonSchema } from '../types.ts';
import { choicesOf, fieldsByPath, isObject, mapSchemas, sayingOf, writeValue } from '../walk.ts';
import { expand } from '../expand.ts';
import { sayNotice, type NoticeCode } from './messages.ts';

/** What of a schema of others is another with us; `path`: the field's, empty for the form. */
export type SchemaNotice = { path: string; code: NoticeCode; message: string };

const newest = /draft\/20(?:19-09|20-12)\/schema/;

/**
 * A form of ours, `{schema, uiSchema}` as rjsf takes them, or a plain JSON Schema, as a form of ours: draft-07 where no `$schema` says otherwise. Titles,
 * descriptions and names of choices become texts; null where it is none of them. What the builder cannot show stays as it is written.
 */
export function formOfSchema(
  document: unknown,
  { key, purpose, language = 'ja' }: { key: string; purpose: FormPurpose; language?: Language },
): { form: Form; notices: SchemaNotice[] } | null {
  if (!isObject(document)) return null;
  const own = 'texts' in document ? readForm({ ...document, key }) : null;
  if (own) return { form: own, notices: [] };
  const given = isObject(document['schema']) ? document['schema'] : document;
  const ui = isObject(document['uiSchema']) && given !== document ? document['uiSchema'] : {};
  if (typeof given['$ref'] !== 'string' && !isObject(given['properties']) && given['type'] !== 'object') return null;
  const notices: SchemaNotice[] = [];
  const tell = (path: string, code: NoticeCode, params: Record<string, string>): void =>
    void notices.push({ path, code, message: sayNotice(language, code, params) });
  const { $schema, ...written } = given;
  const isOld = typeof $schema !== 'string' || !newest.test($schema);
  // The form's own schema must be of fields itself.
  const schema: JsonSchema = { ...mapSchemas(written, isOld ? renew : (inner) => inner), type: 'object' };
  for (const name of ['$id', 'title', 'description']) delete schema[name];
  const name = textOf(ui['ui:title']) ?? textOf(written['title']) ?? key;
  const about = textOf(ui['ui:description']) ?? textOf(written['description']);
  const submit = isObject(ui['ui:submitButtonOptions'])
    ? textOf(ui['ui:submitButtonOptions']['submitText'])
    : undefined;
  let form: Form = {
    key,
    purpose,
    texts: { ja: { name, ...(about && { description: about }), ...(submit && { submit }), fields: {} } },
    schema: mapSchemas(schema, (inner) => listChoices(takeFormat(inner, tell))),
    ...(Object.keys(ui).length > 0 && { uiSchema: ui }),
  };
  for (const [path, { schema: field }] of fieldsByPath(expand(schema)))
    form = takeWords(form, path, field, path.slice(path.lastIndexOf('.') + 1));
  form = { ...form, schema: mapSchemas(form.schema, withoutWords) };
  return { form: takeDrawing(form, tell), notices };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** What draft-07 says, as the newest says it. */
function renew(schema: JsonSchema): JsonSchema {
  const { dependencies, additionalItems, ...next } = schema;
  if (isObject(dependencies)) {
    const entries = Object.entries(dependencies);
    const required = entries.filter(([, needs]) => Array.isArray(needs));
    const schemas = entries.filter(([, needs]) => isObject(needs));
    if (required.length > 0) next['dependentRequired'] = Object.fromEntries(required);
    if (schemas.length > 0) next['dependentSchemas'] = Object.fromEntries(schemas);
  }
  if (Array.isArray(next['items'])) {
    next['prefixItems'] = next['items'];
    delete next['items'];
    if (additionalItems !== undefined) next['items'] = additionalItems;
  }
  // In draft-07 nothing beside a reference holds but what is only said of it.
  if (typeof next['$ref'] === 'string')
    for (const key of Object.keys(next))
      if (!['$ref', 'title', 'description', 'default', '$comment', 'definitions', '$defs', 'properties'].includes(key))
        delete next[key];
  return next;
}

type Tell = (path: string, code: NoticeCode, params: Record<string, string>) => void;

/** A way of writing that has no input is typed as any text. */
function takeFormat(schema: JsonSchema, tell: Tell): JsonSchema {
  const { format, ...others } = schema;
  if (typeof format !== 'string' || drawnFormats.has(format)) return schema;
  tell('', 'format-left', { format });
  return { ...others, $comment: [others['$comment'], `format: ${format}`].filter(Boolean).join('\n') };
}

/** Choices that are texts with words (`oneOf` of `const` and `title`) as the builder has them. */
function listChoices(schema: JsonSchema): JsonSchema {
  const { oneOf, anyOf, enumNames: _, ...others } = schema;
  const listed = Array.isArray(oneOf) && !anyOf ? oneOf : Array.isArray(anyOf) && !oneOf ? anyOf : undefined;
  const isPlain = listed?.every((each: unknown) => isObject(each) && typeof each['const'] === 'string');
  if (!listed || !isPlain || 'enum' in others || listed.length === 0) {
    const { enumNames: __, ...kept } = schema;
    return 'enumNames' in schema ? kept : schema;
  }
  return { type: 'string', ...others, enum: listed.map((each: unknown) => (isObject(each) ? each['const'] : each)) };
}

/** What is text and stands with the texts now. Names of what is no field stay. */
const withoutWords = (schema: JsonSchema): JsonSchema => {
  if (!isObject(schema['properties'])) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema['properties']).map(([name, field]) => {
        if (!isObject(field)) return [name, field];
        const { title: _, description: __, ...others } = field;
        return [name, others];
      }),
    ),
  };
};

/** A field's title, help, placeholder and names of choices from schema and uiSchema; the title falls back to the name, as rjsf has it. */
function takeWords(form: Form, path: string, field: JsonSchema, name: string): Form {
  const ui = uiOf(form, path) ?? {};
  const options = isObject(ui['ui:options']) ? ui['ui:options'] : {};
  const from = (key: string): string | undefined => textOf(ui[`ui:${key}`]) ?? textOf(options[key]);
  const words: Partial<FieldTexts> = { title: from('title') ?? textOf(sayingOf(field, 'title')) ?? name };
  const help = [from('description') ?? textOf(sayingOf(field, 'description')), from('help')].filter(Boolean).join('\n');
  if (help) words.help = help;
  const placeholder = from('placeholder');
  if (placeholder) words.placeholder = placeholder;
  const holder = isObject(field['items']) && !isObject(field['items']['properties']) ? field['items'] : field;
  const named = ui['ui:enumNames'] ?? options['enumNames'] ?? holder['enumNames'];
  const names = Array.isArray(named) ? named.map(String) : [];
  const choices =
    choicesOf(field) ??
    (sayingOf(field, 'type') === 'boolean' && names.length > 0 ? [{ value: true }, { value: false }] : []);
  if (choices.length > 0)
    words.choices = Object.fromEntries(
      choices.map((choice, index) => {
        const value = writeValue(choice.value);
        return [value, names[index] ?? ('title' in choice ? choice.title : undefined) ?? value];
      }),
    );
  return setWords(form, path, 'ja', words);
}

const saidOf = ['title', 'description', 'help', 'placeholder', 'enumNames'];

/** The uiSchema without what became texts, and without inputs that we do not have. */
function takeDrawing(form: Form, tell: Tell): Form {
  let next = form;
  for (const { path } of allItems(outlineOf(form))) {
    const ui = uiOf(next, path);
    if (!ui) continue;
    const gone: Record<string, undefined> = {};
    for (const key of saidOf) if (`ui:${key}` in ui) gone[`ui:${key}`] = undefined;
    const widget = ui['ui:widget'];
    if (widget !== undefined && !(typeof widget === 'string' && drawnWidgets.has(widget))) {
      tell(path, 'widget-left', { name: writeValue(widget), path });
      gone['ui:widget'] = undefined;
    }
    if ('ui:field' in ui) {
      tell(path, 'widget-left', { name: writeValue(ui['ui:field']), path });
      gone['ui:field'] = undefined;
    }
    if (Object.keys(gone).length > 0) next = setDrawing(next, path, gone);
    const options = uiOf(next, path)?.['ui:options'];
    if (isObject(options)) {
      const isLeft = typeof options['widget'] === 'string' && !drawnWidgets.has(options['widget']);
      if (isLeft) tell(path, 'widget-left', { name: writeValue(options['widget']), path });
      const kept = Object.fromEntries(
        Object.entries(options).filter(([key]) => !saidOf.includes(key) && !(isLeft && key === 'widget')),
      );
      next = changeAt(next, ['uiSchema', ...uiKeys(path), 'ui:options'], () =>
        Object.keys(kept).length > 0 ? kept : undefined,
      );
    }
  }
  const { uiSchema, ...others } = next;
  const known = new Set(outlineOf(next).map(({ name }) => name));
  const kept = Object.entries(uiSchema ?? {}).filter(([key]) => known.has(key) || key === 'ui:order');
  for (const [key] of Object.entries(uiSchema ?? {}))
    if (!known.has(key) && !['ui:order', 'ui:title', 'ui:description', 'ui:submitButtonOptions'].includes(key))
      tell('', 'setting-left', { name: key });
  return kept.length > 0 ? { ...others, uiSchema: Object.fromEntries(kept) } : others;
}
