import { kanaPattern, telephonePattern, timePattern, type FieldKind } from './outline.ts';
import type { Snippet } from './edit.ts';
import type { FormPurpose, JsonSchema } from './types.ts';

/** What can be added to a form. Its words are for whoever adds it to give. */
export type PresetId =
  | 'text'
  | 'longText'
  | 'kana'
  | 'number'
  | 'date'
  | 'time'
  | 'yesNo'
  | 'one'
  | 'several'
  | 'area'
  | 'serviceType'
  | 'organisation'
  | 'member'
  | 'need'
  | 'meeting'
  | 'telephone'
  | 'email'
  | 'consent'
  | 'group'
  | 'list';

type Preset = {
  /** What the name of the field begins with. */
  stem: string;
  kind: FieldKind;
  schema: JsonSchema;
  ui?: Record<string, unknown>;
  /** Values whose words come with it. */
  choices?: readonly string[];
  /** Only in forms whose lists the server knows. */
  source?: string;
};

const listed = (stem: string, source: string): Preset => ({
  stem,
  kind: 'oneListed',
  schema: { type: 'string', 'x-source': source },
  ui: { 'ui:widget': 'select' },
  source,
});

const oneOf = (stem: string, choices: readonly string[]): Preset => ({
  stem,
  kind: 'one',
  schema: { type: 'string', enum: [...choices] },
  ui: { 'ui:widget': 'radio' },
  choices,
});

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
  date: { stem: 'date', kind: 'date', schema: { type: 'string', format: 'date' } },
  time: {
    stem: 'time',
    kind: 'time',
    schema: { 'x-personal': false, type: 'string', pattern: timePattern },
    ui: { 'ui:widget': 'time' },
  },
  yesNo: {
    stem: 'yes-no',
    kind: 'yesNo',
    schema: { type: 'boolean' },
    ui: { 'ui:widget': 'radio' },
    choices: ['true', 'false'],
  },
  one: oneOf('one', ['first', 'second']),
  several: {
    stem: 'several',
    kind: 'several',
    schema: { type: 'array', uniqueItems: true, items: { type: 'string', enum: ['first', 'second'] } },
    ui: { 'ui:widget': 'checkboxes' },
    choices: ['first', 'second'],
  },
  kana: { stem: 'kana', kind: 'kana', schema: { ...personal, type: 'string', maxLength: 100, pattern: kanaPattern } },
  telephone: {
    stem: 'telephone',
    kind: 'telephone',
    schema: { ...personal, type: 'string', maxLength: 20, pattern: telephonePattern },
    ui: { 'ui:widget': 'tel' },
  },
  email: { stem: 'email', kind: 'email', schema: { ...personal, type: 'string', format: 'email', maxLength: 254 } },
  area: listed('area', 'areas'),
  serviceType: listed('service-type', 'service-types'),
  organisation: listed('organisation', 'organisations'),
  member: listed('member', 'members'),
  need: listed('need', 'needs'),
  meeting: listed('meeting', 'meetings'),
  consent: oneOf('consent', ['given', 'not-given']),
  group: { stem: 'group', kind: 'group', schema: { type: 'object', properties: {} } },
  list: {
    stem: 'list',
    kind: 'list',
    schema: { type: 'array', maxItems: 20, items: { type: 'object', properties: {} } },
  },
};

const ofCouncils = ['areas', 'service-types', 'needs', 'organisations', 'members', 'meetings'];
const placed = ['areas', 'service-types'];

/** The lists that the server hands to forms for this purpose. */
const sourcesOf: Readonly<Record<FormPurpose, readonly string[]>> = {
  'need-intake': placed,
  'need-step': placed,
  'council-step': ofCouncils,
  meeting: ofCouncils,
  record: placed,
  'record-step': placed,
  'referral-step': [],
  proposal: [],
  report: [],
  'proposal-step': [],
};

/** What may be added to forms for this purpose. */
export const presetsFor = (purpose: FormPurpose): PresetId[] =>
  Object.entries(presets).flatMap(([id, { source }]) =>
    source === undefined || sourcesOf[purpose].includes(source) ? [id as PresetId] : [],
  );

type Words = { title: string; choices?: Record<string, string> };

/** A new field with the words that it begins with. */
export function makeField(id: PresetId, words: { ja: Words; en: Words }): Snippet {
  const { stem, schema, ui } = presets[id];
  return {
    name: stem,
    schema: structuredClone(schema),
    ...(ui && { ui: structuredClone(ui) }),
    required: false,
    texts: { ja: { '': words.ja }, en: { '': words.en } },
  };
}
