import type { Text } from '../rules/types.ts';
import { calculatedWidget, kanaPattern, telephonePattern, timePattern, type FieldKind } from './outline.ts';
import type { FileKind } from './answer-files.ts';
import type { Snippet } from './edit.ts';
import type { FormPurpose, JsonSchema } from './types.ts';
import { sourceOfKinds } from './ties.ts';
import type { ShownKind } from './walk.ts';

/** What can be added to a form. */
export type PresetId =
  | 'text'
  | 'longText'
  | 'kana'
  | 'number'
  | 'calculated'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'period'
  | 'yesNo'
  | 'one'
  | 'several'
  | 'area'
  | 'serviceType'
  | 'organisation'
  | 'member'
  | 'need'
  | 'meeting'
  | 'record'
  | 'records'
  | 'telephone'
  | 'email'
  | 'address'
  | 'photo'
  | 'document'
  | 'consent'
  | 'group'
  | 'list'
  | ShownKind;

type Preset = {
  /** What the name of the field begins with. */
  stem: string;
  kind: FieldKind;
  schema: JsonSchema;
  ui?: Record<string, unknown>;
  /** Titles of what stands in it, by the rest of the path. */
  inner?: Record<string, Required<Text>>;
  /** Values with the words that they begin with. */
  choices?: Record<string, Required<Text>>;
  /** Only in forms whose lists the server knows. */
  source?: string;
};

/** Stands among a purpose's lists where its forms may pick records. */
const anyRecord = 'records';

const listed = (stem: string, source: string): Preset => ({
  stem,
  kind: 'oneListed',
  schema: { type: 'string', 'x-source': source },
  ui: { 'ui:widget': 'select' },
  source,
});

const oneOf = (stem: string, choices: Record<string, Required<Text>>): Preset => ({
  stem,
  kind: 'one',
  schema: { type: 'string', enum: Object.keys(choices) },
  ui: { 'ui:widget': 'radio' },
  choices,
});

// What a picture or a paper shows may be anybody.
const files = (kind: FileKind): Preset => ({
  stem: kind,
  kind: 'files',
  schema: {
    'x-personal': true,
    type: 'array',
    maxItems: 5,
    uniqueItems: true,
    items: { type: 'object', 'x-file': kind },
  },
});

const shown = (kind: ShownKind): Preset => ({ stem: kind, kind, schema: { type: 'null', 'x-shown': kind } });

const numbered = { first: { ja: '選択肢1', en: 'Choice 1' }, second: { ja: '選択肢2', en: 'Choice 2' } };

// What is typed freely may name somebody: it says so until somebody says otherwise.
const personal = { 'x-personal': true };

export const presets: Readonly<Record<PresetId, Preset>> = {
  text: { stem: 'text', kind: 'text', schema: { ...personal, type: 'string', maxLength: 200 } },
  longText: {
    stem: 'text',
    kind: 'longText',
    schema: { ...personal, type: 'string', maxLength: 2000 },
    ui: { 'ui:widget': 'textarea', 'ui:options': { rows: 4 } },
  },
  number: { stem: 'number', kind: 'number', schema: { type: 'integer', minimum: 0 } },
  calculated: {
    stem: 'calculated',
    kind: 'calculated',
    schema: { type: 'integer' },
    ui: { 'ui:widget': calculatedWidget },
  },
  date: { stem: 'date', kind: 'date', schema: { type: 'string', format: 'date' } },
  dateTime: { stem: 'date-time', kind: 'dateTime', schema: { type: 'string', format: 'date-time' } },
  time: {
    stem: 'time',
    kind: 'time',
    schema: { 'x-personal': false, type: 'string', pattern: timePattern },
    ui: { 'ui:widget': 'time' },
  },
  period: {
    stem: 'period',
    kind: 'period',
    schema: {
      type: 'object',
      'x-period': true,
      properties: { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' } },
    },
    inner: { '.from': { ja: '始まり', en: 'From' }, '.to': { ja: '終わり', en: 'To' } },
  },
  yesNo: {
    stem: 'yes-no',
    kind: 'yesNo',
    schema: { type: 'boolean' },
    ui: { 'ui:widget': 'radio' },
    choices: { true: { ja: 'はい', en: 'Yes' }, false: { ja: 'いいえ', en: 'No' } },
  },
  one: oneOf('one', numbered),
  several: {
    stem: 'several',
    kind: 'several',
    schema: { type: 'array', uniqueItems: true, items: { type: 'string', enum: Object.keys(numbered) } },
    ui: { 'ui:widget': 'checkboxes' },
    choices: numbered,
  },
  kana: { stem: 'kana', kind: 'kana', schema: { ...personal, type: 'string', maxLength: 100, pattern: kanaPattern } },
  telephone: {
    stem: 'telephone',
    kind: 'telephone',
    schema: { ...personal, type: 'string', maxLength: 20, pattern: telephonePattern },
    ui: { 'ui:widget': 'tel' },
  },
  email: { stem: 'email', kind: 'email', schema: { ...personal, type: 'string', format: 'email', maxLength: 254 } },
  address: {
    stem: 'address',
    kind: 'address',
    schema: {
      type: 'object',
      'x-address': true,
      properties: {
        postalCode: { ...personal, type: 'string', maxLength: 8, pattern: '^[0-9]{3}-?[0-9]{4}$' },
        prefecture: { ...personal, type: 'string', maxLength: 10 },
        city: { ...personal, type: 'string', maxLength: 50 },
        town: { ...personal, type: 'string', maxLength: 100 },
        rest: { ...personal, type: 'string', maxLength: 200 },
      },
    },
    inner: {
      '.postalCode': { ja: '郵便番号', en: 'Postal code' },
      '.prefecture': { ja: '都道府県', en: 'Prefecture' },
      '.city': { ja: '市区町村', en: 'City, town or village' },
      '.town': { ja: '町名', en: 'Town area' },
      '.rest': { ja: '番地・建物', en: 'Number and building' },
    },
  },
  photo: files('photo'),
  document: files('document'),
  area: listed('area', 'areas'),
  serviceType: listed('service-type', 'service-types'),
  organisation: listed('organisation', 'organisations'),
  member: listed('member', 'members'),
  need: listed('need', 'needs'),
  meeting: listed('meeting', 'meetings'),
  record: {
    stem: 'record',
    kind: 'oneListed',
    schema: { type: 'string', 'x-source': sourceOfKinds(['organisation']) },
    source: anyRecord,
  },
  records: {
    stem: 'records',
    kind: 'severalListed',
    schema: {
      type: 'array',
      uniqueItems: true,
      maxItems: 20,
      items: { type: 'string', 'x-source': sourceOfKinds(['organisation']) },
    },
    source: anyRecord,
  },
  consent: oneOf('consent', {
    given: { ja: '同意を得た', en: 'Given' },
    'not-given': { ja: '得ていない', en: 'Not given' },
  }),
  group: { stem: 'group', kind: 'group', schema: { type: 'object', properties: {} } },
  list: {
    stem: 'list',
    kind: 'list',
    schema: { type: 'array', maxItems: 20, items: { type: 'object', properties: {} } },
  },
  page: shown('page'),
  heading: shown('heading'),
  explanation: shown('explanation'),
  signature: shown('signature'),
};

const ofCouncils = ['areas', 'service-types', 'needs', 'organisations', 'members', 'meetings'];
const placed = ['areas', 'service-types'];
const ofRegisters = [...placed, anyRecord];

/** The lists that the server hands to forms for this purpose. */
export const sourcesOf: Readonly<Record<FormPurpose, readonly string[]>> = {
  'need-intake': placed,
  'need-step': placed,
  'council-step': ofCouncils,
  meeting: ofCouncils,
  record: ofRegisters,
  'record-step': ofRegisters,
  'referral-step': [],
  proposal: [],
  report: [],
  'proposal-step': [],
  section: placed,
};

/** What may be added to forms for this purpose. */
export const presetsFor = (purpose: FormPurpose): PresetId[] =>
  Object.entries(presets).flatMap(([id, { source }]) =>
    // A section is a group of the forms that take it in, where no page ends.
    (source === undefined || sourcesOf[purpose].includes(source)) && !(purpose === 'section' && id === 'page')
      ? [id as PresetId]
      : [],
  );

/** A new field, as yet without a title. */
export function makeField(id: PresetId): Snippet {
  const { stem, schema, ui, choices, inner = {} } = presets[id];
  const said = (language: 'ja' | 'en') =>
    choices && { choices: Object.fromEntries(Object.entries(choices).map(([value, text]) => [value, text[language]])) };
  const named = (language: 'ja' | 'en') =>
    Object.fromEntries(Object.entries(inner).map(([rest, text]) => [rest, { title: text[language] }]));
  const english = said('en');
  return {
    name: stem,
    schema: structuredClone(schema),
    ...(ui && { ui: structuredClone(ui) }),
    required: false,
    texts: {
      ja: { '': { title: '', ...said('ja') }, ...named('ja') },
      en: { ...(english && { '': english }), ...named('en') },
    },
  };
}

/** What numbers are counted in. */
export const units: readonly Required<Text>[] = [
  { ja: '日', en: 'days' },
  { ja: '人', en: 'people' },
  { ja: '延べ人', en: 'attendances' },
  { ja: '回', en: 'times' },
  { ja: '件', en: 'cases' },
  { ja: '食', en: 'meals' },
  { ja: '団体', en: 'groups' },
  { ja: '時間', en: 'hours' },
  { ja: 'km', en: 'km' },
  { ja: '円', en: 'yen' },
  { ja: '歳', en: 'years' },
];
