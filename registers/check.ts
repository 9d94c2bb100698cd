import type { Issue, Language } from '../rules/types.ts';
import { kinds, sentences } from './check-texts.ts';
import { modelOfRegister, subjectOf } from './names.ts';
import { countedFigures, type Register, type RegisterDrawing } from './types.ts';

/** Names that a register may refer to. What is left out is not checked. */
export type KnownNames = {
  /** As whom somebody may be told what a form's fields say. */
  audiences?: readonly string[];
};

const roles = ['administrator', 'tier1', 'tier2', 'member', 'provider', 'centre'];
const actions = ['see', 'names', 'add', 'change', 'step', 'export'];
const members = {
  register: [
    '$schema',
    'key',
    'texts',
    'form',
    'workflow',
    'number',
    'personal',
    'rights',
    'list',
    'views',
    'facts',
    'advice',
    'opens',
  ],
  texts: ['name', 'one', 'many', 'description'],
  right: ['roles', 'may', 'where', 'when', 'as', 'told'],
  list: ['columns', 'views'],
  view: ['key', 'text', 'state'],
  fact: ['key', 'text', 'from', 'params'],
};
/** What each kind of drawing is told beside its kind: what it needs, and what may be left out. */
const drawings: Record<RegisterDrawing['kind'], { needed: readonly string[]; more: readonly string[] }> = {
  board: { needed: [], more: [] },
  calendar: { needed: ['field'], more: [] },
  gantt: { needed: ['from'], more: ['to', 'track', 'aim'] },
};

const longest = 2000;

type Value = Record<string, unknown>;
type Report = (path: string, code: string, params?: Record<string, string>) => void;

const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const write = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const escape = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

function collect(language: Language): { issues: Issue[]; report: Report } {
  const issues: Issue[] = [];
  return {
    issues,
    report: (path, code, params = {}) =>
      void issues.push({
        path,
        code,
        message: sentences[language][code]?.(params) ?? code,
        ...(Object.keys(params).length > 0 && { params }),
      }),
  };
}

/** Everything that is wrong with a register by itself, empty when nothing is. `path` points into the document. */
export function checkRegister(document: unknown, known: KnownNames = {}, language: Language = 'ja'): Issue[] {
  const { issues, report } = collect(language);
  const words = kinds[language];
  if (!isObject(document)) {
    report('', 'not-an-object');
    return issues;
  }
  const onlyKnown = (value: Value, names: readonly string[], at: string): void => {
    for (const name of Object.keys(value))
      if (!names.includes(name)) report(`${at}/${escape(name)}`, 'unknown-key', { name });
  };
  const needText = (value: Value, name: string, at: string): string | null => {
    const text = value[name];
    if (text === undefined) report(at, 'missing', { name });
    else if (typeof text !== 'string' || text.trim() === '')
      report(`${at}/${name}`, 'wrong-type', { name, wanted: words.text });
    else if (text.length > longest) report(`${at}/${name}`, 'too-long', { name, most: String(longest) });
    else return text;
    return null;
  };
  /** Japanese must be there; English may be missing, but not half there. */
  const needWords = (value: unknown, names: readonly string[], more: readonly string[], at: string): void => {
    if (!isObject(value)) return report(at, 'wrong-type', { name: at.split('/').at(-1) ?? '', wanted: words.object });
    onlyKnown(value, ['ja', 'en'], at);
    for (const language of ['ja', 'en']) {
      const inLanguage = value[language];
      if (inLanguage === undefined) {
        if (language === 'ja') report(at, 'missing', { name: 'ja' });
        continue;
      }
      if (!isObject(inLanguage)) {
        report(`${at}/${language}`, 'wrong-type', { name: language, wanted: words.object });
        continue;
      }
      onlyKnown(inLanguage, [...names, ...more], `${at}/${language}`);
      for (const name of names) needText(inLanguage, name, `${at}/${language}`);
      for (const name of more) if (inLanguage[name] !== undefined) needText(inLanguage, name, `${at}/${language}`);
    }
  };
  const listOf = (value: unknown, at: string, needed: boolean): unknown[] => {
    const name = at.split('/').at(-1) ?? '';
    if (value === undefined) {
      if (needed) report(at.slice(0, at.lastIndexOf('/')), 'missing', { name });
      return [];
    }
    if (Array.isArray(value)) return value;
    report(at, 'wrong-type', { name, wanted: words.list });
    return [];
  };
  const oneOf = (value: unknown, values: readonly string[] | undefined, at: string): void => {
    const name = at.split('/').findLast((part) => !/^\d+$/.test(part)) ?? '';
    if (typeof value !== 'string') report(at, 'wrong-type', { name, wanted: words.text });
    else if (values && !values.includes(value)) report(at, 'unknown-value', { name, value, known: values.join(', ') });
  };
  const once = (values: readonly unknown[], at: (index: number) => string): void => {
    for (const [index, value] of values.entries())
      if (values.indexOf(value) < index) report(at(index), 'twice', { value: write(value) });
  };

  const checkCounts = (counts: unknown, at: string): void => {
    if (!isObject(counts)) return report(at, 'wrong-type', { name: 'counts', wanted: words.object });
    onlyKnown(counts, ['field', 'figures'], at);
    needText(counts, 'field', at);
    const figures = counts['figures'];
    if (figures === undefined) return report(at, 'missing', { name: 'figures' });
    if (!isObject(figures)) return report(`${at}/figures`, 'wrong-type', { name: 'figures', wanted: words.object });
    for (const [value, named] of Object.entries(figures)) {
      const place = `${at}/figures/${escape(value)}`;
      for (const [index, figure] of listOf(named, place, true).entries())
        if (typeof figure !== 'string')
          report(`${place}/${index}`, 'wrong-type', { name: 'figures', wanted: words.text });
        else if (!countedFigures.some((known) => figure.split('/')[0] === known))
          report(`${place}/${index}`, 'unknown-value', {
            name: 'figures',
            value: figure,
            known: countedFigures.join(', '),
          });
    }
  };
  const needName = (text: unknown, at: string): void => {
    if (text === undefined) return report(at, 'missing', { name: 'text' });
    if (!isObject(text)) return report(`${at}/text`, 'wrong-type', { name: 'text', wanted: words.object });
    onlyKnown(text, ['ja', 'en'], `${at}/text`);
    needText(text, 'ja', `${at}/text`);
    if (text['en'] !== undefined) needText(text, 'en', `${at}/text`);
  };

  onlyKnown(document, members.register, '');
  const key = needText(document, 'key', '');
  if (key !== null && !/^[a-z][a-z0-9-]{0,39}$/.test(key)) report('/key', 'key-shape', { value: key });
  if (document['texts'] === undefined) report('', 'missing', { name: 'texts' });
  else needWords(document['texts'], members.texts.slice(0, 3), ['description'], '/texts');
  needText(document, 'form', '');
  needText(document, 'workflow', '');
  const number = needText(document, 'number', '');
  if (number !== null && !number.includes('{number}')) report('/number', 'number-shape');
  if (document['personal'] === undefined) report('', 'missing', { name: 'personal' });
  else if (typeof document['personal'] !== 'boolean')
    report('/personal', 'wrong-type', { name: 'personal', wanted: words.boolean });

  const rights = listOf(document['rights'], '/rights', true);
  if (document['$schema'] !== undefined) needText(document, '$schema', '');
  for (const [index, right] of rights.entries()) {
    const at = `/rights/${index}`;
    if (!isObject(right)) {
      report(at, 'wrong-type', { name: 'rights', wanted: words.object });
      continue;
    }
    onlyKnown(right, members.right, at);
    for (const [nth, role] of listOf(right['roles'], `${at}/roles`, true).entries())
      oneOf(role, roles, `${at}/roles/${nth}`);
    for (const [nth, action] of listOf(right['may'], `${at}/may`, true).entries())
      oneOf(action, actions, `${at}/may/${nth}`);
    if (right['where'] !== undefined) oneOf(right['where'], ['around', 'anywhere', 'organisation'], `${at}/where`);
    if (right['as'] !== undefined) oneOf(right['as'], roles, `${at}/as`);
    if (right['told'] !== undefined) oneOf(right['told'], known.audiences, `${at}/told`);
    for (const [nth, word] of listOf(right['when'], `${at}/when`, false).entries())
      oneOf(word, undefined, `${at}/when/${nth}`);
  }
  const givers = (action: string): Value[] =>
    rights.filter(isObject).filter(({ may }) => Array.isArray(may) && may.includes(action));
  if (Array.isArray(document['rights']) && givers('see').length === 0) report('/rights', 'nobody-sees');
  else if (Array.isArray(document['rights']) && givers('add').length === 0) report('/rights', 'nobody-adds');
  const seeing = new Set(givers('see').flatMap(({ roles: named }) => (Array.isArray(named) ? named : [])));
  for (const [index, right] of rights.entries())
    if (isObject(right) && Array.isArray(right['roles']) && seeing.size > 0)
      for (const [nth, role] of right['roles'].entries())
        if (typeof role === 'string' && roles.includes(role) && !seeing.has(role))
          report(`/rights/${index}/roles/${nth}`, 'unseen-right', { role });

  if (document['advice'] !== undefined) needText(document, 'advice', '');
  if (document['opens'] !== undefined) oneOf(document['opens'], ['lack'], '/opens');
  const facts = listOf(document['facts'], '/facts', false);
  for (const [index, fact] of facts.entries()) {
    const at = `/facts/${index}`;
    if (!isObject(fact)) {
      report(at, 'wrong-type', { name: 'facts', wanted: words.object });
      continue;
    }
    onlyKnown(fact, members.fact, at);
    const factKey = needText(fact, 'key', at);
    if (factKey !== null && !/^[a-z][a-zA-Z0-9]{0,39}$/.test(factKey))
      report(`${at}/key`, 'fact-key', { value: factKey });
    if (typeof fact['from'] !== 'string' || fact['from'] === '') report(at, 'missing', { name: 'how' });
    needName(fact['text'], at);
    const params = fact['params'];
    if (params === undefined) continue;
    if (!isObject(params)) report(`${at}/params`, 'wrong-type', { name: 'params', wanted: words.object });
    else for (const name of Object.keys(params)) needText(params, name, `${at}/params`);
  }
  once(
    facts.map((fact) => (isObject(fact) ? fact['key'] : fact)),
    (index) => `/facts/${index}/key`,
  );

  const list = document['list'];
  if (list === undefined) report('', 'missing', { name: 'list' });
  else if (!isObject(list)) report('/list', 'wrong-type', { name: 'list', wanted: words.object });
  else {
    onlyKnown(list, members.list, '/list');
    const columns = listOf(list['columns'], '/list/columns', true);
    for (const [index, column] of columns.entries()) oneOf(column, undefined, `/list/columns/${index}`);
    once(columns, (index) => `/list/columns/${index}`);
    const views = listOf(list['views'], '/list/views', false);
    for (const [index, view] of views.entries()) {
      const at = `/list/views/${index}`;
      if (!isObject(view)) {
        report(at, 'wrong-type', { name: 'views', wanted: words.object });
        continue;
      }
      onlyKnown(view, members.view, at);
      const name = needText(view, 'key', at);
      if (name !== null && !/^[a-z][a-z0-9-]{0,39}$/.test(name)) report(`${at}/key`, 'key-shape', { value: name });
      needText(view, 'state', at);
      needName(view['text'], at);
    }
    once(
      views.map((view) => (isObject(view) ? view['key'] : view)),
      (index) => `/list/views/${index}/key`,
    );
  }

  const drawn = listOf(document['views'], '/views', false);
  for (const [index, drawing] of drawn.entries()) {
    const at = `/views/${index}`;
    if (!isObject(drawing)) {
      report(at, 'wrong-type', { name: 'views', wanted: words.object });
      continue;
    }
    const kind = needText(drawing, 'kind', at);
    if (kind === null) continue;
    oneOf(kind, Object.keys(drawings), `${at}/kind`);
    if (!Object.hasOwn(drawings, kind)) continue;
    const { needed, more } = drawings[kind as RegisterDrawing['kind']];
    onlyKnown(drawing, ['kind', ...needed, ...more, ...(kind === 'gantt' ? ['counts'] : [])], at);
    for (const name of needed) needText(drawing, name, at);
    for (const name of more) if (drawing[name] !== undefined) needText(drawing, name, at);
    if (kind === 'gantt' && drawing['counts'] !== undefined) checkCounts(drawing['counts'], `${at}/counts`);
  }
  once(
    // By time it is drawn in one way only.
    drawn.map((drawing) => (isObject(drawing) && drawing['kind'] === 'gantt' ? 'gantt' : write(drawing))),
    (index) => `/views/${index}`,
  );
  return issues;
}

/** What a register is told of what it names; null: it is not in force. */
export type Named = {
  form: {
    purpose: string;
    fields: readonly string[];
    /** Those that are days, also within others. */
    days: readonly string[];
    /** Those with choices of the form's own, one of which is chosen, with these. */
    choices?: Readonly<Record<string, readonly string[]>>;
    /** Those that are numbers. */
    numbers?: readonly string[];
    /** Every field, also those within others and within lists. */
    paths?: readonly string[];
    roles?: readonly string[];
    /** What it must be answered, beside title, area and kind of help. */
    required?: readonly string[];
  } | null;
  /** The functions that facts are worked out by, with the params that each takes. Left out, as the three before: nothing is said of them. */
  facts?: Readonly<
    Record<
      string,
      { params: readonly string[]; needed: readonly string[]; fields: readonly string[]; roles: readonly string[] }
    >
  >;
  /** The rule set that it names; null: it is not in force. Undefined: it names none. */
  advice?: { purpose: string; factModel: string } | null;
  workflow: {
    subject: string;
    /** Stages and tags of its states. */
    words: readonly string[];
    /** Each step that a person takes, by what it is called, with who takes it. */
    steps: readonly { name: string; roles: readonly string[] }[];
  } | null;
};

/** What does not fit between a register and what it names. The register has been checked by itself. */
export function checkFit(
  register: Register,
  { form, facts, advice, workflow }: Named,
  language: Language = 'ja',
): Issue[] {
  const { issues, report } = collect(language);
  const name = { form: register.form, workflow: register.workflow };
  if (!form) report('/form', 'form-not-in-force', { name: name.form });
  else if (form.purpose !== 'record') report('/form', 'form-purpose', { name: name.form });
  else {
    for (const [index, column] of register.list.columns.entries())
      if (!form.fields.includes(column))
        report(`/list/columns/${index}`, 'unknown-column', { value: column, known: form.fields.join(', ') });
    const { days, choices = {}, numbers = [] } = form;
    const mustBe = (value: string | undefined, path: string, code: string, known: readonly string[]): void => {
      if (value !== undefined && !known.includes(value)) report(path, code, { value, known: known.join(', ') });
    };
    for (const [index, drawing] of (register.views ?? []).entries()) {
      const at = `/views/${index}`;
      if (drawing.kind === 'calendar') mustBe(drawing.field, `${at}/field`, 'unknown-day', days);
      if (drawing.kind !== 'gantt') continue;
      mustBe(drawing.from, `${at}/from`, 'unknown-day', days);
      mustBe(drawing.to, `${at}/to`, 'unknown-day', days);
      mustBe(drawing.track, `${at}/track`, 'unknown-choice', Object.keys(choices));
      mustBe(drawing.aim, `${at}/aim`, 'unknown-number', numbers);
      const { counts } = drawing;
      mustBe(counts?.field, `${at}/counts/field`, 'unknown-choice', Object.keys(choices));
      const values = choices[counts?.field ?? ''];
      for (const value of Object.keys(counts?.figures ?? {}))
        if (values) mustBe(value, `${at}/counts/figures/${escape(value)}`, 'unknown-choice-value', values);
    }
  }
  for (const [index, { from, params = {} }] of (facts ? (register.facts ?? []) : []).entries()) {
    const at = `/facts/${index}`;
    const fact = facts && Object.hasOwn(facts, from) ? facts[from] : undefined;
    if (!fact) {
      report(`${at}/from`, 'unknown-fact', { value: from, known: Object.keys(facts ?? {}).join(', ') });
      continue;
    }
    for (const param of fact.needed) if (params[param] === undefined) report(at, 'fact-param', { value: param });
    for (const [param, value] of Object.entries(params))
      if (!fact.params.includes(param))
        report(`${at}/params/${escape(param)}`, 'unknown-param', {
          value: param,
          known: fact.params.join(', ') || '—',
        });
      else if (form?.paths && fact.fields.includes(param) && !form.paths.includes(value))
        report(`${at}/params/${escape(param)}`, 'unknown-column', { value, known: form.paths.join(', ') });
    for (const role of fact.roles)
      if (form?.roles && !form.roles.includes(role)) report(`${at}/from`, 'fact-role', { value: from, role });
  }
  if (register.advice !== undefined && advice !== undefined) {
    const params = { name: register.advice, model: modelOfRegister(register.key) };
    if (!advice) report('/advice', 'advice-not-in-force', params);
    else if (advice.purpose !== 'advice' || advice.factModel !== params.model)
      report('/advice', 'advice-other', params);
  }
  if (register.opens !== undefined && form) {
    if (form.roles && !form.roles.includes('service-type')) report('/opens', 'opens-role');
    const { required = [] } = form;
    if (required.length > 0) report('/opens', 'opens-required', { fields: required.join(', ') });
  }
  const subject = subjectOf(register.key);
  if (!workflow) report('/workflow', 'workflow-not-in-force', { name: name.workflow });
  else if (workflow.subject !== subject) report('/workflow', 'workflow-subject', { name: name.workflow, subject });
  else {
    const known = workflow.words.join(', ');
    const mustStand = (value: string, path: string): void => {
      if (!workflow.words.includes(value)) report(path, 'unknown-standing', { value, known });
    };
    for (const [index, { when = [] }] of register.rights.entries())
      for (const [nth, word] of when.entries()) mustStand(word, `/rights/${index}/when/${nth}`);
    for (const [index, { state }] of (register.list.views ?? []).entries())
      mustStand(state, `/list/views/${index}/state`);
    const stepping = new Set<string>(
      register.rights
        .filter(({ may }) => may.includes('step'))
        .flatMap(({ roles: named, as }) => (as === undefined ? named : [as])),
    );
    for (const step of workflow.steps)
      for (const role of step.roles)
        if (role !== 'system' && !stepping.has(role)) report('/rights', 'step-for-nobody', { role, step: step.name });
  }
  return issues;
}
