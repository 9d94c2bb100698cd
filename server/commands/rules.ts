import {
  InvalidFacts,
  InvalidRuleSet,
  analyseRuleSet,
  checkFacts,
  checkPlain,
  checkRuleSet,
  compilePlain,
  factModels,
  modelNamed,
  registerOfModel,
  findUntold,
  isPlain,
  listFactsAsked,
  prepareDecide,
  prepareEvaluatePlain,
  runExamples,
  type FactModel,
  type Facts,
  type Issue,
  type Language,
  type PlainResult,
  type RuleSet,
} from '../../rules/index.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import type { CommandIo } from './command-io.ts';
import { findJsonFault } from './find-json-fault.ts';
import { BadInput, answerCommand, parseJson, printIssues, readJson, readText } from './input.ts';
import { isObject } from '../kernel/is-object.ts';

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
 * `check` prints `{"valid","issues":[{"path","code","message"}],"findings":[{"severity","path","code","message"}]}`: what the studio says too.
 * `findings` (severity `warning` or `note`) keep nothing from being published and are left out where there are none.
 *
 * Answers 0 when every object got its answer, 1 when `check` found something or a line is an error, 2 on bad input, with one line on `err` and nothing on `out`.
 */
export function runRules(args: string[], io: CommandIo): Promise<0 | 1 | 2> {
  const flags = args.filter((arg) => arg.startsWith('--'));
  const [command, rules, facts, ...more] = args.filter((arg) => !arg.startsWith('--'));
  const known = command === 'eval' ? ['--allow-undefined'] : [];
  return answerCommand(io, rules, async () => {
    const stray = flags.find((flag) => !known.includes(flag));
    if (stray !== undefined) throw new BadInput(`Unknown option '${stray}'; usage: ${usage}`);
    if (rules === undefined || more.length > 0) throw new BadInput(usage);
    if (command === 'eval' && facts !== undefined) return await evaluate(rules, facts, flags.length > 0, io);
    if (command === 'check' && facts === undefined) return printCheck(await readJson(rules, io), io);
    throw new BadInput(usage);
  });
}

/** As in the studio: what keeps a rule set from being published, and beside it what else its author should know. */
function printCheck(document: unknown, io: CommandIo): 0 | 1 {
  const { language } = io;
  const issues = isPlain(document) ? checkPlain(document, { language }) : findIssues(document, language);
  if (issues.length > 0 || isPlain(document)) return printIssues(issues, io);
  const { ruleSet, model } = readOurs(document);
  const findings = [...analyseRuleSet(ruleSet, model, language), ...findUntold(ruleSet, language)];
  const errors = findings.filter(({ severity }) => severity === 'error');
  const others = findings.flatMap(({ severity, ...finding }) =>
    severity === 'error' ? [] : [{ severity, ...finding }],
  );
  return printIssues([...errors, ...runExamples(ruleSet, model, language)], io, others);
}

/** What is wrong with a rule set of ours; whether its examples come out is another matter. */
function findIssues(document: unknown, language: Language = 'ja'): Issue[] {
  const misshapen = checkShape('rules', document, language);
  if (misshapen.length > 0) return misshapen;
  const named = (document as { factModel?: unknown }).factModel;
  const ofRegister = typeof named === 'string' && registerOfModel(named) !== null ? modelNamed(named) : undefined;
  return checkRuleSet(document, ofRegister ? { [ofRegister.key]: ofRegister } : factModels, language);
}

async function evaluate(rulesFile: string, factsFile: string, allowUndefined: boolean, io: CommandIo): Promise<0 | 1> {
  const document = await readJson(rulesFile, io);
  const [issue] = isPlain(document)
    ? checkPlain(document, { loads: true, language: io.language })
    : findIssues(document, io.language);
  if (issue) throw new BadInput(`${rulesFile}: ${issue.path || '/'}: ${issue.message}`);
  const { count, objects } = readFacts(await readText(factsFile, io), factsFile);
  const answer = isPlain(document)
    ? preparePlain(document, count, allowUndefined)
    : prepareOurs(document, allowUndefined, io.language);
  let failed = false;
  process.on('unhandledRejection', leaveAlone);
  try {
    for (const facts of objects()) {
      const result = await answer(facts);
      failed ||= 'error' in result;
      io.out(JSON.stringify(result));
      await io.ready?.();
    }
    // Node tells of unhandled rejections once the microtasks are done.
    await new Promise(setImmediate);
  } finally {
    process.off('unhandledRejection', leaveAlone);
  }
  return failed ? 1 : 0;
}

/** Where a rule throws, json-rules-engine answers with the error and leaves the promises of the rules beside it to nobody. */
function leaveAlone(): void {}

/** From this many fact objects on, the compiled form answers, which says the same hundreds of times as fast. */
const many = 1000;

function preparePlain(
  document: unknown,
  count: number,
  allowUndefined: boolean,
): (facts: FactObject) => Promise<PlainResult> | PlainResult {
  if (count < many) return prepareEvaluatePlain(document, { allowUndefined });
  try {
    return compilePlain(document, { allowUndefined });
  } catch (error) {
    // It does not take everything that json-rules-engine takes.
    if (!(error instanceof InvalidRuleSet)) throw error;
    return prepareEvaluatePlain(document, { allowUndefined });
  }
}

function readOurs(document: unknown): { ruleSet: RuleSet; model: FactModel } {
  // checkRuleSet has found the document in order.
  const ruleSet = document as RuleSet;
  const model = modelNamed(ruleSet.factModel);
  if (!model) throw new BadInput(ruleSet.factModel);
  return { ruleSet, model };
}

type OurResult =
  | { events: { type: string; params?: unknown }[]; rules: string[]; score?: number; excluded?: boolean }
  | { error: { code: string; fact?: string; issues?: { path: string; code: string; message: string }[] } };

function prepareOurs(
  document: unknown,
  allowUndefined: boolean,
  language: Language = 'ja',
): (facts: FactObject) => Promise<OurResult> {
  const { ruleSet, model } = readOurs(document);
  const wanted = new Set(listFactsAsked(ruleSet));
  const decide = prepareDecide(ruleSet, model, { allowMissing: true });
  return async (facts) => {
    // The model checks every value; the cast only names what it will have found.
    const given = facts as Facts;
    const issues = checkFacts(model, given, language);
    const wrong = issues.filter((issue) => issue.code !== 'missing-fact');
    if (wrong.length > 0)
      return {
        error: {
          code: new InvalidFacts(wrong).code,
          issues: wrong.map(({ path, code, message }) => ({ path, code, message })),
        },
      };
    const lacking = issues.map((issue) => String(issue.params?.fact)).find((fact) => wanted.has(fact));
    if (lacking !== undefined && !allowUndefined) return { error: { code: 'UNDEFINED_FACT', fact: lacking } };
    const decision = await decide(given);
    const { outcomes, score, excluded } = decision;
    return {
      events: outcomes.map(({ type, params }) => ({ type, ...(params ? { params } : {}) })),
      rules: decision.rules.filter((rule) => rule.held === 'held').map((rule) => rule.name),
      ...(score === undefined ? {} : { score, excluded }),
    };
  };
}

type FactObjects = { count: number; objects: () => Iterable<FactObject> };

/** The fact objects of a JSON object, a JSON array or NDJSON (one object a line, blank lines left out). Throws BadInput before it answers. */
function readFacts(text: string, file: string): FactObjects {
  if (text.trim() === '') throw new BadInput(`${file}: no fact object in the file`);
  return readLines(text, file) ?? readDocument(parseJson(text, file), file);
}

function readDocument(document: unknown, file: string): FactObjects {
  const list = Array.isArray(document)
    ? document.map((item: unknown, index) => requireObject(item, `${file}: /${index}`))
    : [requireObject(document, `${file}: /`)];
  return { count: list.length, objects: () => list };
}

/** Null where it is not NDJSON: several lines whose first is a value of its own. Anything else that is no JSON is a broken document. */
function readLines(text: string, file: string): FactObjects | null {
  const lines = text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '');
  if (lines.length < 2 || findJsonFault(lines[0]?.line ?? '') || !findJsonFault(text)) return null;
  const read = ({ line, number }: (typeof lines)[number]) =>
    requireObject(parseJson(line, file, number), `${file}: line ${number}`);
  // Read twice, so that nothing is answered where a line is broken and yet the objects are never in memory all at once.
  lines.forEach(read);
  return { count: lines.length, objects: () => Iterator.from(lines).map(read) };
}

function requireObject(value: unknown, place: string): FactObject {
  if (isObject(value)) return Object.fromEntries(Object.entries(value));
  throw new BadInput(`${place}: a fact object { } is needed here`);
}
