import type { ErrorObject } from 'ajv';
import type { Language } from '../rules/types.ts';
import { withoutFurigana } from './furigana.ts';
import { findErrors } from './ajv.ts';
import { expand } from './expand.ts';
import { fits } from './fields.ts';
import { settle } from './logic/settle.ts';
import { listUnmet, type Unmet } from './logic/unmet.ts';
import { sayError, tooMuchText } from './messages.ts';
import { TooManySteps } from './pattern.ts';
import type { Form, FormIssue, JsonSchema, Sources } from './types.ts';
import { escapeToken, fieldPath, fieldsByPath, isObject, sayingOf, tokensOf } from './walk.ts';

/** What `validate` needs of a form; a plain JSON Schema is one without words. */
export type Validatable = Pick<Form, 'schema'> & Partial<Pick<Form, 'texts' | 'uiSchema' | 'logic'>>;

/**
 * What is wrong with the answers, in the form's order (`ui:order`); empty when they are fine.
 * `path` is the JSON pointer of the field (the missing one's own for `required`), `code` Ajv's keyword (`enum` for a choice that is not on a source's list,
 * `refused` where the form's logic refuses). What the logic hides is not looked at, what it sets is taken as it sets it.
 * Without `sources` an `x-source` field takes any text. Throws Ajv's error where the schema is none (`checkForm` tells why).
 */
export function validate(
  form: Validatable,
  answers: unknown,
  language: Language = 'ja',
  sources?: Sources,
): FormIssue[] {
  return judge(() => listErrors(form, answers, language, sources).slice(0, MOST_TOLD), form, language);
}

/** Rules and entries that may be looked at for one set of answers: half a second's work. */
const MOST_LOOKS = 150_000;

function listErrors(form: Validatable, given: unknown, language: Language, sources?: Sources): ErrorObject[] {
  if (!form.logic || !isObject(given)) return findErrors(form.schema, given, sources);
  let left = MOST_LOOKS;
  const settled = settle(form, given, fits, (looks) => {
    left -= looks;
    if (left < 0) throw new TooManySteps();
  });
  return [
    ...findErrors(form.schema, settled.answers, sources),
    ...listUnmet(settled).map((unmet) => toError(unmet, language)),
  ];
}

/** What the logic asks for as Ajv would say it. */
function toError(unmet: Unmet, language: Language): ErrorObject {
  const { place, code } = unmet;
  const name = tokensOf(place).at(-1) ?? '';
  const [at, params] =
    code === 'required' ? [place.slice(0, place.lastIndexOf('/')), { missingProperty: name }] : [place, {}];
  const message = code === 'refused' ? { message: unmet.message[language] ?? unmet.message.ja } : {};
  return { keyword: code, instancePath: at, schemaPath: `#/logic/${code}`, params, parentSchema: {}, ...message };
}

/** More errors than anybody reads: describing them takes its time, and answers of millions of entries are sent by nobody who means well. */
const MOST_TOLD = 1000;

/** The errors that `find` finds, for people; one issue about the whole where the texts are too long for the form's patterns. */
export function judge(find: () => ErrorObject[], form: Validatable, language: Language): FormIssue[] {
  try {
    return describeErrors(find(), form, language);
  } catch (error) {
    if (error instanceof TooManySteps) return [{ path: '', code: 'too-much-text', message: tooMuchText[language] }];
    throw error;
  }
}

/** Ajv errors (made with `allErrors` and `verbose`) as issues for people: one a place and matter, without the noise of branches that were tried. */
function describeErrors(errors: ErrorObject[], form: Validatable, language: Language): FormIssue[] {
  const schemas = new Map([...fieldsByPath(expand(form.schema))].map(([path, field]) => [path, field.schema]));
  const issues = new Map<string, FormIssue>();
  for (const error of withoutBranches(errors)) {
    const path = errorPath(error);
    const field = fieldPath(path);
    const errorAtField =
      error.keyword === 'required' && schemas.has(field)
        ? {
            ...error,
            params: { ...error.params },
            parentSchema: { properties: { [String(error.params.missingProperty)]: schemas.get(field) } },
          }
        : error;
    const message =
      error.keyword === 'refused'
        ? (error.message ?? '')
        : sayError(
            errorAtField,
            labelOf(path, form, schemas, language),
            language,
            wordsOf(form, field, language)?.placeholder,
          );
    const code = error.keyword === 'x-source' ? 'enum' : error.keyword;
    // Two rules with one remedy (empty, and only blanks) are one matter to the person; a plain schema's reader wants each keyword.
    const matter = form.texts ? `${path} ${message}` : `${path} ${code} ${message}`;
    if (!issues.has(matter)) issues.set(matter, { path, code, message });
  }
  const order: unknown[] = Array.isArray(form.uiSchema?.['ui:order']) ? form.uiSchema['ui:order'] : [];
  const place = ({ path }: FormIssue) => order.indexOf(tokensOf(path)[0]);
  return [...issues.values()].sort((a, b) => place(a) - place(b));
}

function withoutBranches(errors: ErrorObject[]): ErrorObject[] {
  const tried = errors
    .filter((error) => error.keyword === 'oneOf' || error.keyword === 'anyOf')
    .map((parent) => ({ parent, places: [parent.schemaPath, ...listReferences(parent.schema)] }));
  const isBranch = (error: ErrorObject) =>
    tried.some(
      ({ parent, places }) =>
        error !== parent &&
        error.instancePath.startsWith(parent.instancePath) &&
        places.some((place) => error.schemaPath.startsWith(`${place}/`)),
    );
  const real = errors.filter((error) => !isBranch(error));
  // `if` only says that its branch failed, which the branch's own errors say better.
  const specific = real.filter((error) => error.keyword !== 'if');
  return specific.length > 0 ? specific : real;
}

/** Of the branches that are kept elsewhere (`$ref`), where: Ajv reports their errors from there. */
function listReferences(branches: unknown): string[] {
  return Array.isArray(branches)
    ? branches.flatMap((branch: unknown) => (isObject(branch) && typeof branch.$ref === 'string' ? [branch.$ref] : []))
    : [];
}

function errorPath(error: ErrorObject): string {
  // It is the end that is to be mended.
  if (error.keyword === 'x-period') return `${error.instancePath}/to`;
  const named: unknown =
    error.params.missingProperty ?? error.params.additionalProperty ?? error.params.unevaluatedProperty;
  return typeof named === 'string' ? `${error.instancePath}/${escapeToken(named)}` : error.instancePath;
}

/** What a form calls the field at a path, in Japanese where this language says nothing. */
function wordsOf(form: Validatable, path: string, language: Language) {
  const words = form.texts?.[language]?.fields[path] ?? form.texts?.ja.fields[path];
  if (!words) return undefined;
  const { title, placeholder = '' } = words;
  return { title: title && withoutFurigana(title), placeholder: withoutFurigana(placeholder) };
}

/** The field's label, with the entry's number where it stands in a list: 「構成員の2件目の氏名」. */
function labelOf(pointer: string, form: Validatable, schemas: Map<string, JsonSchema>, language: Language): string {
  let path = '';
  const parts: string[] = [];
  for (const token of tokensOf(pointer)) {
    const number = /^\d+$/.test(token);
    path = number ? `${path}[]` : path === '' ? token : `${path}.${token}`;
    const schema = schemas.get(path);
    if (!number)
      parts.push(wordsOf(form, path, language)?.title ?? (typeof schema?.title === 'string' ? schema.title : token));
    else {
      const list = schemas.get(path.slice(0, -2));
      const items = list && sayingOf(list, 'items');
      // An entry of a list of plain values is the list itself to the person.
      if (isObject(items) && !isObject(items.properties)) continue;
      parts.push(language === 'ja' ? `${Number(token) + 1}件目` : `entry ${Number(token) + 1}`);
    }
  }
  if (parts.length === 0) return language === 'ja' ? '回答' : 'The answers';
  const nested = parts.some((part, index) => index > 0 && part.length > 0);
  if (!nested) return parts[0] ?? '';
  return language === 'ja' ? parts.join('の') : parts.join(', ');
}
