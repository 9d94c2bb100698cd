import { InvalidFacts, checkFacts, checkPlain, checkRuleSet, decide, evaluatePlain, factModels, isPlain, listFactsAsked, runExamples } from '../../rules/index.ts';
import type { FactModel, Facts, Issue, Language, RuleSet } from '../../rules/index.ts';
import { findJsonFault } from './find-json-fault.ts';

export type CommandIo = {
  /** Rejects when the file cannot be read. */
  readFile: (path: string) => Promise<string>;
  out: (line: string) => void;
  err: (line: string) => void;
  language?: Language;
};

/** Bad input: one line for stderr, naming the file and the place in it. */
class BadInput extends Error {}

type FactObject = Record<string, unknown>;

const usage = 'rules eval RULES FACTS [--allow-undefined] | rules check RULES';

/**
 * The commands `rules eval` and `rules check`; `args` begins with `eval` or `check`.
 *
 * `eval` prints one JSON line per fact object, in order: `{"events":[{"type","params"}],"rules":[names]}`. For plain
 * json-rules-engine files that is the engine's own answer in its own order; `rules[i]` belongs to `events[i]` and is null
 * for a rule without a name. For our rule sets `events` are the outcomes, `rules` every rule that held, and `score` and
 * `excluded` stand beside them where the strategy is `score`. A line can be an error instead, and the others go on:
 * `UNDEFINED_FACT` (a rule needs a fact that is not there), `INVALID_FACTS` (our fact model says otherwise) or
 * `EVALUATION_FAILED` (json-rules-engine gave up, for instance on an unknown operator).
 *
 * Answers 0 when every object got its line (an undefined fact included), 1 when `check` found something or an object's
 * facts were refused or failed, 2 on bad input, with one line on `err` and nothing on `out`.
 */
export async function runRules(args: string[], io: CommandIo): Promise<0 | 1 | 2> {
  const flags = args.filter((arg) => arg.startsWith('--'));
  const [command, rules, facts, ...more] = args.filter((arg) => !arg.startsWith('--'));
  const known = command === 'eval' ? ['--allow-undefined'] : [];
  try {
    if (rules === undefined || more.length > 0 || flags.some((flag) => !known.includes(flag))) throw new BadInput(usage);
    if (command === 'eval' && facts !== undefined) return await evaluate(rules, facts, flags.includes('--allow-undefined'), io);
    if (command === 'check' && facts === undefined) return await check(rules, io);
    throw new BadInput(usage);
  } catch (error) {
    // A RangeError is nesting so deep that the call stack ends.
    if (!(error instanceof BadInput) && !(error instanceof RangeError)) throw error;
    io.err(error instanceof BadInput ? error.message : `${String(rules)}: nested too deeply`);
    return 2;
  }
}

async function check(file: string, io: CommandIo): Promise<0 | 1> {
  const document = parse(await read(file, io), file);
  const issues = isPlain(document) ? checkPlain(document, io) : await checkOurs(document, io.language);
  io.out(JSON.stringify({ valid: issues.length === 0, issues: issues.map(({ path, code, message }) => ({ path, code, message })) }));
  return issues.length === 0 ? 0 : 1;
}

async function checkOurs(document: unknown, language: Language = 'ja'): Promise<Issue[]> {
  const issues = checkRuleSet(document, factModels, language);
  if (issues.length > 0) return issues;
  const { ruleSet, model } = readOurs(document);
  return runExamples(ruleSet, model, language);
}

async function evaluate(rulesFile: string, factsFile: string, allowUndefined: boolean, io: CommandIo): Promise<0 | 1> {
  const document = parse(await read(rulesFile, io), rulesFile);
  const [issue] = isPlain(document) ? checkPlain(document, { loads: true, language: io.language }) : checkRuleSet(document, factModels, io.language);
  if (issue) throw new BadInput(`${rulesFile}: ${issue.path || '/'}: ${issue.message}`);
  const answer = isPlain(document) ? (facts: FactObject) => evaluatePlain(document, facts, { allowUndefined }) : evaluateOurs(document, allowUndefined, io.language);
  let failed = false;
  for (const facts of readFacts(await read(factsFile, io), factsFile)) {
    const result = await answer(facts);
    failed ||= 'error' in result && result.error.code !== 'UNDEFINED_FACT';
    io.out(JSON.stringify(result));
  }
  return failed ? 1 : 0;
}

function readOurs(document: unknown): { ruleSet: RuleSet; model: FactModel } {
  // checkRuleSet has found the document in order.
  const ruleSet = document as RuleSet;
  const model = factModels[ruleSet.factModel];
  if (!model) throw new BadInput(ruleSet.factModel);
  return { ruleSet, model };
}

type OurResult =
  | { events: { type: string; params?: unknown }[]; rules: string[]; score?: number; excluded?: boolean }
  | { error: { code: string; fact?: string; issues?: { path: string; code: string; message: string }[] } };

function evaluateOurs(document: unknown, allowUndefined: boolean, language: Language = 'ja'): (facts: FactObject) => Promise<OurResult> {
  const { ruleSet, model } = readOurs(document);
  const asked = new Set(listFactsAsked(ruleSet));
  return async (facts) => {
    // The model checks every value; the cast only names what it will have found.
    const given = facts as Facts;
    const issues = checkFacts(model, given, language);
    const wrong = issues.filter((issue) => issue.code !== 'missing-fact');
    if (wrong.length > 0) return { error: { code: new InvalidFacts(wrong).code, issues: wrong.map(({ path, code, message }) => ({ path, code, message })) } };
    const lacking = issues.map((issue) => String(issue.params?.fact)).find((fact) => asked.has(fact));
    if (lacking !== undefined && !allowUndefined) return { error: { code: 'UNDEFINED_FACT', fact: lacking } };
    const decision = await decide(ruleSet, given, model, { allowMissing: true });
    const { outcomes, score, excluded } = decision;
    return {
      events: outcomes.map(({ type, params }) => ({ type, ...(params ? { params } : {}) })),
      rules: decision.rules.filter((rule) => rule.held === 'held').map((rule) => rule.name),
      ...(score === undefined ? {} : { score, excluded }),
    };
  };
}

/** The fact objects of a JSON object, a JSON array or NDJSON (one object a line, blank lines left out). */
function readFacts(text: string, file: string): FactObject[] {
  if (text.trim() === '') throw new BadInput(`${file}: no fact object in the file`);
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 })).filter(({ line }) => line.trim() !== '');
  const wholeFault = findJsonFault(text);
  // Several lines whose first is a value of its own are NDJSON; anything else that is no JSON is a broken document.
  if (wholeFault && lines.length > 1 && !findJsonFault(lines[0]?.line ?? '')) {
    return lines.map(({ line, number }) => requireObject(parse(line, file, number), `${file}: line ${number}`));
  }
  const document = parse(text, file);
  if (!Array.isArray(document)) return [requireObject(document, `${file}: /`)];
  return document.map((one: unknown, index) => requireObject(one, `${file}: /${index}`));
}

function requireObject(value: unknown, place: string): FactObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.fromEntries(Object.entries(value));
  throw new BadInput(`${place}: a fact object { } is needed here`);
}

async function read(file: string, io: CommandIo): Promise<string> {
  try {
    return (await io.readFile(file)).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new BadInput(`${file}: the file cannot be read${error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''}`, { cause: error });
  }
}

function parse(text: string, file: string, line = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = findJsonFault(text);
    throw new BadInput(`${file}: line ${line + (fault?.line ?? 1) - 1}, column ${fault?.column ?? 1}: not valid JSON`, { cause: error });
  }
}
