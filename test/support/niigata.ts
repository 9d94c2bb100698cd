import type { Casework } from './casework.ts';

type Words = Record<string, unknown>;

/** Answers to a step that records a meeting. */
export const gathering = (title: string, more: Words = {}): Words => ({
  title,
  heldOn: '2026-11-10',
  attendance: 12,
  ...more,
});

/** Coordinators are elected by their councils from now on. */
export async function letElect({ as, path }: Casework): Promise<void> {
  const administrator = await as('administrator');
  const { body } = await administrator.get<{ version: number }>(path('practice'));
  const practice = { matching: true, coordinator: 'election' };
  const reply = await administrator.patch(path('practice'), practice, { version: body.version });
  if (reply.status !== 200) throw new Error(`practice: ${reply.status} ${reply.text}`);
}

/** A council of the north as Niigata has them, whose first meeting was held: its coordinator comes next. Answers its id. */
export async function addNiigataCouncil(
  { as, path, town, addOrganisation, step }: Casework,
  name: string,
): Promise<string> {
  const reply = await (
    await as('administrator')
  ).post<{ id: string }>(path('councils'), { name, areaId: town.areas.north.id, workflowKey: 'niigata-area' });
  if (reply.status !== 201) throw new Error(`councils: ${reply.status} ${reply.text}`);
  const { id } = reply.body;
  const members: Words[] = [];
  for (const index of [1, 2, 3])
    members.push({
      name: `見本 委員${index}`,
      role: 'member',
      organisation: await addOrganisation(`架空の会${index}`),
    });
  const take = (event: string, answers: Words) => step('tier2-north', `councils/${id}`, event, answers);
  await take('SELECT_MEMBERS', { selectedOn: '2026-11-02', reason: '各分野から', members });
  await take('HOLD_PREPARATION_MEETING', gathering('準備会'));
  await take('CONVENE_FIRST_COUNCIL', gathering('第1回', { establishedOn: '2026-11-10' }));
  return id;
}
