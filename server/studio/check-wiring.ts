import { z } from 'zod';
import { fieldOfRole } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import type { Issue, RuleSet } from '../../rules/types.ts';
import { listEffects, tagsAt, type AskedEffect, type Sent } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';
import { definitionsInForce, readBody } from '../definitions/definitions.ts';
import { listDefinitions, listStandingsInUse, readDefinitionInForce } from '../definitions/store.ts';
import { effectOf, mayAsk, type EffectDeclaration } from '../effects/effect.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { allowedBy, shapeWords } from '../kernel/shape-words.ts';
import { say } from '../kernel/texts/index.ts';
import { askedBy, kindName } from '../records/record-kind.ts';
import { codeName } from '../settings/codes/code-entries.ts';
import { codesOf } from '../settings/codes/kept-codes.ts';

/*
 * What a workflow asks of what is elsewhere, and others ask of it: effects, forms, rule sets, steps of other records. It is checked
 * against what will be in force on the day from which it counts, and against every version that a record still lives by.
 */

const escape = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** A workflow that can still do something: in force on the day or later, or with a record that is not over. */
type Live = { key: string; number: number; body: Workflow };

type Report = (path: string, code: string, params?: Record<string, unknown>) => void;

const collect = (ctx: MunicipalContext): { issues: Issue[]; report: Report } => {
  const issues: Issue[] = [];
  return {
    issues,
    report: (path, code, params = {}) =>
      void issues.push({ path, code, message: say(ctx.language, `settings.wiring.${code}`, params), params }),
  };
};

/** Everything that would not come about as this workflow says, with its place; empty when all would. The workflow has been checked by itself. */
export async function checkWiring(ctx: MunicipalContext, workflow: Workflow, day: string): Promise<Issue[]> {
  const { issues, report } = collect(ctx);
  const lives = await listLive(ctx, day, workflow.key);
  const forms = await checkSteps(ctx, workflow, day, report);
  for (const use of listEffects(workflow)) {
    const declared = effectOf(ctx, use.effect.type);
    // `checkWorkflow` has refused what nobody knows.
    if (!declared) continue;
    if (!mayAsk(declared, workflow.subject)) {
      report(use.pointer, 'effect-subject', { name: use.effect.type, subject: subjectIn(ctx, workflow) });
      continue;
    }
    checkParams(ctx, use, declared, report);
    await checkCodes(ctx, use, declared, report);
    checkRead(use, declared, forms, report);
    const sent = declared.sends(use.effect.params);
    if (sent) checkSent(ctx, use, sent, [...lives, { key: workflow.key, number: 0, body: workflow }], report);
  }
  for (const live of lives)
    for (const { sent, use } of listSent(ctx, live.body))
      if (sent.to === workflow.subject && !knows(workflow, sent))
        report('/steps', 'step-awaited', {
          step: stepOf(sent),
          name: use.effect.type,
          lifecycle: nameOf(ctx, live.body),
          number: live.number,
        });
  return issues;
}

/** What effects of workflows read of a form's answers, and its next version does not ask any more. The form has been checked by itself. */
export async function checkReaders(ctx: MunicipalContext, form: Form, day: string): Promise<Issue[]> {
  const { issues, report } = collect(ctx);
  for (const { body, number } of await listLive(ctx, day))
    for (const { effect, event } of listEffects(body)) {
      if (event === null || body.steps[event]?.form !== form.key) continue;
      for (const field of effectOf(ctx, effect.type)?.reads ?? [])
        if (!asks(form, field) && !issues.some(({ params }) => params?.['field'] === field))
          report('/schema', 'field-read', {
            field,
            name: effect.type,
            lifecycle: nameOf(ctx, body),
            number,
          });
    }
  return issues;
}

/** The workflows in force in which a step asks this form, each with these steps, and by field (its role) what their effects read of the answers. */
export async function listAskingSteps(
  ctx: MunicipalContext,
  form: string,
): Promise<{ key: string; name: string; step: string; reads: readonly string[] }[]> {
  return (await definitionsInForce(ctx, 'workflow')).flatMap(({ key, body }) => {
    const effects = listEffects(body);
    return Object.entries(body.steps).flatMap(([event, notes]) =>
      notes.form === form
        ? [
            {
              key,
              name: nameOf(ctx, body),
              step: (notes.texts[ctx.language] ?? notes.texts.ja).name,
              reads: effects.flatMap((use) =>
                use.event === event ? (effectOf(ctx, use.effect.type)?.reads ?? []) : [],
              ),
            },
          ]
        : [],
    );
  });
}

async function listLive(ctx: MunicipalContext, day: string, replaced?: string): Promise<Live[]> {
  const used = Map.groupBy(await listStandingsInUse(ctx.db, ctx.municipality.id), (row) => row.workflow_id);
  const rows = await listDefinitions(ctx.db, ctx.municipality.id, 'workflow');
  return [...Map.groupBy(rows, (row) => row.key).values()].flatMap((versions) => {
    const current = versions.find((row) => row.effective_on <= day);
    return versions.flatMap((row): Live[] => {
      const body = readBody(row) as Workflow;
      const lives = (used.get(row.id) ?? []).some(({ state }) => !tagsAt(body, state).includes('over'));
      // The next version takes the place of those in force and still to come.
      const counts = row.key !== replaced && (row === current || row.effective_on > day);
      return lives || counts ? [{ key: row.key, number: row.number, body }] : [];
    });
  });
}

const nameOf = ({ language }: MunicipalContext, { texts }: Workflow): string => (texts[language] ?? texts.ja).name;
const subjectIn = (ctx: MunicipalContext, { subject }: Workflow): string => kindName(ctx, subject);
const versionOf = ({ language }: MunicipalContext, { number }: Live): string =>
  say(language, `settings.wiring.${number === 0 ? 'this' : 'version'}`, { number });
const stepOf = (sent: Sent): string => ('does' in sent ? sent.does : sent.event);

const knows = ({ steps }: Workflow, sent: Sent): boolean =>
  'does' in sent ? Object.values(steps).some(({ does }) => does === sent.does) : Object.hasOwn(steps, sent.event);

function listSent(ctx: MunicipalContext, workflow: Workflow): { sent: Sent; use: AskedEffect }[] {
  return listEffects(workflow).flatMap((use) => {
    const sent = effectOf(ctx, use.effect.type)?.sends(use.effect.params);
    return sent ? [{ sent, use }] : [];
  });
}

function checkSent(ctx: MunicipalContext, use: AskedEffect, sent: Sent, lives: Live[], report: Report): void {
  const targets = lives.filter(({ body }) => body.subject === sent.to);
  const lacking = targets.find(({ body }) => !knows(body, sent));
  const path = use.effect.params.does === undefined ? use.pointer : `${use.pointer}/params/does`;
  if (targets.length === 0 || lacking)
    report(path, lacking ? 'step-unknown' : 'nobody-to-send-to', {
      step: stepOf(sent),
      name: use.effect.type,
      lifecycle: lacking ? nameOf(ctx, lacking.body) : '',
      version: lacking ? versionOf(ctx, lacking) : '',
    });
}

function checkParams(ctx: MunicipalContext, use: AskedEffect, declared: EffectDeclaration, report: Report): void {
  const strict = z.strictObject(declared.params.shape);
  for (const shape of [strict, declared.params]) {
    const read = shape.safeParse(use.effect.params, { error: shapeWords[ctx.language] });
    if (read.success) continue;
    for (const issue of read.error.issues)
      report(`${use.pointer}/params${issue.path.map((part) => `/${escape(String(part))}`).join('')}`, 'effect-params', {
        name: use.effect.type,
        reason: [issue.message, ...(allowedBy(issue)?.map((value) => `「${value}」`) ?? [])].join(''),
        known: Object.keys(declared.params.shape).join(', '),
      });
    return;
  }
}

/** One that is retired counts: a workflow may be older than that. */
async function checkCodes(
  ctx: MunicipalContext,
  { effect, pointer }: AskedEffect,
  { codes }: EffectDeclaration,
  report: Report,
): Promise<void> {
  for (const [name, list] of Object.entries(codes)) {
    const entries = await codesOf(ctx, list);
    const given = effect.params[name];
    if (typeof given === 'string' && !entries.some(({ key }) => key === given))
      report(`${pointer}/params/${escape(name)}`, 'code-unknown', {
        name: effect.type,
        given,
        known: entries.map((entry) => `${entry.key} (${codeName(entry, ctx.language)})`).join(', '),
      });
  }
}

const asks = (form: Form, role: string): boolean => fieldOfRole(form, role) !== undefined;

function checkRead(
  { effect, pointer, event }: AskedEffect,
  { reads }: EffectDeclaration,
  forms: ReadonlyMap<string, Form>,
  report: Report,
): void {
  if (reads.length === 0) return;
  if (event === null) return report(pointer, 'effect-without-step', { name: effect.type });
  const form = forms.get(event);
  for (const field of reads)
    if (!form || !asks(form, field)) report(pointer, 'field-not-asked', { name: effect.type, field, step: event });
}

/** The forms and rule sets of the steps: in force from the day on, and made for this. Answers the forms by event. */
async function checkSteps(
  ctx: MunicipalContext,
  workflow: Workflow,
  day: string,
  report: Report,
): Promise<ReadonlyMap<string, Form>> {
  const { db, municipality } = ctx;
  const { stepForms, stepModels } = askedBy(ctx, workflow.subject);
  const forms = new Map<string, Form>();
  for (const [event, step] of Object.entries(workflow.steps)) {
    const at = `/steps/${escape(event)}`;
    if (step.form !== undefined) {
      const row = await readDefinitionInForce(db, municipality.id, 'form', step.form, day);
      const form = row && (readBody(row) as Form);
      if (!form) report(`${at}/form`, 'form-not-in-force', { name: step.form, day });
      else if (!stepForms.includes(form.purpose))
        report(`${at}/form`, 'form-purpose', { name: step.form, purpose: form.purpose, known: stepForms.join(', ') });
      else forms.set(event, form);
    }
    if (step.rules === undefined) continue;
    const row = await readDefinitionInForce(db, municipality.id, 'rules', step.rules, day);
    const rules = row && (readBody(row) as RuleSet);
    if (!rules) report(`${at}/rules`, 'rules-not-in-force', { name: step.rules, day });
    else if (rules.purpose !== 'step')
      report(`${at}/rules`, 'rules-purpose', { name: step.rules, purpose: rules.purpose });
    else if (!stepModels.includes(rules.factModel))
      report(`${at}/rules`, 'rules-model', {
        name: step.rules,
        model: rules.factModel,
        subject: subjectIn(ctx, workflow),
        known: stepModels.join(', ') || '—',
      });
  }
  return forms;
}
