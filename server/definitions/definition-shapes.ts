import { z } from 'zod';
import type { Issue, Language } from '../../rules/types.ts';
import { say } from '../kernel/texts/index.ts';
import { checkSize } from './definition-limits.ts';
import type { DefinitionKind } from './store.ts';

/*
 * What a form, a rule set, a workflow and a register are made of, as far as the checks behind this trust it: objects, lists, texts. What may be left out, which
 * words are known and what refers to what is theirs to say, so nearly everything here is optional and more keys are let through. What their engines
 * look at themselves (JSON Schema, conditions, the machine) is left open.
 */
const text = z.string().optional();
const words = z.record(z.string(), z.string()).optional();
const inBoth = <T extends z.ZodType>(shape: T) =>
  z.looseObject({ ja: shape.optional(), en: shape.optional() }).optional();

const fieldTexts = z.looseObject({ title: text, help: text, placeholder: text, choices: words });

const formWords = z.looseObject({
  name: text,
  description: text,
  submit: text,
  fields: z.record(z.string(), fieldTexts),
});

const form = z.looseObject({
  key: text,
  purpose: text,
  texts: z.looseObject({ ja: formWords.optional(), en: formWords.optional(), easy: formWords.optional() }).optional(),
  schema: z.looseObject({}).optional(),
  uiSchema: z.looseObject({ 'ui:order': z.array(z.string()).optional() }).optional(),
  logic: z
    .array(z.looseObject({ id: text, when: z.looseObject({}).optional(), then: z.looseObject({}).optional() }))
    .optional(),
});

const event = z.looseObject({ type: text, params: z.looseObject({}).optional() });
const reasons = inBoth(z.looseObject({ name: text, reason: text }));
const origin = { own: z.looseObject({}) };

const rules = z.looseObject({
  key: text,
  purpose: text,
  factModel: text,
  strategy: text,
  texts: inBoth(z.looseObject({ name: text, description: text })),
  conditions: z.looseObject({}).optional(),
  conditionTexts: z.record(z.string(), z.looseObject({ ja: z.string(), en: text })).optional(),
  rules: z
    .array(
      z.looseObject({
        name: text,
        event: event.optional(),
        texts: reasons,
        disabled: z.boolean().optional(),
        plain: z.looseObject({ ...origin, name: text, priority: z.number().optional() }).optional(),
      }),
    )
    .optional(),
  otherwise: event.extend({ texts: reasons }).optional(),
  examples: z
    .array(
      z.looseObject({
        name: text,
        facts: z.looseObject({}).optional(),
        expect: z
          .looseObject({
            outcomes: z.array(z.string()).optional(),
            score: z.number().optional(),
            excluded: z.boolean().optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  plain: z.looseObject({ ...origin, shape: z.enum(['rule', 'list', 'document']) }).optional(),
});

const wait = z.looseObject({ from: text }).optional();
const turn = z.looseObject({
  roles: z.array(z.string()).optional(),
  texts: inBoth(z.looseObject({ text, action: text })),
  answer: z.looseObject({ event: text, does: text }).optional(),
  after: wait,
  late: wait,
});

const workflow = z.looseObject({
  key: text,
  subject: text,
  texts: inBoth(z.looseObject({ name: text, description: text })),
  stages: z.array(z.looseObject({ key: text, text: z.looseObject({ ja: text, en: text }).optional() })).optional(),
  parties: z.record(z.string(), z.array(z.string())).optional(),
  machine: z.looseObject({}).optional(),
  states: z
    .record(
      z.string(),
      z.looseObject({
        texts: inBoth(z.looseObject({ name: text, meaning: text, todo: text })),
        stage: text,
        turns: z.array(turn).optional(),
      }),
    )
    .optional(),
  steps: z
    .record(
      z.string(),
      z.looseObject({
        texts: inBoth(z.looseObject({ name: text, help: text })),
        roles: z.array(z.string()).optional(),
        form: text,
        rules: text,
        tone: text,
        does: text,
        when: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
});

// Its own check trusts nothing.
const register = z.looseObject({ key: text, texts: inBoth(z.looseObject({ name: text })) });

const shapes: Record<DefinitionKind, z.ZodType> = { form, rules, workflow, register };

/**
 * Where a body is too large (`checkSize`) or not made as its kind is, so that no check of it can be asked; empty where it is neither. To be asked
 * before any of them. `code` is `limit-…`, `missing` or `wrong-type`.
 */
export function checkShape(kind: DefinitionKind, body: unknown, language: Language): Issue[] {
  // What is no object at all every check refuses in its own words.
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const tooLarge = checkSize(kind, body, language);
  if (tooLarge.length > 0) return tooLarge;
  const parsed = shapes[kind].safeParse(body, { reportInput: true });
  return parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, language));
}

function describe(issue: z.core.$ZodIssue, language: Language): Issue {
  const path = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const name = String(issue.path.at(-1) ?? '');
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return { path, code: 'missing', message: say(language, 'settings.issue.missing', { name }) };
  const wanted =
    issue.code === 'invalid_type'
      ? say(language, `settings.shape.${issue.expected}`)
      : issue.code === 'invalid_value'
        ? issue.values.join(', ')
        : '';
  return { path, code: 'wrong-type', message: say(language, 'settings.issue.wrongType', { name, wanted }) };
}
