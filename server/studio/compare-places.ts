import type { DefinitionKind } from '../definitions/store.ts';
import { diffPlaces, placeKey, type PlaceChange } from '../definitions/places.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { isObject } from '../kernel/is-object.ts';
import { hasText, say } from '../kernel/texts/index.ts';
import type { Body, Difference } from './slot.ts';

/** What is different in two forms, workflows or registers, place by place, each named by what people call it. */
export function comparePlaces(
  ctx: MunicipalContext,
  kind: 'form' | 'workflow' | 'register',
  before: Body,
  after: Body,
): Difference[] {
  return diffPlaces(before, after).map((change) => {
    const what = kindOf(change);
    return {
      kind: what,
      part: change.path[0] ?? '',
      path: placeKey(change.path),
      message: say(ctx.language, `settings.place.${what}`, {
        place: sayPlace(ctx, kind, [after, before], change.path),
      }),
      ...(change.before === undefined ? {} : { before: write(change.before) }),
      ...(change.after === undefined ? {} : { after: write(change.after) }),
    };
  });
}

const kindOf = ({ before, after }: PlaceChange): 'added' | 'removed' | 'changed' =>
  before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';

const LONGEST = 300;
export function write(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const get = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );

/** A place in words: the field, state or step that it belongs to, and where in it. `bodies`: the first that has a name for it counts. */
export function sayPlace(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  bodies: readonly unknown[],
  path: readonly string[],
): string {
  const owner = ownerOf(kind, path);
  if (!owner) return (kind === 'rules' || path[0] === 'texts' ? sayParts(ctx, path).join(' ') : placeKey(path)) || '/';
  const [what, id, rest] = owner;
  const name = nameOf(ctx, what, id, bodies) ?? id;
  const words = say(ctx.language, `settings.place.${what}`, { name });
  const inWords = kind === 'rules' || rest[0] === 'texts';
  return [words, ...(inWords ? sayParts(ctx, rest) : rest.length > 0 ? [rest.join(' › ')] : [])].join(' ');
}

/** A part of a rule or of a rule set, or a text: its own word where it has one. */
function sayParts({ language }: MunicipalContext, path: readonly string[]): string[] {
  const [part = '', spoken, inTexts] = path;
  const word = (name: string): string =>
    hasText(`settings.placePart.${name}`) ? say(language, `settings.placePart.${name}`) : name;
  if (part === 'texts' && inTexts !== undefined)
    return [`${word(inTexts)}${spoken === 'en' ? word('english') : ''}`, ...path.slice(3)];
  return path.length === 0 ? [] : [word(part), ...(path.length > 1 ? [path.slice(1).join(' › ')] : [])];
}

type Owner = [what: 'field' | 'state' | 'step' | 'rule' | 'named' | 'example', id: string, rest: string[]];

/** Whose place it is, and what is left of the path; null: nobody's in particular. */
function ownerOf(kind: DefinitionKind, path: readonly string[]): Owner | null {
  const after = (name: string): number => path.lastIndexOf(name) + 1;
  if (kind === 'form') {
    if (path[0] === 'texts' && path[2] === 'fields' && path[3] !== undefined)
      return ['field', path[3], ['texts', path[1] ?? '', ...path.slice(4)]];
    const at = after('properties');
    if (path[0] === 'schema' && at > 0 && path[at] !== undefined) return ['field', path[at], path.slice(at + 1)];
    if (path[0] === 'uiSchema' && path[1] !== undefined && !path[1].startsWith('ui:'))
      return ['field', path[1], path.slice(2)];
  }
  if (kind === 'rules') {
    const [part, id] = path;
    const what = { rules: 'rule', conditions: 'named', conditionTexts: 'named', examples: 'example' } as const;
    if (id === undefined || !Object.hasOwn(what, part ?? '')) return null;
    return [what[part as keyof typeof what], id, path.slice(2)];
  }
  if (kind === 'workflow') {
    const [part, id] = path;
    if ((part === 'states' || part === 'steps') && id !== undefined)
      return [part === 'states' ? 'state' : 'step', id, path.slice(2)];
    const at = after('states');
    if (part === 'machine' && at > 0 && path[at] !== undefined) return ['state', path[at], path.slice(at + 1)];
  }
  return null;
}

function nameOf(
  { language }: MunicipalContext,
  what: Owner[0],
  id: string,
  bodies: readonly unknown[],
): string | undefined {
  for (const body of bodies)
    for (const spoken of [language, 'ja']) {
      const name =
        what === 'field'
          ? get(body, 'texts', spoken, 'fields', id, 'title')
          : what === 'rule'
            ? get(ruleOf(body, id), 'texts', spoken, 'name')
            : what === 'named'
              ? get(body, 'conditionTexts', id, spoken)
              : what === 'example'
                ? id
                : get(body, what === 'state' ? 'states' : 'steps', id, 'texts', spoken, 'name');
      if (typeof name === 'string') return name;
    }
  return undefined;
}

function ruleOf(body: unknown, name: string): unknown {
  const rules = get(body, 'rules');
  return Array.isArray(rules) ? rules.find((rule) => isObject(rule) && rule['name'] === name) : undefined;
}
