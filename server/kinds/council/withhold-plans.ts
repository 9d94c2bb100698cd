import { entriesOf, fieldOfRole, type Form } from '../../../forms/index.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { ToldEventRow } from '../../effects/events-store.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import type { Withhold } from '../../records/story.ts';
import { readNeeds, readsPlan } from '../need/index.ts';

type Answers = Record<string, unknown>;

/** What a meeting planned for a need is told in a council's story to whom it is told on the meeting's own page, and to nobody else. */
export async function withholdPlans(ctx: MunicipalContext, events: ToldEventRow[]): Promise<Withhold> {
  const named = new Set<string>();
  for (const { form_id, answers } of events) {
    if (!form_id || !answers) continue;
    const { body } = await definitionById(ctx, 'form', form_id);
    for (const { need, plan } of entriesOf(body, JSON.parse(answers) as Answers, ['need', 'plan']))
      if (typeof need === 'string' && plan) named.add(need);
  }
  const needs = named.size === 0 ? [] : await readNeeds(ctx.db, [...named]);
  const readable = new Set(needs.filter((need) => readsPlan(ctx.actor, need)).map(({ id }) => id));
  return (form, answers) => (named.size === 0 ? answers : withoutPlans(form, answers, readable));
}

function withoutPlans(form: Form, answers: Answers, readable: ReadonlySet<string>): Answers {
  const [list = '', plan] = fieldOfRole(form, 'plan')?.split('[].') ?? [];
  const [, need] = fieldOfRole(form, 'need')?.split('[].') ?? [];
  if (plan === undefined || need === undefined) return answers;
  const change = (holder: Answers, [name = '', ...rest]: string[]): Answers => {
    const inner = holder[name];
    if (rest.length > 0) return isObject(inner) ? { ...holder, [name]: change(inner, rest) } : holder;
    if (!Array.isArray(inner)) return holder;
    return {
      ...holder,
      [name]: inner.map((entry: unknown) => {
        if (!isObject(entry) || readable.has(String(entry[need]))) return entry;
        const { [plan]: _plan, ...others } = entry;
        return others;
      }),
    };
  };
  return change(answers, list.split('.'));
}
