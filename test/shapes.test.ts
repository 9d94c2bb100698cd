import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkForm, tellAnswers, listFields, localize, validate, type Form } from '../forms/index.ts';
import { checkRuleSet, factModels, runExamples, type Issue, type RuleSet } from '../rules/index.ts';
import { runForm } from '../server/commands/form.ts';
import { runRules } from '../server/commands/rules.ts';
import { runWorkflow } from '../server/commands/workflow.ts';
import { checkShape } from '../server/definitions/definition-shapes.ts';
import { effectOf } from '../server/effects/effect.ts';
import { kindsAndEffects } from '../server/kinds/index.ts';
import { checkCascades, checkWorkflow, start, type Workflow } from '../workflows/index.ts';
import { leaveOut, placesOf, sample, spoil, strange, untellable } from './support/spoil.ts';

const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

/** What each kind is checked by, and what is done with one that passes. */
const kinds = {
  form: {
    check: (body: unknown) => checkForm(body),
    use: (body: unknown) => {
      const form = body as Form;
      for (const language of ['ja', 'en'] as const)
        JSON.stringify([
          localize(form, language),
          listFields(form),
          tellAnswers(form, { title: 'x' }, 'staff', language),
          validate(form, {}, language),
        ]);
    },
  },
  rules: {
    check: (body: unknown) => checkRuleSet(body, factModels),
    use: (body: unknown) => runExamples(body as RuleSet, factModels[(body as RuleSet).factModel]!),
  },
  workflow: {
    check: (body: unknown) => checkWorkflow(body),
    use: (body: unknown) => {
      start(body as Workflow);
      checkCascades(body as Workflow, [], ({ type, params }) => effectOf(kindsAndEffects, type)?.sends(params) ?? null);
    },
  },
};

function findIssues(kind: keyof typeof kinds, body: unknown): Issue[] {
  const misshapen = checkShape(kind, body, 'ja');
  const issues = misshapen.length > 0 ? misshapen : kinds[kind].check(body);
  if (issues.length === 0) kinds[kind].use(body);
  return issues;
}

describe('whatever stands in a definition, its check answers', () => {
  it.each([
    ['form', 'forms/library/need-intake.form.json'],
    ['rules', 'rules/library/escalation.rules.json'],
    ['workflow', 'workflows/library/need.workflow.json'],
  ] as const)('%s %s', async (kind, file) => {
    const body = read(file);
    expect(findIssues(kind, body)).toEqual([]);
    const wrong: string[] = [];
    for (const [index, at] of placesOf(body).entries()) {
      // What becomes no text is tried everywhere; of the others each place gets the next three.
      const tried = [untellable, ...[0, 1, 2].map((next) => strange[(index * 3 + next) % strange.length])];
      for (const spoiled of [...tried.map((bad) => spoil(body, at, bad)), leaveOut(body, at)])
        try {
          for (const issue of findIssues(kind, spoiled))
            if (typeof issue.path !== 'string' || issue.message === '')
              wrong.push(`/${at.join('/')}: ${JSON.stringify(issue)}`);
        } catch (error) {
          wrong.push(`/${at.join('/')}: ${String(error)}`);
        }
    }
    expect(wrong).toEqual([]);
  });
});

describe('checkShape', () => {
  it.each<[keyof typeof kinds, string, string, (string | number)[], unknown]>([
    ['form', '/key', 'wrong-type', ['key'], untellable],
    ['form', '/purpose', 'wrong-type', ['purpose'], untellable],
    ['form', '/texts/en/fields', 'missing', ['texts', 'en', 'fields'], undefined],
    ['form', '/texts/en/fields', 'wrong-type', ['texts', 'en', 'fields'], []],
    [
      'form',
      '/texts/ja/fields/title/choices/x~1y',
      'wrong-type',
      ['texts', 'ja', 'fields', 'title', 'choices'],
      { 'x/y': 1 },
    ],
    ['form', '/uiSchema/ui:order/0', 'wrong-type', ['uiSchema', 'ui:order', 0], untellable],
    ['rules', '/rules/0/name', 'wrong-type', ['rules', 0, 'name'], untellable],
    ['rules', '/plain/shape', 'wrong-type', ['plain'], { shape: 'x', own: {} }],
    ['workflow', '/steps/ASSESS/roles/0', 'wrong-type', ['steps', 'ASSESS', 'roles', 0], untellable],
  ])('of a %s names %s: %s', (kind, path, code, at, bad) => {
    const body = read(
      {
        form: 'forms/library/need-intake.form.json',
        rules: 'rules/library/referral.rules.json',
        workflow: 'workflows/library/need.workflow.json',
      }[kind],
    );
    const spoiled = bad === undefined ? leaveOut(body, at) : spoil(body, at, bad);
    for (const language of ['ja', 'en'] as const) {
      expect(checkShape(kind, spoiled, language)).toEqual([{ path, code, message: expect.any(String) }]);
      expect(/[ぁ-ん]/.test(checkShape(kind, spoiled, language)[0]!.message)).toBe(language === 'ja');
    }
  });
});

it.each([
  ['form', 'forms/library/need-intake.form.json', runForm],
  ['rules', 'rules/library/escalation.rules.json', runRules],
  ['workflow', 'workflows/library/need.workflow.json', runWorkflow],
] as const)('`%s check` answers whatever stands in the file', async (_, file, run) => {
  const wrong: string[] = [];
  for (const [what, body] of sample(read(file), 7)) {
    const out: string[] = [];
    const say = (line: string) => void out.push(line);
    const code = await run(['check', 'file'], {
      readFile: async () => Buffer.from(JSON.stringify(body)),
      out: say,
      err: say,
    }).catch(String);
    if ((code !== 0 && code !== 1) || out.length !== 1) wrong.push(`${what}: ${code} ${out.join(' ')}`);
  }
  expect(wrong).toEqual([]);
});
