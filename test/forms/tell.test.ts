import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerOf, checkForm, listFields, tellAnswers } from '../../forms/index.ts';
import type { Audience, Form } from '../../forms/types.ts';
import { planRoles } from '../../migrations/20261128200200_plans_of_roundtables.ts';
import { markShipped } from '../../migrations/20261128070000_marks_of_fields.ts';

const library = path.join(import.meta.dirname, '../../forms/library');
const load = (key: string): Form => JSON.parse(readFileSync(path.join(library, `${key}.form.json`), 'utf8')) as Form;
const keys = readdirSync(library).map((file) => file.replace('.form.json', ''));

const answers = {
  scope: 'individual',
  area: 'north',
  types: ['transport'],
  urgency: 'high',
  title: '通院の足',
  situation: '膝が悪い',
  tried: '家族の送迎',
  receivedOn: '2026-11-20',
  residentName: '架空 ハナ',
  residentKana: 'かくう はな',
  age: 82,
  phone: '0225-00-0000',
  household: 'alone',
  consent: 'given',
  consentScope: ['service'],
  links: ['dementia'],
};

const labelsTold = (form: Form, given: Record<string, unknown>, audience: Audience): string[] =>
  tellAnswers(form, given, audience, 'ja').map(({ label }) => label);
const individual = (name: string, consent: boolean): Exclude<Audience, 'staff'> => [{ name, consent }];
const who = ['氏名', 'ふりがな', '年齢', '電話番号'];
const life = ['世帯', '暮らしの様子', 'これまでに試したこと', 'ほかの制度との関わり'];
const matter = ['だれの困りごとか', '圏域', '必要な手助けの種類', '急ぎ', '見出し'];

describe('who is told of a need', () => {
  const form = load('need-intake');
  it.each<[audience: string, consent: boolean, hears: string[], never: string[]]>([
    ['members', false, matter, [...who, ...life]],
    ['members', true, [...matter, ...life], who],
    ['council', false, matter, [...who, ...life]],
    ['council', true, [...matter, ...life], who],
    ['tier1', false, [...matter, ...life], who],
    ['tier1', true, [...matter, ...life], who],
    ['department', false, matter, [...who, ...life]],
    ['department', true, [...matter, ...life, ...who], []],
    ['provider-asked', true, matter, [...who, ...life]],
    ['provider-accepted', false, matter, [...who, ...life]],
    ['provider-accepted', true, [...matter, ...life, ...who], []],
    ['provider-after', true, matter, [...who, ...life]],
    ['somebody-else', true, [], [...matter, ...who, ...life]],
  ])('%s, consent %s', (audience, consent, hears, never) => {
    const labels = labelsTold(form, answers, individual(audience, consent));
    expect(labels).toEqual(expect.arrayContaining(hears));
    expect(labels.filter((label) => never.includes(label))).toEqual([]);
  });

  it('is the staff, wholly; and each of several audiences as if alone', () => {
    expect(labelsTold(form, answers, 'staff')).toHaveLength(16);
    expect(
      labelsTold(form, answers, [{ name: 'tier1', consent: false }, ...individual('provider-accepted', true)]),
    ).toEqual(expect.arrayContaining([...who, '受け付けた日']));
    expect(labelsTold(form, answers, [])).toEqual([]);
  });
});

describe('a field without marks', () => {
  it.each<[schema: object, personal: boolean]>([
    [{ type: 'string' }, true],
    [{ type: 'string', format: 'email' }, true],
    [{ type: 'array', items: { type: 'string' } }, true],
    [{ type: 'string', enum: ['a'] }, false],
    [{ type: 'array', items: { type: 'string', enum: ['a'] } }, false],
    [{ type: 'string', 'x-source': 'areas' }, false],
    [{ type: 'string', format: 'date' }, false],
    [{ type: ['integer', 'null'] }, false],
    [{ type: 'boolean' }, false],
    [{ allOf: [{ type: 'string' }] }, true],
    [{ $ref: '#/$defs/text' }, true],
    [{ type: 'string', enum: ['a'], 'x-personal': true }, true],
    [{ type: 'string', 'x-personal': false }, false],
  ])('%j is told to nobody beyond the staff; personal: %s', (schema, personal) => {
    const form = load('need-closing');
    form.schema.properties = { ...(form.schema.properties as object), added: schema };
    form.schema.$defs = { text: { type: 'string' } };
    form.texts.ja.fields.added = { title: '足した項目' };
    expect(listFields(form).find((field) => field.path === 'added')?.marks).toEqual({ personal, tell: {} });
    for (const audience of ['tier1', 'members', 'provider-accepted'])
      expect(labelsTold(form, { cause: 'solved', added: 'a' }, individual(audience, true))).not.toContain('足した項目');
  });

  it('stays untold inside groups and lists, beside fields that are told', () => {
    const form = load('member-selection');
    const { properties } = form.schema as {
      properties: { members: { items: { properties: Record<string, object> } } };
    };
    properties.members.items.properties.phone = { type: 'string' };
    const given = { selectedOn: '2026-11-01', members: [{ name: '見本 委員', phone: '0225-00-9999' }] };
    const text = (audience: Audience) => JSON.stringify(tellAnswers(form, given, audience, 'ja'));
    expect(text('staff')).toContain('0225-00-9999');
    expect(text(individual('members', true))).toContain('見本 委員');
    expect(text(individual('members', true))).not.toContain('0225-00-9999');
  });

  it('is told by marks beside a reference, and only as far as all places that ask it agree', () => {
    const form = load('need-closing');
    form.schema.$defs = { note: { type: 'string', maxLength: 20 } };
    form.schema.properties = {
      cause: { $ref: '#/$defs/note', 'x-tell': { tier1: 'always', members: 'always' } },
    };
    form.schema.then = { properties: { cause: { type: 'string', 'x-tell': { tier1: 'consent' } } } };
    form.schema.if = {};
    expect(labelsTold(form, { cause: 'x' }, individual('tier1', true))).toHaveLength(1);
    expect(labelsTold(form, { cause: 'x' }, individual('tier1', false))).toEqual([]);
    expect(labelsTold(form, { cause: 'x' }, individual('members', true))).toEqual([]);
  });
});

describe('roles', () => {
  it('are found whatever a field is called and wherever it stands', () => {
    const schema = {
      type: 'object',
      properties: { who: { type: 'object', properties: { called: { type: 'string', 'x-role': 'name' } } } },
    };
    expect(answerOf({ schema }, { who: { called: '架空 ハナ' } }, 'name')).toBe('架空 ハナ');
    expect(answerOf({ schema }, { residentName: '架空 ハナ' }, 'name')).toBeUndefined();
  });

  type Properties = Record<string, Record<string, unknown>>;
  const spoilt = (change: (properties: Properties) => void): string[] => {
    const form = load('need-intake');
    change(form.schema.properties as Properties);
    return checkForm(form).map(({ code, path: place, message }) => `${code} ${place} ${message}`);
  };
  it.each<[what: string, change: (properties: Properties) => void, says: RegExp]>([
    ['lacking', (all) => void delete all.urgency?.['x-role'], /^role-missing \/schema .*役割「urgency」/],
    ['twice', (all) => void (all.tried = { ...all.tried, 'x-role': 'title' }), /^role-twice .*title/],
    ['unknown', (all) => void (all.tried = { ...all.tried, 'x-role': 'shoe-size' }), /^unknown-role .*shoe-size/],
    ['of another kind', (all) => void (all.urgency = { ...all.urgency, enum: ['never'] }), /^(field-kind|choice)/],
    ['untold', (all) => void delete all.title?.['x-tell'], /^role-untold .*"always"/],
  ])('%s are refused in words', (_what, change, says) => {
    expect(spoilt(change)).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
  });

  it.each<[marks: object, code: string]>([
    [{ 'x-personal': 'yes' }, 'bad-personal'],
    [{ 'x-tell': ['tier1'] }, 'bad-tell'],
    [{ 'x-tell': { everybody: 'always' } }, 'unknown-audience'],
    [{ 'x-tell': { tier1: 'sometimes' } }, 'bad-telling'],
  ])('marks like %j are refused in words', (marks, code) => {
    for (const language of ['ja', 'en'] as const) {
      const form = load('need-intake');
      const properties = form.schema.properties as Properties;
      properties.tried = { type: 'string', ...marks };
      const issues = checkForm(form, language).filter(({ path: place }) =>
        place.startsWith('/schema/properties/tried'),
      );
      expect(issues).toMatchObject([{ code }]);
      expect(issues[0]?.message).not.toBe(code);
    }
  });
});

/** Fields that no former version has. */
const newer: Record<string, string[]> = {
  'need-intake': ['birth'],
  'referral-refusal': ['full', 'fullUntil'],
  'coordinator-appointment': ['body'],
  'coordinator-election': ['meeting', 'body'],
  'roundtable-examination': ['newNeeds', 'candidates'],
};
/** A role that a later migration gives (`meeting_kind`). */
const later = 'kind';
/** Nor have these forms any. */
const newForms = [
  'need-outcome',
  'need-checkup',
  'need-to-department',
  'proposal-plan',
  'proposal-progress',
  'proposal-done',
  'proposal-giving-up',
  // Of registers, which came later.
  ...keys.filter((key) => load(key).purpose.startsWith('record')),
];
/** These tell more than their former versions did: what was written before stays as private as it was. */
const tellMore = ['need-assessment'];

it.each(keys.filter((key) => ![...newForms, ...tellMore].includes(key)))(
  '%s says of its fields what its former versions are given',
  (key) => {
    const form = load(key);
    form.schema = JSON.parse(
      JSON.stringify(form.schema, (name, value: unknown) =>
        newer[key]?.includes(name) || (name === 'x-role' && value === later) ? undefined : value,
      ),
    ) as Form['schema'];
    const unmarked = JSON.parse(
      JSON.stringify(form.schema, (name, value: unknown) =>
        /^x-(tell|role|personal)$/.test(name) ? undefined : value,
      ),
    ) as Record<string, unknown>;
    // A report's form was one for proposals then.
    const given = markShipped(form.purpose === 'report' ? 'proposal' : form.purpose, unmarked);
    for (const [field, role] of Object.entries(key === 'roundtable-plan' ? planRoles : {}))
      Object.assign((given as { properties: Record<string, object> }).properties[field] ?? {}, { 'x-role': role });
    expect(given).toEqual(form.schema);
    expect(checkForm(load(key))).toEqual([]);
  },
);
