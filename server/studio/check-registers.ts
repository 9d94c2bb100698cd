import { listChoicesAndNumbers, listDays, listFields } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { checkFit, subjectOf } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import type { Issue, RuleSet } from '../../rules/types.ts';
import { listStandings } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';
import { computedFacts } from '../decisions/computed-facts.ts';
import { readBody } from '../definitions/definitions.ts';
import { listDefinitions, readDefinitionInForce } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import { isAnyRecord } from '../records/data-store.ts';
import type { Candidate } from './slot.ts';

/** What a register would be told of; left out: what is in force on the day. */
type Beside = { form?: Form; workflow?: Workflow };

/** What does not fit between a register and the form and workflow that it names, as they will be on this day. It has been checked by itself. */
export async function checkRegisterFits(
  ctx: MunicipalContext,
  register: Register,
  day: string,
  beside: Beside = {},
): Promise<Issue[]> {
  const read = async (kind: 'form' | 'workflow' | 'rules', key: string): Promise<unknown> => {
    const row = await readDefinitionInForce(ctx.db, ctx.municipality.id, kind, key, day);
    return row && readBody(row);
  };
  // Every body was checked by its own core before it was stored.
  const form = beside.form ?? ((await read('form', register.form)) as Form | undefined);
  const workflow = beside.workflow ?? ((await read('workflow', register.workflow)) as Workflow | undefined);
  const fields = form ? listFields(form) : [];
  return checkFit(
    register,
    {
      form: form
        ? {
            purpose: form.purpose,
            days: listDays(form),
            ...listChoicesAndNumbers(form),
            fields: fields.flatMap(({ path }) => (/[.[]/.test(path) ? [] : [path])),
            paths: fields.map(({ path }) => path),
            roles: fields.flatMap(({ marks }) => marks.role ?? []),
            required: fields.flatMap(({ path, required, marks: { role = '' } }) =>
              required && !/[.[]/.test(path) && !['title', 'area', 'service-type'].includes(role) ? [path] : [],
            ),
          }
        : null,
      facts: Object.fromEntries(
        Object.values(computedFacts(ctx)).map(({ key, params, fields: named, roles }) => [
          key,
          {
            params: Object.keys(params.shape),
            needed: Object.keys(params.shape).filter((name) => !params.shape[name]?.isOptional()),
            fields: named,
            roles,
          },
        ]),
      ),
      ...(register.advice === undefined
        ? {}
        : { advice: ((await read('rules', register.advice)) as RuleSet | undefined) ?? null }),
      workflow: workflow
        ? {
            subject: workflow.subject,
            words: [
              ...new Set(listStandings(workflow).flatMap(({ stage, tags }) => (stage ? [stage, ...tags] : tags))),
            ],
            steps: Object.values(workflow.steps).map(({ texts, roles }) => ({
              name: (texts[ctx.language] ?? texts.ja).name,
              roles,
            })),
          }
        : null,
    },
    ctx.language,
  );
}

/** The same on this day and on every later one on which another version of its form or workflow begins, as long as it is in force itself. */
export async function checkRegisterFromThen(ctx: MunicipalContext, register: Register, day: string): Promise<Issue[]> {
  const list = async (kind: 'form' | 'workflow' | 'register', key: string): Promise<string[]> =>
    (await listDefinitions(ctx.db, ctx.municipality.id, kind)).flatMap((row) =>
      row.key === key && row.effective_on > day ? [row.effective_on] : [],
    );
  const [until] = (await list('register', register.key)).toSorted();
  const later = [...(await list('form', register.form)), ...(await list('workflow', register.workflow))];
  const days = [...new Set([day, ...later])].filter((each) => until === undefined || each < until).toSorted();
  const issues = new Map<string, Issue>();
  for (const each of days)
    for (const issue of await checkRegisterFits(ctx, register, each)) {
      const key = `${issue.path} ${issue.code}`;
      const message =
        each === day
          ? issue.message
          : say(ctx.language, 'settings.wiring.register-later', { day: each, reason: issue.message });
      if (!issues.has(key)) issues.set(key, { ...issue, message });
    }
  return [...issues.values()];
}

/** Numbers are written as the version in force says: another way of writing them would rename records, or give one number to two. */
export async function checkNumbers(
  ctx: MunicipalContext,
  { body, day, inForce, latest }: Pick<Candidate, 'body' | 'day' | 'inForce' | 'latest'>,
): Promise<Issue[]> {
  const before = inForce?.body ?? (latest && readBody(latest));
  // Every body was checked by its own core before it was stored.
  const [register, former] = [body, before] as unknown as [Register, Register | undefined];
  if (!former || former.number === register.number) return [];
  // Until a later day there may be records.
  if (day <= ctx.today && !(await isAnyRecord(ctx.db, ctx.municipality.id, subjectOf(register.key)))) return [];
  const message = say(ctx.language, 'settings.wiring.register-numbers', { number: former.number });
  return [{ path: '/number', code: 'register-numbers', message }];
}

/** What registers ask of a form or workflow, and its next version does not have any more. It has been checked by itself. */
export async function checkRegistersOf(
  ctx: MunicipalContext,
  kind: 'form' | 'workflow',
  body: Form | Workflow,
  day: string,
): Promise<Issue[]> {
  const rows = await listDefinitions(ctx.db, ctx.municipality.id, 'register');
  const issues: Issue[] = [];
  for (const versions of Map.groupBy(rows, ({ key }) => key).values()) {
    const current = versions.find(({ effective_on }) => effective_on <= day);
    for (const row of versions.filter((version) => version === current || version.effective_on > day)) {
      const register = readBody(row) as Register;
      if (register[kind] !== body.key) continue;
      const beside: Beside = kind === 'form' ? { form: body as Form } : { workflow: body as Workflow };
      for (const { path, message } of await checkRegisterFits(ctx, register, day, beside))
        // What it asks of the other of the two is the other's to keep.
        if (/^\/(form|list\/columns|views)/.test(path) === (kind === 'form'))
          issues.push({
            path: kind === 'form' ? '/schema' : '/states',
            code: 'register-asks',
            message: say(ctx.language, 'settings.wiring.register-asks', {
              register: (register.texts[ctx.language] ?? register.texts.ja).name,
              number: row.number,
              reason: message,
            }),
          });
    }
  }
  return issues;
}
