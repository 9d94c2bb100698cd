import { insertCouncilMember, type CouncilMemberRow } from '../../store/councils.ts';
import { readOrganisation } from '../../store/organisations.ts';
import { audit, type MunicipalContext } from '../context.ts';
import { evaluateCouncil } from '../effects/add-effect.ts';
import type { EffectToPerform } from '../effects/perform-effects.ts';

type MemberAnswer = { name?: unknown; nameKana?: unknown; organisation?: unknown; role?: unknown };
const memberRoles: readonly string[] = ['member', 'chair', 'vice-chair', 'coordinator'];
const isRole = (role: unknown): role is CouncilMemberRow['role'] => typeof role === 'string' && memberRoles.includes(role);

/** Effect: the people named in the step's `members` become members, from the day that the step names or its own. */
export async function addMembers(ctx: MunicipalContext, { record, event }: EffectToPerform): Promise<void> {
  const answers = event?.answers ?? {};
  if (!record || !Array.isArray(answers.members)) return;
  const startsOn = [answers.establishedOn, answers.selectedOn].find((day) => typeof day === 'string') ?? ctx.today;
  for (const member of answers.members as MemberAnswer[]) await addMember(ctx, record.id, { ...member, startsOn });
  await evaluateCouncil(ctx, record.id);
}

/** Adds one person as a form names them. An organisation that is not the municipality's is left out. */
export async function addMember(ctx: MunicipalContext, councilId: string, answer: MemberAnswer & { startsOn: unknown }): Promise<string> {
  const organisation = typeof answer.organisation === 'string' ? await readOrganisation(ctx.db, ctx.municipality.id, answer.organisation) : undefined;
  const row: CouncilMemberRow = {
    id: ctx.newId(),
    council_id: councilId,
    organisation_id: organisation?.id ?? null,
    user_id: null,
    name: String(answer.name ?? ''),
    name_kana: typeof answer.nameKana === 'string' ? answer.nameKana : '',
    role: isRole(answer.role) ? answer.role : 'member',
    starts_on: String(answer.startsOn),
    ends_on: null,
    version: 1,
  };
  await insertCouncilMember(ctx.db, row);
  await audit(ctx, 'council_member.create', { kind: 'council', id: councilId, title: row.name }, { member: row.id, role: row.role });
  return row.id;
}
