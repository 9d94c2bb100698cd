import { listFields } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { checkFit } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import type { Issue } from '../../rules/types.ts';
import { listStandings } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';
import { readBody } from '../definitions/definitions.ts';
import { listDefinitions, readDefinitionInForce } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';

/** What a register would be told of; left out: what is in force on the day. */
type Beside = { form?: Form; workflow?: Workflow };

/** What does not fit between a register and the form and workflow that it names, as they will be on this day. It has been checked by itself. */
export async function checkRegisterFits(
  ctx: MunicipalContext,
  register: Register,
  day: string,
  beside: Beside = {},
): Promise<Issue[]> {
  const read = async (kind: 'form' | 'workflow', key: string): Promise<unknown> => {
    const row = await readDefinitionInForce(ctx.db, ctx.municipality.id, kind, key, day);
    return row && readBody(row);
  };
  // Every body was checked by its own core before it was stored.
  const form = beside.form ?? ((await read('form', register.form)) as Form | undefined);
  const workflow = beside.workflow ?? ((await read('workflow', register.workflow)) as Workflow | undefined);
  return checkFit(
    register,
    {
      form: form
        ? { purpose: form.purpose, fields: listFields(form).flatMap(({ path }) => (/[.[]/.test(path) ? [] : [path])) }
        : null,
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
        if (/^\/(form|list\/columns)/.test(path) === (kind === 'form'))
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
