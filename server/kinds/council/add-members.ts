import { answerOf, entriesOf } from '../../../forms/index.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { readOrganisation } from '../organisation/index.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { giveRole } from './give-role.ts';
import type { CouncilMemberRow } from './store.ts';

type MemberAnswer = { name?: unknown; nameKana?: unknown; organisation?: unknown; body?: unknown; role?: unknown };
const memberRoles: readonly string[] = ['member', 'chair', 'vice-chair', 'coordinator'];
const isRole = (role: unknown): role is CouncilMemberRow['role'] =>
  typeof role === 'string' && memberRoles.includes(role);

/** Effect: the people whom the step's form lists become members, from the day that the step names or its own. */
export async function addMembers(ctx: MunicipalContext, { record, event }: EffectToPerform): Promise<void> {
  if (!record || !event?.form) return;
  const { form, answers } = event;
  const members = entriesOf(form, answers, ['member-name', 'member-kana', 'member-organisation', 'member-role']);
  const days = ['established-on', 'selected-on'].map((role) => answerOf(form, answers, role));
  const startsOn = days.find((day) => typeof day === 'string') ?? ctx.today;
  for (const member of members)
    await addMember(ctx, record.id, {
      name: member['member-name'],
      nameKana: member['member-kana'],
      organisation: member['member-organisation'],
      role: member['member-role'],
      startsOn,
    });
  await evaluateCouncil(ctx, record.id);
}

/** Gives one person a role as a form names them, with a `body` as who acts for it. An organisation that is not the municipality's is left out. */
export async function addMember(
  ctx: MunicipalContext,
  councilId: string,
  answer: MemberAnswer & { startsOn: unknown },
): Promise<void> {
  const find = async (id: unknown) =>
    typeof id === 'string' ? await readOrganisation(ctx.db, ctx.municipality.id, id) : undefined;
  const body = await find(answer.body);
  const organisation = body ?? (await find(answer.organisation));
  await giveRole(ctx, councilId, {
    name: String(answer.name ?? ''),
    nameKana: typeof answer.nameKana === 'string' ? answer.nameKana : '',
    role: isRole(answer.role) ? answer.role : 'member',
    organisationId: organisation?.id ?? null,
    heldByBody: body !== undefined,
    startsOn: String(answer.startsOn),
  });
}
