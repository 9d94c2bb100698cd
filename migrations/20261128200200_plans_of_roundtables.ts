import type { Knex } from 'knex';

/*
 * The plan of a roundtable becomes the planned meeting: the shipped step asks for the effect that makes it, and the fields of its shipped form say what
 * they are, beside the versions that were published before either could. A city's own lifecycles and forms stay as they are.
 */
type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, path: string[]): unknown =>
  path.reduce<unknown>((holder, name) => (isObject(holder) ? holder[name] : undefined), value);
const put = (holder: unknown, [name = '', ...rest]: string[], value: unknown): Loose => {
  const group = isObject(holder) ? holder : {};
  return { ...group, [name]: rest.length === 0 ? value : put(group[name], rest, value) };
};
/** Without what stands at a path, and without the groups that hold nothing then. */
const drop = (holder: Loose, [name = '', ...rest]: string[]): Loose => {
  const { [name]: inner, ...others } = holder;
  if (rest.length === 0 || !isObject(inner)) return others;
  const left = drop(inner, rest);
  return Object.keys(left).length === 0 ? others : { ...others, [name]: left };
};

/** By the shipped form's field. */
export const planRoles = { plannedOn: 'planned-on', purpose: 'aim', place: 'place', invited: 'invited' };

const preparation = ['machine', 'states', 'preparation', 'states'];
const effect = (type: string): Loose[] => [{ type, params: { kind: 'roundtable' } }];
const additions: { kind: string; fits: (body: Loose) => boolean; path: string[]; value: unknown }[] = [
  ...[
    ['PLAN_ROUNDTABLE', 'planning', 'planMeeting'],
    ['CHANGE_PLAN', 'scheduled', 'dropMeeting'],
  ].map(([event = '', state = '', type = '']) => {
    const transition = [...preparation, state, 'on', event];
    return {
      kind: 'workflow',
      fits: (body: Loose) =>
        body['subject'] === 'council' &&
        at(body, ['steps', 'PLAN_ROUNDTABLE', 'form']) === 'roundtable-plan' &&
        isObject(at(body, transition)) &&
        at(body, [...transition, 'actions']) === undefined,
      path: [...transition, 'actions'],
      value: effect(type),
    };
  }),
  ...Object.entries(planRoles).map(([field, role]) => ({
    kind: 'form',
    fits: (body: Loose) =>
      body['key'] === 'roundtable-plan' &&
      isObject(at(body, ['schema', 'properties', field])) &&
      at(body, ['schema', 'properties', field, 'x-role']) === undefined,
    path: ['schema', 'properties', field, 'x-role'],
    value: role,
  })),
];

type Row = { id: string; kind: string; body: string; supplement: string | null };

async function rewrite(knex: Knex, change: (supplement: Loose, body: Loose, kind: string) => Loose): Promise<void> {
  const rows: Row[] = await knex('definitions')
    .whereIn('kind', ['workflow', 'form'])
    .select('id', 'kind', 'body', 'supplement');
  for (const { id, kind, body, supplement } of rows) {
    const before = JSON.parse(supplement ?? '{}') as Loose;
    const after = JSON.stringify(change(before, JSON.parse(body) as Loose, kind));
    if (after !== JSON.stringify(before))
      await knex('definitions')
        .where({ id })
        .update({ supplement: after === '{}' ? null : after });
  }
}

export async function up(knex: Knex): Promise<void> {
  await rewrite(knex, (supplement, body, kind) =>
    additions
      .filter((one) => one.kind === kind && one.fits(body))
      .reduce((made, { path, value }) => put(made, path, value), supplement),
  );
}

export async function down(knex: Knex): Promise<void> {
  await rewrite(knex, (supplement, body, kind) =>
    additions
      .filter((one) => one.kind === kind && one.fits(body))
      .reduce((made, { path }) => drop(made, path), supplement),
  );
}
