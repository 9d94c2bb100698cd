import type { Knex } from 'knex';

/*
 * Versions of forms that were published before fields said whom they may be told to (`x-tell`), whether they are personal (`x-personal`) and what they
 * are to the program (`x-role`): what the shipped fields say stands beside them as a supplement. A field that no shipped form has gets nothing: it is
 * told to the staff of the area only, and is personal where it is typed freely.
 */
type Json = Record<string, unknown>;
type Marks = { 'x-role'?: string; 'x-personal'?: boolean; 'x-tell'?: Record<string, 'always' | 'consent'> };

const always = (...audiences: string[]): Record<string, 'always'> =>
  Object.fromEntries(audiences.map((audience) => [audience, 'always']));
const consent = (...audiences: string[]): Record<string, 'consent'> =>
  Object.fromEntries(audiences.map((audience) => [audience, 'consent']));

const everybody = always(
  'members',
  'council',
  'tier1',
  'department',
  'provider-asked',
  'provider-accepted',
  'provider-after',
);
/** Who it is. */
const who = { 'x-personal': true, 'x-tell': consent('department', 'provider-accepted') };
/** How they live. */
const life = { ...always('tier1'), ...consent('members', 'council', 'department', 'provider-accepted') };
const work = always('tier1');
const withReferral = always('tier1', 'provider-asked', 'provider-accepted', 'provider-after');
const ofCouncil = (role?: string): Marks => ({ ...(role ? { 'x-role': role } : {}), 'x-tell': always('members') });
const exchanged = (role?: string): Marks => ({
  ...(role ? { 'x-role': role } : {}),
  'x-tell': always('members', 'tier1'),
});

const inCouncils: Record<string, Marks> = {
  establishedOn: ofCouncil('established-on'),
  selectedOn: ofCouncil('selected-on'),
  startsOn: ofCouncil('starts-on'),
  localName: ofCouncil('local-name'),
  name: ofCouncil('name'),
  nameKana: ofCouncil('kana'),
  organisation: ofCouncil('organisation'),
  'members[].name': ofCouncil('member-name'),
  'members[].nameKana': ofCouncil('member-kana'),
  'members[].organisation': ofCouncil('member-organisation'),
  'members[].role': ofCouncil('member-role'),
  ...Object.fromEntries(
    [
      'reason',
      'dissolvedOn',
      'operation',
      'meetingsPerYear',
      'until',
      'problems',
      'strengths',
      'people',
      'next',
      'purpose',
      'plannedOn',
      'place',
      'invited',
    ].map((field) => [field, ofCouncil()]),
  ),
};

/** By purpose and by the path of the shipped field. */
const shipped: Record<string, Record<string, Marks>> = {
  'need-intake': {
    scope: { 'x-role': 'scope', 'x-tell': everybody },
    residentName: { 'x-role': 'name', ...who },
    residentKana: { 'x-role': 'kana', ...who },
    age: { 'x-role': 'age', ...who },
    phone: { 'x-role': 'telephone', ...who },
    household: { 'x-tell': life },
    area: { 'x-role': 'area', 'x-tell': everybody },
    types: { 'x-role': 'types', 'x-tell': everybody },
    urgency: { 'x-role': 'urgency', 'x-tell': everybody },
    title: { 'x-role': 'title', 'x-personal': true, 'x-tell': everybody },
    situation: { 'x-personal': true, 'x-tell': life },
    tried: { 'x-personal': true, 'x-tell': life },
    consent: { 'x-role': 'consent', 'x-tell': always('tier1', 'department') },
    consentScope: { 'x-role': 'consent-scope', 'x-tell': always('tier1', 'department') },
    links: { 'x-role': 'links', 'x-tell': life },
    receivedOn: { 'x-role': 'received-on', 'x-tell': always('members', 'council', 'tier1', 'department') },
  },
  'need-step': {
    assessedOn: { 'x-tell': work },
    method: { 'x-tell': work },
    findings: { 'x-personal': true, 'x-tell': work },
    goal: { 'x-personal': true, 'x-tell': work },
    cause: { 'x-tell': work },
    note: { 'x-personal': true, 'x-tell': work },
    reason: { 'x-personal': true, 'x-tell': work },
    question: { 'x-personal': true, 'x-tell': { ...work, ...consent('council') } },
  },
  'referral-step': {
    completedOn: { 'x-role': 'done-on', 'x-tell': withReferral },
    stoppedOn: { 'x-role': 'done-on', 'x-tell': withReferral },
    result: { 'x-tell': withReferral },
    cause: { 'x-tell': withReferral },
    note: { 'x-personal': true, 'x-tell': withReferral },
    reason: { 'x-role': 'reason', 'x-personal': true, 'x-tell': withReferral },
  },
  'council-step': inCouncils,
  meeting: {
    ...inCouncils,
    kind: ofCouncil(),
    title: ofCouncil('title'),
    heldOn: ofCouncil('held-on'),
    place: ofCouncil('place'),
    attendance: ofCouncil('attendance'),
    attendees: ofCouncil('attendees'),
    minutes: ofCouncil('minutes'),
    opinions: ofCouncil('minutes'),
    decisions: ofCouncil('decisions'),
    supporters: ofCouncil(),
    'needs[].needId': ofCouncil('need'),
    'needs[].plan': ofCouncil('plan'),
  },
  proposal: {
    title: exchanged('title'),
    body: exchanged('body'),
    background: exchanged('background'),
    request: exchanged(),
  },
  'proposal-step': {
    reason: exchanged('reason'),
    comment: exchanged('reason'),
    next: exchanged(),
    sharedWith: exchanged(),
  },
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema with the marks of its shipped fields, wherever they stand in it. Each role once: of two fields with one role the first has it. */
function mark(schema: Json, marks: Record<string, Marks>): Json {
  const given = new Map<string, string>();
  /** Definitions that a branch stands for, with the place of what they hold. */
  const referred = new Map<string, string>();
  const within = (value: unknown, prefix: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => within(each, prefix));
    if (!isObject(value)) return value;
    const target = /^#\/\$defs\/([^/]+)$/.exec(typeof value.$ref === 'string' ? value.$ref : '')?.[1];
    if (target !== undefined && !referred.has(target)) referred.set(target, prefix);
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]): [string, unknown] => {
        if (key === 'properties' && isObject(inner))
          return [
            key,
            Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, ofField(name, field, prefix)])),
          ];
        if (key === 'items') return [key, within(inner, `${prefix}[]`)];
        return [key, ['then', 'else', 'allOf', 'anyOf', 'oneOf'].includes(key) ? within(inner, prefix) : inner];
      }),
    );
  };
  const ofField = (name: string, field: unknown, prefix: string): unknown => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const inside = within(field, path);
    const own = Object.hasOwn(marks, path) ? marks[path] : undefined;
    if (!own || !isObject(inside) || Object.keys(inside).length === 0) return inside;
    const { 'x-role': role, ...rest } = own;
    if (role !== undefined && (given.get(role) ?? path) !== path) return { ...rest, ...inside };
    if (role !== undefined) given.set(role, path);
    return { ...own, ...inside };
  };
  const marked = within(schema, '') as Json;
  const definitions = isObject(marked.$defs) ? { ...marked.$defs } : {};
  // What is found on the way is looked at as well.
  for (const [name, prefix] of referred) if (name in definitions) definitions[name] = within(definitions[name], prefix);
  return isObject(marked.$defs) ? { ...marked, $defs: definitions } : marked;
}

/** What a JSON Merge Patch must say to make the one of the other: lists whole, as it cannot reach into them. */
function difference(before: Json, after: Json): Json {
  return Object.fromEntries(
    Object.entries(after).flatMap(([key, value]): [string, unknown][] => {
      const was = before[key];
      if (JSON.stringify(was) === JSON.stringify(value)) return [];
      return [[key, isObject(was) && isObject(value) ? difference(was, value) : value]];
    }),
  );
}

type Row = { id: string; body: string; supplement: string | null };

export async function up(knex: Knex): Promise<void> {
  const rows = (await knex('definitions')
    .where({ kind: 'form' })
    .whereNull('supplement')
    .select('id', 'body', 'supplement')) as Row[];
  for (const { id, body } of rows) {
    const form = JSON.parse(body) as { purpose?: string; schema?: unknown };
    const marks = shipped[form.purpose ?? ''];
    if (!marks || !isObject(form.schema)) continue;
    const schema = difference(form.schema, mark(form.schema, marks));
    if (Object.keys(schema).length === 0) continue;
    await knex('definitions')
      .where({ id })
      .update({ supplement: JSON.stringify({ schema }) });
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex('definitions').where({ kind: 'form' }).update({ supplement: null });
}

/** For the library's own files, which say the same (see `test/forms/marks.test.ts`). */
export const markShipped = (purpose: string, schema: Json): Json => mark(schema, shipped[purpose] ?? {});
