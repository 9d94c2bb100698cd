import { calculatedWidget, kanaPattern, telephonePattern, timePattern } from '../outline.ts';
import type { JsonSchema } from '../types.ts';
import { shownKinds } from '../walk.ts';

/** How a kind of field is written in a sheet: XLSForm's type, and what its schema and drawing are where no column says more. */
export type FieldType = { type: string; appearance?: string; schema: JsonSchema; ui?: Record<string, unknown> };

const text = { type: 'string' };

const plain: Record<string, FieldType> = {
  text: { type: 'text', schema: text },
  longText: { type: 'text', appearance: 'multiline', schema: text, ui: { 'ui:widget': 'textarea' } },
  kana: { type: 'text', schema: { ...text, pattern: kanaPattern } },
  telephone: { type: 'text', schema: { ...text, pattern: telephonePattern }, ui: { 'ui:widget': 'tel' } },
  email: { type: 'text', schema: { ...text, format: 'email' } },
  lines: { type: 'text', schema: { type: 'array', items: text } },
  number: { type: 'integer', schema: { type: 'integer' } },
  calculated: { type: 'calculate', schema: { type: 'integer' }, ui: { 'ui:widget': calculatedWidget } },
  date: { type: 'date', schema: { ...text, format: 'date' } },
  dateTime: { type: 'dateTime', schema: { ...text, format: 'date-time' } },
  time: { type: 'time', schema: { ...text, pattern: timePattern }, ui: { 'ui:widget': 'time' } },
  period: {
    type: 'period',
    schema: {
      type: 'object',
      'x-period': true,
      properties: { from: { ...text, format: 'date' }, to: { ...text, format: 'date' } },
    },
  },
  yesNo: { type: 'select_one', schema: { type: 'boolean' }, ui: { 'ui:widget': 'radio' } },
  one: { type: 'select_one', schema: text, ui: { 'ui:widget': 'radio' } },
  several: {
    type: 'select_multiple',
    schema: { type: 'array', uniqueItems: true, items: text },
    ui: { 'ui:widget': 'checkboxes' },
  },
  oneListed: { type: 'select_one', schema: text, ui: { 'ui:widget': 'select' } },
  severalListed: {
    type: 'select_multiple',
    schema: { type: 'array', uniqueItems: true, items: text },
    ui: { 'ui:widget': 'checkboxes' },
  },
  group: { type: 'begin_group', schema: { type: 'object' } },
  list: { type: 'begin_repeat', schema: { type: 'array', items: { type: 'object' } } },
  ...Object.fromEntries(
    shownKinds.map((kind) => [kind, { type: 'note', schema: { type: 'null', 'x-shown': kind } }] as const),
  ),
};

/** What has no columns of its own: its schema stands whole in the sheet. */
export const raw: FieldType = { type: 'raw', schema: {} };

/** Asked in some cases only, or written in several places: its schema stands with the form's own. */
export const elsewhere = 'elsewhere';

export const typeOfKind = (kind: string): FieldType => (Object.hasOwn(plain, kind) ? (plain[kind] ?? raw) : raw);

export const isKnownKind = (kind: string): boolean => Object.hasOwn(plain, kind) || kind === 'raw';

/** What must be answered must be more than blanks, as the builder makes it. */
export const whereRequired = (kind: string): JsonSchema => {
  switch (kind) {
    case 'text':
    case 'longText':
      return { minLength: 1, pattern: '\\S' };
    case 'kana':
    case 'telephone':
    case 'email':
      return { minLength: 1, ...(kind === 'email' && { pattern: '\\S' }) };
    case 'period':
      return { required: ['from', 'to'] };
    case 'several':
    case 'severalListed':
    case 'lines':
    case 'list':
      return { minItems: 1 };
    default:
      return {};
  }
};

/** The keywords that the columns `min` and `max` are. */
export const limitsOf = (kind: string): [least: string, most: string] | undefined => {
  switch (kind) {
    case 'number':
    case 'calculated':
      return ['minimum', 'maximum'];
    case 'text':
    case 'longText':
    case 'kana':
    case 'telephone':
    case 'email':
      return ['minLength', 'maxLength'];
    case 'several':
    case 'severalListed':
    case 'lines':
    case 'list':
      return ['minItems', 'maxItems'];
    default:
      return undefined;
  }
};
