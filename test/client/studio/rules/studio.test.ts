import { describe, expect, it } from 'vitest';
import { begin, change, redo, undo } from '../../../../client/studio/kit/history.ts';
import { findCondition, nextPlace, standsIn } from '../../../../client/studio/kit/condition-place.ts';
import { placeOf, readPlace, rootOf, writePlace } from '../../../../client/studio/rules/place.ts';
import { readFile } from '../../../../client/studio/rules/read-file.ts';
import { readRuleSet } from '../../../../client/studio/rules/read-rule-set.ts';
import { exportPlain } from '../../../../rules/edit-plain.ts';
import type { Condition, RuleSet } from '../../../../rules/types.ts';

const leaf = (fact: string): Condition => ({ fact, operator: 'equal', value: 1 });
const inner: Condition = { any: [leaf('b'), leaf('c')] };
const ruleSet: RuleSet = {
  key: 'test',
  purpose: 'watch',
  factModel: 'council',
  strategy: 'every',
  texts: { ja: { name: '試し' } },
  conditions: { 'a/b~c': { all: [leaf('d')] } },
  rules: [{ name: 'one', conditions: { all: [leaf('a'), inner, { not: leaf('e') }] }, event: { type: 'found' } }],
};

describe('the history of a draft', () => {
  it('goes back and forward, and forgets what was undone at the next change', () => {
    const two = change(change(begin('a'), 'b', null, 0), 'c', null, 0);
    expect(undo(two).present).toBe('b');
    expect(redo(undo(two)).present).toBe('c');
    expect(redo(change(undo(two), 'd', null, 0)).present).toBe('d');
    expect(undo(begin('a')).present).toBe('a');
  });

  it('takes typing in one field as one step, until there is a pause or another field', () => {
    const typed = change(change(begin('a'), 'ab', 'title', 1000), 'abc', 'title', 1500);
    expect(undo(typed).present).toBe('a');
    expect(undo(change(typed, 'abcd', 'title', 9000)).present).toBe('abc');
    expect(undo(change(typed, 'abcd', 'reason', 1600)).present).toBe('abc');
  });
});

describe('the place of something in a rule set', () => {
  it.each([
    ['/rules/0/conditions/all/1/any/0', { kind: 'rule', name: 'one' }, '/rules/0/conditions/all/1/any/0'],
    ['/rules/0/conditions/all/0/value', { kind: 'rule', name: 'one' }, '/rules/0/conditions/all/0'],
    ['/rules/0/event/type', { kind: 'rule', name: 'one' }, null],
    ['/conditions/a~1b~0c/all/0', { kind: 'named', name: 'a/b~c' }, '/conditions/a~1b~0c/all/0'],
    ['/otherwise', { kind: 'otherwise' }, null],
    ['/texts/ja', { kind: 'set' }, null],
  ])('%s', (pointer, place, condition) => {
    expect(placeOf(ruleSet, pointer)).toEqual({ place, condition });
  });

  it.each([
    { kind: 'rule', name: 'a:b' },
    { kind: 'named', name: 'x' },
    { kind: 'otherwise' },
    { kind: 'set' },
  ] as const)('is read from the address as it was written: %o', (place) => {
    expect(readPlace(writePlace(place))).toEqual(place);
  });

  it('has a tree for rules and named conditions that are there', () => {
    expect(rootOf(ruleSet, { kind: 'rule', name: 'one' })).toBe('/rules/0/conditions');
    expect(rootOf(ruleSet, { kind: 'named', name: 'a/b~c' })).toBe('/conditions/a~1b~0c');
    expect(rootOf(ruleSet, { kind: 'rule', name: 'gone' })).toBeNull();
    expect(standsIn('/rules/0/conditions')).toBeNull();
    expect(standsIn('/rules/0/conditions/all/1/any/0')).toEqual({ parent: '/rules/0/conditions/all/1', index: 0 });
    expect(findCondition(ruleSet, '/rules/0/conditions', inner)).toBe('/rules/0/conditions/all/1');
  });

  it.each([
    ['/rules/0/conditions/all/1', 'up', { group: '/rules/0/conditions', index: 0 }],
    ['/rules/0/conditions/all/1', 'down', { group: '/rules/0/conditions', index: 3 }],
    ['/rules/0/conditions/all/1/any/0', 'up', { group: '/rules/0/conditions', index: 1 }],
    ['/rules/0/conditions/all/1/any/1', 'down', { group: '/rules/0/conditions', index: 2 }],
    ['/rules/0/conditions/all/0', 'up', null],
    ['/rules/0/conditions', 'down', null],
  ] as const)('next to %s, %s', (path, direction, target) => {
    expect(nextPlace(ruleSet, path, direction)).toEqual(target);
  });
});

describe('a document in the studio', () => {
  it('is shown as a tree when its shape allows, wrong names and operators included', () => {
    expect(readRuleSet(ruleSet)).toBe(ruleSet);
    expect(
      readRuleSet({
        ...ruleSet,
        rules: [{ ...ruleSet.rules[0], conditions: { all: [{ fact: 'no-such', operator: 'no-such', value: {} }] } }],
      }),
    ).not.toBeNull();
  });

  it.each([
    ['no object', []],
    ['rules that are no list', { ...ruleSet, rules: {} }],
    ['two rules of one name', { ...ruleSet, rules: [ruleSet.rules[0], ruleSet.rules[0]] }],
    ['a condition of no kind', { ...ruleSet, rules: [{ ...ruleSet.rules[0], conditions: { all: [{}] } }] }],
    ['a condition of two kinds', { ...ruleSet, rules: [{ ...ruleSet.rules[0], conditions: { all: [], any: [] } }] }],
    ['a rule without an event', { ...ruleSet, rules: [{ name: 'one', conditions: { all: [] } }] }],
    ['texts that are none', { ...ruleSet, texts: null }],
  ])('is shown as JSON alone: %s', (_what, body) => {
    expect(readRuleSet(body)).toBeNull();
  });
});

describe('a file in the place of the rules', () => {
  const plain = {
    engine: { allowUndefinedFacts: true },
    conditions: {
      young: { all: [{ fact: 'age', operator: 'lessThan', value: 20, params: { at: 'today' }, priority: 3 }] },
    },
    rules: [
      {
        name: 'one',
        priority: '12',
        conditions: {
          any: [{ condition: 'young' }, { fact: 'person', path: '$.age', operator: 'not:in', value: [1, 2] }],
        },
        event: { type: 'found', params: { why: [1] } },
        owner: 'kept',
      },
      {
        conditions: { not: { fact: 'a', operator: 'everyFact:equal', value: { fact: 'b' } } },
        event: { type: 'other' },
      },
    ],
  };
  const read = (document: unknown) =>
    readFile(JSON.stringify(document), { ...ruleSet, examples: [], otherwise: { type: 'none' } }, 'ja');

  it.each([
    ['a document', plain],
    ['a list', plain.rules.slice(1)],
    ['a rule', plain.rules[1]],
  ])('takes %s of json-rules-engine, keeps what is not rules, and gives the file back unchanged', (_what, document) => {
    const fileRead = read(document);
    if (!('body' in fileRead)) throw new Error(JSON.stringify(fileRead.issues));
    expect(fileRead.body).toMatchObject({
      key: 'test',
      purpose: 'watch',
      factModel: 'council',
      texts: ruleSet.texts,
      examples: [],
      otherwise: { type: 'none' },
    });
    expect(exportPlain(readRuleSet(fileRead.body) as RuleSet)).toEqual(document);
  });

  it('takes one of ours whole', () => {
    expect(read(ruleSet)).toEqual({ body: ruleSet, plain: false, rules: 1 });
  });

  it('refuses what json-rules-engine refuses, with the place, and what is no JSON', () => {
    expect(
      read({ rules: [{ conditions: { all: [{ fact: 'a', operator: 'equal' }] }, event: { type: 'x' } }] }),
    ).toMatchObject({ issues: [{ path: '/rules/0/conditions/all/0' }] });
    expect(readFile('ルール', ruleSet, 'ja')).toEqual({ issues: [] });
    expect(readFile('"rules"', ruleSet, 'ja')).toEqual({ issues: [] });
  });
});
