import { answerOf, entriesOf } from '../../../forms/index.ts';
import { normaliseName } from '../../database/normalise.ts';
import { updateVersion } from '../../database/versioned.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields, newValues } from '../../kernel/stale.ts';
import { readOrganisation } from '../organisation/index.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { insertCouncilMember, listCouncilMembers, type CouncilMemberRow } from './store.ts';

type MemberAnswer = { name?: unknown; nameKana?: unknown; organisation?: unknown; role?: unknown };
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

/**
 * Adds one person as a form names them; who is a member already (same name, no other organisation) takes the role instead of
 * being counted twice. An organisation that is not the municipality's is left out.
 */
export async function addMember(
  ctx: MunicipalContext,
  councilId: string,
  answer: MemberAnswer & { startsOn: unknown },
): Promise<void> {
  const organisation =
    typeof answer.organisation === 'string'
      ? await readOrganisation(ctx.db, ctx.municipality.id, answer.organisation)
      : undefined;
  const role = isRole(answer.role) ? answer.role : 'member';
  const name = String(answer.name ?? '');
  const known = (await listCouncilMembers(ctx.db, councilId)).find((member) =>
    isSame(member, name, organisation?.id ?? null, ctx.today),
  );
  if (known) {
    const changed = changedFields(
      { ...known },
      { role, organisation_id: known.organisation_id ?? organisation?.id ?? null },
    );
    if (Object.keys(changed).length === 0) return;
    const version = await updateVersion(ctx.db, 'council_members', known.id, known.version, newValues(changed));
    if (version === null) throw new Error(`the member ${known.id} was changed meanwhile`); // tried again
    await audit(
      ctx,
      'council_member.change',
      { kind: 'council_member', id: known.id, title: name },
      { version, council: councilId, changed: tellChanges(changed, ['role', 'organisation_id']) },
    );
    return;
  }
  const row: CouncilMemberRow = {
    id: ctx.newId(),
    council_id: councilId,
    organisation_id: organisation?.id ?? null,
    user_id: null,
    name,
    name_kana: typeof answer.nameKana === 'string' ? answer.nameKana : '',
    role,
    starts_on: String(answer.startsOn),
    ends_on: null,
    version: 1,
  };
  await insertCouncilMember(ctx.db, row);
  await audit(
    ctx,
    'council_member.create',
    { kind: 'council_member', id: row.id, title: name },
    { version: 1, council: councilId, role },
  );
}

const isSame = (member: CouncilMemberRow, name: string, organisationId: string | null, today: string): boolean =>
  (member.ends_on === null || member.ends_on >= today) &&
  normaliseName(member.name) === normaliseName(name) &&
  (member.organisation_id === null || organisationId === null || member.organisation_id === organisationId);
