import { fitsType } from './fits-type.ts';
import { makeIssue, nameType, pointer } from './messages.ts';
import type { FactDeclaration, FactModel, Facts, Issue, Language } from './types.ts';

/**
 * What does not fit the model: facts it does not know, required ones without a value, and values of another type.
 * Nothing is converted: the text "9" is not a number. A null counts as no value.
 */
export function checkFacts(model: FactModel, facts: Facts, language: Language = 'ja'): Issue[] {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts))
    return [makeIssue('', 'not-an-object', language)];
  const known = new Set(model.facts.map((declaration) => declaration.path));
  const strangers = Object.keys(facts).filter((name) => !known.has(name));
  return [
    ...strangers.map((fact) => makeIssue(pointer('', fact), 'unknown-fact', language, { fact })),
    ...model.facts.flatMap((declaration) => checkFact(declaration, readFact(facts, declaration.path), language)),
  ];
}

/** A fact's own value; undefined where it is absent or null, and never something inherited. */
export function readFact(facts: Facts, path: string): Facts[string] | undefined {
  return Object.hasOwn(facts, path) ? (facts[path] ?? undefined) : undefined;
}

function checkFact(declaration: FactDeclaration, value: unknown, language: Language): Issue[] {
  const path = pointer('', declaration.path);
  const params = { fact: declaration.path, label: declaration.label[language] ?? declaration.label.ja };
  if (value === undefined) return declaration.optional ? [] : [makeIssue(path, 'missing-fact', language, params)];
  if (!fitsType(declaration.type, value))
    return [
      makeIssue(path, 'wrong-fact-type', language, { ...params, expected: nameType(declaration.type, language) }),
    ];
  const foreign = [value].flat().find((choice) => !isChoice(declaration, choice));
  return foreign === undefined
    ? []
    : [makeIssue(path, 'unknown-choice', language, { fact: declaration.path, value: foreign })];
}

/** Whether a value is among a fact's choices; a fact without listed choices takes any. */
export function isChoice(declaration: FactDeclaration, value: unknown): boolean {
  return !declaration.choices || declaration.choices.some((choice) => choice.value === value);
}
