import { describe, expect, it } from 'vitest';
import { layInColumns, listDependences } from '../../forms/logic/depend.ts';
import {
  addRule,
  beginEffect,
  changeRule,
  effectsFor,
  fieldsFor,
  readLogic,
  removeRule,
  setTargets,
  setWhen,
} from '../../forms/logic/edit-logic.ts';
import { listAsked, settle } from '../../forms/logic/settle.ts';
import { traceCondition } from '../../forms/logic/trace.ts';
import { checkForm } from '../../forms/index.ts';
import { factsAt } from '../../forms/logic/facts.ts';
import { fits } from '../../forms/fields.ts';
import { findItem } from '../../forms/outline.ts';
import type { Form, LogicRule } from '../../forms/types.ts';
import { newCondition, setFact } from '../../rules/edit.ts';
import { operatorsFor } from '../../rules/edit-words.ts';
import { checkConditions } from '../../rules/index.ts';
import { withSnow } from '../support/form-logic.ts';

const form = withSnow() as unknown as Form;
const rules = form.logic ?? [];
const { logic: _, ...withoutLogic } = form;
const bare: Form = withoutLogic;
const lot = () => 0;
const snowIs = (value: boolean): LogicRule['when'] => ({ all: [{ fact: 'snow', operator: 'equal', value }] });

describe('the rules of a form as its builder changes them', () => {
  it('are added by lot without a condition, changed and removed, and nothing else is touched', () => {
    const made = addRule(bare, { show: ['snowDays'] }, lot);
    expect(made.form).toEqual({ ...bare, logic: [{ id: made.id, when: { all: [] }, then: { show: ['snowDays'] } }] });
    expect(made.id).toMatch(/^rule-[2-9a-z]{4}$/);
    const when = setWhen(made.form, made.id, snowIs(true));
    expect(when.logic).toEqual([{ id: made.id, when: snowIs(true), then: { show: ['snowDays'] } }]);
    expect(Object.keys(when.logic?.[0] ?? {})).toEqual(['id', 'when', 'then']);
    expect(setWhen(when, made.id, undefined).logic).toEqual([{ id: made.id, then: { show: ['snowDays'] } }]);
    expect(setTargets(when, made.id, ['snowDays', 'snowWho']).logic?.[0]?.then).toEqual({
      show: ['snowDays', 'snowWho'],
    });
    expect(setTargets(when, made.id, [])).toBe(when);
    expect(JSON.stringify(removeRule(when, made.id))).toBe(JSON.stringify(bare));
    expect(removeRule(form, 'car').logic).toEqual(rules.filter(({ id }) => id !== 'car'));
    expect(removeRule(form, 'no-such')).toBe(form);
    expect(changeRule(form, 'car', (rule) => rule)).toBe(form);
  });

  it('do not get a name that another has', () => {
    const draws = [0, 0, 0, 0, 0, 0, 0, 0];
    const first = addRule(bare, { show: ['snowDays'] }, lot);
    const second = addRule(first.form, { show: ['snowWho'] }, () => draws.shift() ?? 0.5);
    expect(second.id).not.toBe(first.id);
    expect(second.form.logic).toHaveLength(2);
  });

  it.each([
    ['snow', ['show', 'require', 'want', 'set', 'refuse']],
    ['snowWho', ['show', 'require', 'want', 'limit', 'set', 'refuse']],
    ['helpers', ['show', 'require', 'want', 'refuse']],
    ['helpers[].hours', ['show', 'require', 'want', 'set', 'refuse']],
  ])('are offered for %s as far as they fit it', (path, expected) => {
    const item = findItem(form, path);
    expect(item && effectsFor(form, item)).toEqual(expected);
  });

  it('neither hide nor set nor limit what the program fills in', () => {
    const filled = ['scope', 'title', 'receivedOn'].flatMap((path) => findItem(form, path) ?? []);
    expect(filled.length).toBeGreaterThan(0);
    for (const item of filled) expect(effectsFor(form, item)).toEqual(['require', 'want', 'refuse']);
  });

  it('are offered only for fields that can be answered, where they ask for an answer', () => {
    for (const effect of ['require', 'want'] as const) {
      const paths = fieldsFor(form, effect).map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['snow', 'helpers', 'helpers[].hours']));
      expect(paths).not.toContain('hoursAll');
    }
    expect(fieldsFor(form, 'show').map(({ path }) => path)).toContain('hoursAll');
    const shown = { ...form, schema: { type: 'object', properties: { text: { type: 'null', 'x-shown': 'page' } } } };
    expect(fieldsFor(shown, 'require')).toEqual([]);
    const inGroup = { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'string' } } } } };
    expect(fieldsFor({ ...form, schema: inGroup }, 'require').map(({ path }) => path)).toEqual(['a.b']);
  });

  it('begin with what the field can take', () => {
    expect(beginEffect(form, 'snowWho', 'limit')).toEqual({
      limit: 'snowWho',
      to: ['family', 'neighbour', 'nobody'],
    });
    expect(beginEffect(form, 'snow', 'refuse')).toEqual({ refuse: 'snow', message: { ja: '' } });
  });

  it.each(['snowWho', 'snowDays', 'snow', 'car'])('set %s to nothing that nobody chose, and are refused so', (name) => {
    const path = name === 'car' ? 'helpers[].car' : name;
    const then = beginEffect(form, path, 'set');
    expect(then).toEqual({ set: path, value: '' });
    const unfinished: Form = { ...bare, logic: [{ id: 'a', then }] };
    expect(readLogic(unfinished)).toEqual(unfinished.logic);
    const issues = checkForm(unfinished, 'ja', checkConditions);
    expect(issues).toMatchObject([{ path: '/logic/0/then/value', code: 'logic-value-missing' }]);
  });

  it('show a page by naming it alone: it takes along what stands on it', () => {
    const page = (title: string) => [title, { type: 'null', 'x-shown': 'page' }] as const;
    const paged: Form = {
      key: 'a',
      purpose: 'need-intake',
      texts: { ja: { name: '様式', fields: {} } },
      schema: {
        type: 'object',
        properties: Object.fromEntries([['before', { type: 'string' }], page('snow'), ['days', { type: 'integer' }]]),
      },
    };
    expect(beginEffect(paged, 'snow', 'show')).toEqual({ show: ['snow'] });
    const item = findItem(paged, 'snow');
    expect(item && effectsFor(paged, item)).toEqual(['show']);
  });

  it.each([
    ['no list', {}],
    ['a rule without what follows', [{ id: 'a' }]],
    ['two effects', [{ id: 'a', then: { show: ['snow'], require: ['snow'] } }]],
    ['a named condition', [{ id: 'a', when: { condition: 'x' }, then: { show: ['snow'] } }]],
    ['a message of no text', [{ id: 'a', then: { refuse: 'snow', message: { ja: 1 } } }]],
    ['a value that is none', [{ id: 'a', then: { set: 'snow', value: null } }]],
  ])('are left to JSON where they are %s', (_name, logic) => {
    expect(readLogic({ logic })).toBeNull();
  });

  it('are read also while they are unfinished', () => {
    const unfinished = [{ id: 'a', when: { all: [{ any: [] }] }, then: { limit: 'snowWho', to: [] } }];
    expect(readLogic({ logic: unfinished })).toBe(unfinished);
    expect(readLogic({})).toEqual([]);
  });
});

describe('what a rule may ask about', () => {
  const at = (scope: string, path: string) => factsAt(form, scope).find((fact) => fact.path === path);

  it('is said in words, with units and choices', () => {
    expect(at('', 'snowDays')).toMatchObject({ label: { ja: '雪の日数' }, unit: { ja: '日' }, type: 'integer' });
    expect(at('', 'snowWho')?.choices).toEqual([
      { value: 'family', text: { ja: '家族', en: '家族' } },
      { value: 'neighbour', text: { ja: '近所', en: '近所' } },
      { value: 'nobody', text: { ja: 'いない', en: 'いない' } },
    ]);
  });

  it('is a value in its own entry, a list of what stands in entries elsewhere, told with the list, or nothing', () => {
    expect(at('helpers[]', 'helpers[].name')).toMatchObject({ type: 'string', label: { ja: '手伝う人の名前' } });
    expect(at('', 'helpers[].name')).toMatchObject({ type: 'strings', label: { ja: '手伝う人の手伝う人の名前' } });
    expect(at('helpers[]', 'helpers[].hours')).toMatchObject({ type: 'number' });
    expect(at('', 'helpers[].hours')).toBeUndefined();
  });

  it('is no point in time and no time of day, which nobody could write as the answer is kept', () => {
    const timed = (format: string): Form => ({
      ...bare,
      schema: { type: 'object', properties: { at: { type: 'string', format } } },
    });
    expect(factsAt(timed('date'), '').map(({ path, type }) => `${path} ${type}`)).toEqual(['at date']);
    for (const format of ['date-time', 'time']) {
      expect(factsAt(timed(format), '')).toEqual([]);
      expect(fieldsFor(timed(format), 'set')).toEqual([]);
      expect(fieldsFor(timed(format), 'require')).toHaveLength(1);
    }
  });

  it('is of a list of groups only how many there are', () => {
    const helpers = at('', 'helpers');
    expect(helpers && new Set(operatorsFor(helpers).map(({ path }) => path))).toEqual(new Set(['$.length']));
    const model = { key: 'form', label: { ja: '' }, facts: factsAt(form, '') };
    expect(newCondition(model, 'helpers')).toMatchObject({ fact: 'helpers', path: '$.length', value: 1 });
    const conditions = { all: [newCondition(model, 'snow') ?? { all: [] }] };
    const ruleSet = {
      key: 'form',
      purpose: 'watch' as const,
      factModel: 'form',
      strategy: 'every' as const,
      texts: { ja: { name: '-' } },
      rules: [{ name: 'a', conditions, event: { type: 'a' } }],
    };
    const changed = setFact(ruleSet, '/rules/0/conditions/all/0', 'helpers', model).rules[0]?.conditions;
    expect(changed).toMatchObject({ all: [{ fact: 'helpers', path: '$.length', value: 1 }] });
  });
});

describe('what depends on what', () => {
  it('is told for conditions and for values that are taken over, and laid out behind what it hangs on', () => {
    const all = listDependences(form, rules).filter(({ rule }) => rule);
    expect(all.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'snow → snowDays',
      'snow → snowWho',
      'snow → snowDays',
      'snowDays → snowWho',
      'snow → snowWho',
      'helpers[].hours → helpers[].hours',
      'helpers[].hours → helpers[].car',
      'helpers[].hours → hoursAll',
    ]);
    expect(layInColumns(all)).toEqual([
      ['snow', 'helpers[].hours'],
      ['snowDays', 'helpers[].car', 'hoursAll'],
      ['snowWho'],
    ]);
  });

  it('ends where a circle leads back', () => {
    const circle = [
      { id: 'a', when: snowIs(true), then: { show: ['snowDays'] } },
      { id: 'b', when: { all: [{ fact: 'snowDays', operator: 'equal', value: 1 }] }, then: { show: ['snow'] } },
    ];
    expect(
      layInColumns(listDependences(bare, circle).filter(({ rule }) => rule))
        .flat()
        .toSorted(),
    ).toEqual(['snow', 'snowDays']);
  });

  it('knows what the schema itself asks by conditions', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'boolean' } },
      if: { properties: { a: { const: true } }, required: ['a'] },
      then: { properties: { b: { type: 'string' } } },
    };
    expect(listDependences({ schema }, [])).toEqual([{ from: 'a', to: 'b', rule: null }]);
  });
});

describe('why rules hold with given answers', () => {
  const listRead = (answers: Record<string, unknown>) => listAsked(form, settle(form, answers, fits), fits);
  const heldIn = (answers: Record<string, unknown>) => settle(form, answers, fits).outcome.held;

  it.each([
    [{}],
    [{ snow: false, snowDays: 40 }],
    [{ snow: true, snowDays: 40, helpers: [{ name: 'a', hours: 30 }, { name: 'b' }] }],
  ])('is told of those that the engine holds, and of no other: %j', (answers) => {
    const held = listRead(answers).filter((entry) => entry.held);
    const key = ({ rule, row }: { rule: string; row: string }) => `${rule} ${row}`;
    expect(held.map(key).toSorted()).toEqual(heldIn(answers).map(key).toSorted());
    for (const { rule, facts, held: isHeld } of listRead(answers)) {
      const { when } = rules.find(({ id }) => id === rule) ?? {};
      if (when) expect(traceCondition(when, facts).held === 'held').toBe(isHeld);
    }
  });

  it('says what was answered, in the entry that it was asked for, and what was not', () => {
    const all = listRead({ snow: true, helpers: [{ name: 'a', hours: 30 }, { name: 'b' }] });
    expect(all).toContainEqual({ rule: 'long-day', row: '/helpers/0', facts: { 'helpers[].hours': 30 }, held: true });
    expect(all).toContainEqual({ rule: 'long-day', row: '/helpers/1', facts: {}, held: false });
    const when = rules.find(({ id }) => id === 'long-day')?.when ?? { all: [] };
    expect(traceCondition(when, {}).held).toBe('unknown');
    expect(traceCondition(when, { 'helpers[].hours': 3 }).held).toBe('not-held');
    expect(traceCondition({ not: when }, {}).held).toBe('unknown');
    expect(traceCondition({ not: when }, { 'helpers[].hours': 3 }).held).toBe('held');
  });
});
