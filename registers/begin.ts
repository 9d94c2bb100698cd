import type { FieldTexts, Form, JsonSchema } from '../forms/types.ts';
import type { Text } from '../rules/types.ts';
import type { Workflow } from '../workflows/types.ts';
import { numberTokens, subjectOf } from './names.ts';
import type { Register, RegisterRole } from './types.ts';

/** A register with the two that it is nothing without. All three have the same key. */
export type RegisterParts = { register: Register; form: Form; workflow: Workflow };

/** What a register that is begun is called: the register, one of its records, and its key, which never changes. */
export type Beginning = { key: string; name: string; one: string };

/** A field to begin with: its name in answers, its words, its keywords, and how it is drawn. */
export type BegunField = { name: string; texts: FieldTexts; schema: JsonSchema; drawing?: Record<string, unknown> };

export type FromNothing = Beginning & {
  personal: boolean;
  /** Whom what is told to everybody is told: the audiences that forms of this purpose know. */
  audiences: readonly string[];
  /** What the two fields that every form has are called; left out: by the texts below. */
  title?: string;
  area?: string;
  /** Beside these two; the first few are shown in the list. */
  fields?: readonly BegunField[];
  /** It is made of a list: whoever made it adds the list's rows, which they have in hand. */
  fromList?: boolean;
};

/** The words of what is made from nothing, in both languages where they are not made of what the officer wrote. */
const texts = {
  title: '名前',
  area: '圏域',
  formName: (record: string) => `${record}の登録`,
  workflowName: (record: string) => `${record}の流れ`,
  copyName: (name: string) => `${name} (copy)`,
  kept: { ja: '登録', en: 'Registered' },
  keptMeaning: { ja: '台帳にのっています。', en: 'It is in the register.' },
  ended: { ja: '終了', en: 'Ended' },
  endedMeaning: { ja: '終わりました。記録は残ります。', en: 'It has ended. What was recorded stays.' },
  end: { ja: '終わりにする', en: 'End' },
  reopen: { ja: 'もう一度登録する', en: 'Register again' },
  open: { ja: '続いているもの', en: 'Still open' },
  over: { ja: '終わったもの', en: 'Over' },
} as const;

/** Who keeps a register where nothing else was said: those who are in the area every day. */
const keepers: RegisterRole[] = ['tier2', 'centre'];

const shownColumns = 4;

/**
 * A register made from nothing, that can be published as it is: a form with what every record is called and which area it belongs to, a workflow of
 * two states with a way back, and rights of those who keep it, those above them and the administrator.
 */
export function beginRegister(beginning: FromNothing): RegisterParts {
  const { key, name, one: record, personal, fields = [], fromList = false } = beginning;
  return {
    form: beginForm(beginning),
    workflow: beginWorkflow(beginning),
    register: {
      key,
      texts: { ja: { name, one: record, many: record } },
      form: key,
      workflow: key,
      number: numbersOf(record),
      personal,
      rights: [
        { roles: keepers, may: ['see', 'names', 'add', 'change', 'step'] },
        { roles: ['tier1'], where: 'anywhere', may: ['see'], told: 'tier1' },
        { roles: ['administrator'], may: ['see', ...(fromList ? (['add'] as const) : []), 'export'], told: 'tier1' },
      ],
      list: {
        columns: fields.slice(0, shownColumns).map((field) => field.name),
        views: [
          { key: 'open', text: texts.open, state: 'open' },
          { key: 'over', text: texts.over, state: 'over' },
        ],
      },
    },
  };
}

const numbersOf = (record: string): string => `${record}${numberTokens.year}-${numberTokens.number}`;

function beginForm({ key, one: record, personal, audiences, title, area, fields = [] }: FromNothing): Form {
  const everybody = Object.fromEntries(audiences.map((audience) => [audience, 'always']));
  const [titleName, areaName] = ['name', 'area'].map((stem) => freeName(stem, fields));
  if (titleName === undefined || areaName === undefined) throw new Error('two names are made');
  const named = fields.map((field) => [field.name, field] as const);
  return {
    key,
    purpose: 'record',
    texts: {
      ja: {
        name: texts.formName(record),
        fields: {
          [titleName]: { title: title ?? texts.title },
          [areaName]: { title: area ?? texts.area },
          ...Object.fromEntries(named.map(([name, field]) => [name, field.texts])),
        },
      },
    },
    schema: {
      type: 'object',
      required: [titleName, areaName],
      properties: {
        [titleName]: {
          type: 'string',
          minLength: 1,
          maxLength: 100,
          pattern: String.raw`\S`,
          'x-role': 'title',
          'x-personal': personal,
          // What tells of people is told nobody unasked.
          ...(!personal && { 'x-tell': everybody }),
        },
        [areaName]: {
          type: 'string',
          'x-source': 'areas',
          'x-role': 'area',
          'x-personal': false,
          'x-tell': everybody,
        },
        ...Object.fromEntries(named.map(([name, { schema }]) => [name, { ...schema, 'x-personal': personal }])),
      },
    },
    uiSchema: {
      'ui:order': [titleName, areaName, ...fields.map((field) => field.name)],
      ...Object.fromEntries(named.flatMap(([name, { drawing }]) => (drawing ? [[name, drawing]] : []))),
    },
  };
}

/** `area`, or where that is a field already, `area2` … */
function freeName(stem: string, fields: readonly BegunField[]): string {
  const names = new Set(fields.map(({ name }) => name));
  let name = stem;
  for (let count = 2; names.has(name); count += 1) name = `${stem}${count}`;
  return name;
}

const inBoth = <Name extends string>(name: Name, { ja, en }: Required<Text>) =>
  ({ ja: { [name]: ja }, en: { [name]: en } }) as Record<'ja' | 'en', Record<Name, string>>;

const state = (name: Required<Text>, meaning: Required<Text>) => ({
  ja: { ...inBoth('name', name).ja, ...inBoth('meaning', meaning).ja },
  en: { ...inBoth('name', name).en, ...inBoth('meaning', meaning).en },
});

const beginWorkflow = ({ key, one: record }: FromNothing): Workflow => ({
  key,
  subject: subjectOf(key),
  texts: { ja: { name: texts.workflowName(record) } },
  stages: [
    { key: 'kept', text: texts.kept },
    { key: 'ended', text: texts.ended },
  ],
  machine: {
    id: key,
    initial: 'kept',
    states: {
      kept: { tags: ['open'], on: { END: 'ended' } },
      ended: { tags: ['over'], on: { REOPEN: 'kept' } },
    },
  },
  states: {
    kept: { texts: state(texts.kept, texts.keptMeaning), stage: 'kept', turns: [] },
    ended: { texts: state(texts.ended, texts.endedMeaning), stage: 'ended', turns: [] },
  },
  steps: {
    END: { texts: inBoth('name', texts.end), roles: [...keepers], tone: 'danger' },
    REOPEN: { texts: inBoth('name', texts.reopen), roles: [...keepers], tone: 'secondary' },
  },
});

/**
 * A register like another, with a form and a workflow of its own, under another key and other words. What its steps ask stays the same forms. English
 * words of the register itself are left out, since they are the other's, and so is what hangs on rule sets, which are over the other's records, and what
 * begins its records by itself.
 */
export function copyRegister(
  { register, form, workflow }: RegisterParts,
  { key, name, one: record }: Beginning,
): RegisterParts {
  const copied = <T extends { name: string }>(words: { ja: T; en?: T }, ja: string): { ja: T; en?: T } => ({
    ...words,
    ja: { ...words.ja, name: ja },
    ...(words.en && { en: { ...words.en, name: texts.copyName(words.en.name) } }),
  });
  const { description } = register.texts.ja;
  const { advice: _advice, opens: _opens, ...kept } = register;
  return {
    register: {
      ...kept,
      key,
      texts: { ja: { name, one: record, many: record, ...(description !== undefined && { description }) } },
      form: key,
      workflow: key,
      number: numbersOf(record),
    },
    form: { ...form, key, texts: { ...form.texts, ...copied(form.texts, texts.formName(record)) } },
    workflow: {
      ...workflow,
      key,
      subject: subjectOf(key),
      texts: copied(workflow.texts, texts.workflowName(record)),
      machine: { ...withoutGuards(workflow), id: key },
      steps: Object.fromEntries(
        Object.entries(workflow.steps).map(([event, { rules: _rules, ...notes }]) => [event, notes]),
      ),
    },
  };
}

/** The machine, its transitions of steps that ask rule sets without their guard. */
function withoutGuards({ machine, steps }: Workflow): Workflow['machine'] {
  const guarded = new Set(Object.entries(steps).flatMap(([event, { rules }]) => (rules === undefined ? [] : [event])));
  const open = (transition: unknown): unknown => {
    if (Array.isArray(transition)) return transition.map(open);
    if (typeof transition !== 'object' || transition === null || !('guard' in transition)) return transition;
    const { guard: _guard, ...rest } = transition;
    return rest;
  };
  return JSON.parse(JSON.stringify(machine), (event, transition: unknown) =>
    guarded.has(event) ? open(transition) : transition,
  ) as Workflow['machine'];
}
