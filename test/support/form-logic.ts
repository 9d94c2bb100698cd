import { readFileSync } from 'node:fs';
import type { LogicRule } from '../../forms/types.ts';

type Schema = Record<string, unknown>;

const fields: Record<string, [title: string, schema: Schema, more?: Schema]> = {
  snow: ['雪かきが必要', { type: 'boolean' }, { choices: { true: 'はい', false: 'いいえ' } }],
  snowDays: ['雪の日数', { type: 'integer', minimum: 0, 'x-unit': { ja: '日' } }],
  snowWho: [
    'だれが雪をかくか',
    { type: 'string', enum: ['family', 'neighbour', 'nobody'] },
    { choices: { family: '家族', neighbour: '近所', nobody: 'いない' } },
  ],
  helpers: [
    '手伝う人',
    {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', minLength: 1 },
          hours: { type: 'number', 'x-unit': { ja: '時間' } },
          car: { type: 'string' },
        },
      },
    },
  ],
  hoursAll: ['手伝いの時間の合計', { type: 'number', 'x-unit': { ja: '時間' } }],
};

const whenSnow = { all: [{ fact: 'snow', operator: 'equal', value: true }] };

const logic: LogicRule[] = [
  { id: 'snow-days', when: whenSnow, then: { show: ['snowDays', 'snowWho'] } },
  { id: 'snow-days-needed', when: whenSnow, then: { require: ['snowDays'] } },
  {
    id: 'many-days',
    when: { all: [{ fact: 'snowDays', operator: 'greaterThan', value: 10 }] },
    then: { limit: 'snowWho', to: ['family', 'neighbour'] },
  },
  { id: 'who', when: whenSnow, then: { want: ['snowWho'] } },
  {
    id: 'long-day',
    when: { all: [{ fact: 'helpers[].hours', operator: 'greaterThan', value: 24 }] },
    then: { refuse: 'helpers[].hours', message: { ja: '1日は24時間までです。', en: 'A day has 24 hours.' } },
  },
  {
    id: 'car',
    when: { all: [{ fact: 'helpers[].hours', operator: 'greaterThan', value: 2 }] },
    then: { show: ['helpers[].car'] },
  },
  { id: 'hours', then: { set: 'hoursAll', value: { sum: ['helpers[].hours'] } } },
];

/** The library's intake with fields for snow, as an officer would add them, and rules of when they are asked. */
export function withSnow() {
  const url = new URL('../../forms/library/need-intake.form.json', import.meta.url);
  const form = JSON.parse(readFileSync(url, 'utf8')) as {
    schema: { properties: Schema };
    uiSchema: Schema & { 'ui:order': string[] };
    texts: { ja: { fields: Schema } };
  };
  for (const [name, [title, schema, more]] of Object.entries(fields)) {
    form.schema.properties[name] = schema;
    form.texts.ja.fields[name] = { title, ...more };
  }
  // In front, where pictures of the form show them.
  form.uiSchema['ui:order'].unshift(...Object.keys(fields));
  form.texts.ja.fields['helpers[].name'] = { title: '手伝う人の名前' };
  form.texts.ja.fields['helpers[].hours'] = { title: '1日の時間' };
  form.texts.ja.fields['helpers[].car'] = { title: '車の置き場所' };
  form.uiSchema.snow = { 'ui:widget': 'radio' };
  form.uiSchema.snowWho = { 'ui:widget': 'radio' };
  return { ...form, logic };
}
