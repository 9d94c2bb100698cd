import { importPlain } from '../../../rules/edit-plain.ts';
import { checkPlain, isPlain } from '../../../rules/plain.ts';
import type { Issue, Language } from '../../../rules/types.ts';
import { readRuleSet } from './read-rule-set.ts';

type Body = Record<string, unknown>;

/** What a file holds for a rule set, or why not: no issue at all means that it is no JSON. */
export type FileRead = { body: Body; plain: boolean; rules: number } | { issues: Issue[] };

/**
 * A file's text as the next body of a rule set. One of our own documents is taken whole. Of a plain json-rules-engine
 * file the rules and named conditions take the place of those of `body`, whose name, purpose, facts, outcome when none
 * holds and examples stay; `exportPlain` gives the file again. What json-rules-engine would not load is refused with its place.
 */
export function readFile(text: string, body: Body, language: Language): FileRead {
  const document = parse(text);
  if (typeof document !== 'object' || document === null) return { issues: [] };
  if (!isPlain(document)) return { body: document as Body, plain: false, rules: countRules(document) };
  const issues = checkPlain(document, { loads: true, language });
  if (issues.length > 0) return { issues };
  const ruleSet = readRuleSet(body);
  const { rules: _rules, conditions: _conditions, conditionTexts: _texts, plain: _plain, ...kept } = body;
  const given = ruleSet ?? { key: String(body['key']), factModel: String(body['factModel']) };
  const { rules, conditions, plain } = importPlain(document, given);
  return { body: { ...kept, ...(conditions ? { conditions } : {}), rules, plain }, plain: true, rules: rules.length };
}

const countRules = (document: object): number =>
  'rules' in document && Array.isArray(document.rules) ? document.rules.length : 0;

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}
