import type { FactDeclaration, Text } from '../../rules/types.ts';
import { expand } from '../expand.ts';
import { fieldWords } from '../localize.ts';
import type { Form, JsonSchema } from '../types.ts';
import { choicesOf, fieldsByPath, holderOf, isObject, sayingOf, writeValue } from '../walk.ts';
import { fieldType, isTimed, sharedTokens, spreadType, tokensOf, type FieldType } from './plan.ts';

/** Every field of a form by its path, with what all places that ask it say of it. */
export type FieldsByPath<More = object> = ReadonlyMap<string, { schema: JsonSchema } & More>;

/** A field as a fact where a rule for `scope` stands, called by its path; null where nothing can be asked about it there. */
export function declareFact(
  path: string,
  scope: string,
  fields: FieldsByPath,
): (FactDeclaration & { type: string }) | null {
  const { schema = {} } = fields.get(path) ?? {};
  const type = typeAt(path, scope, fields);
  if (type === null || isTimed(schema)) return null;
  const choices = type === 'choice' || type === 'choices' ? choicesOf(schema) : undefined;
  return {
    path,
    // Of a list of groups only the size is asked.
    type: type === 'rows' ? 'strings' : type,
    ...(type === 'rows' && { sizeOnly: true }),
    label: { ja: path },
    origin: 'form',
    optional: true,
    ...(choices && {
      choices: choices.map(({ value }) => ({ value: writeValue(value), text: { ja: writeValue(value) } })),
    }),
  };
}

/** What a field is where a rule for `scope` stands. */
export function typeAt(path: string, scope: string, fields: FieldsByPath): FieldType {
  const tokens = tokensOf(path);
  const own = fieldType(fields.get(path)?.schema ?? {});
  return tokens.includes('[]', sharedTokens(tokens, scope)) ? spreadType(own) : own;
}

/**
 * What a rule for `scope` may ask about, in words of both languages, in the form's order. A field in entries that are read all together, and one that is
 * called as another is, is told with what it lies in.
 */
export function factsAt(form: Pick<Form, 'schema' | 'texts'>, scope: string): FactDeclaration[] {
  const fields = fieldsByPath(expand(form.schema));
  const titles = new Map([...fields.keys()].map((path) => [path, titleOf(form, path)]));
  const named = Map.groupBy(titles.values(), ({ ja }) => ja);
  return [...fields].flatMap(([path, { schema }]) => {
    const fact = declareFact(path, scope, fields);
    if (!fact) return [];
    const own = titles.get(path) ?? { ja: path };
    const around = titles.get(holderOf(path));
    const tokens = tokensOf(path);
    const isSpread = tokens.includes('[]', sharedTokens(tokens, scope));
    const unit = sayingOf(schema, 'x-unit');
    return [
      {
        ...fact,
        label: around && (isSpread || (named.get(own.ja)?.length ?? 0) > 1) ? within(around, own) : own,
        ...(fact.choices && { choices: choicesIn(form, path, schema) }),
        ...(isObject(unit) &&
          typeof unit.ja === 'string' && {
            unit: { ja: unit.ja, ...(typeof unit.en === 'string' && { en: unit.en }) },
          }),
      },
    ];
  });
}

/** What a field is called; one without a name by its path. */
function titleOf(form: Pick<Form, 'texts'>, path: string): Text {
  const ja = fieldWords(form, path, 'ja').title || path;
  return { ja, en: fieldWords(form, path, 'en').title || ja };
}

const within = (around: Text, own: Text): Text => ({
  ja: `${around.ja}の${own.ja}`,
  en: `${around.en ?? around.ja}: ${own.en ?? own.ja}`,
});

function choicesIn(form: Pick<Form, 'texts'>, path: string, schema: JsonSchema): { value: string; text: Text }[] {
  const [ja, en] = (['ja', 'en'] as const).map((language) => fieldWords(form, path, language).choices ?? {});
  return (choicesOf(schema) ?? []).map(({ value, title }) => {
    const written = writeValue(value);
    const text = ja?.[written] ?? title ?? written;
    return { value: written, text: { ja: text, en: en?.[written] ?? text } };
  });
}
