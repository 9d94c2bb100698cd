import { normaliseName } from '../../database/normalise.ts';
import { updateVersion } from '../../database/versioned.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notFound, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { createMember, findCouncil, listCouncilMembers, runsTo } from '../council/index.ts';
import { insertCandidate, listCandidates, type NamedCandidate } from './candidates-store.ts';

/** Whom gatherings would like to have in the council. For who keeps its members: nobody has asked them yet. */
export async function readCandidates(ctx: MunicipalContext, councilId: string): Promise<NamedCandidate[]> {
  await findCouncil(ctx, councilId, 'work');
  return listCandidates(ctx.db, councilId);
}

/** Keeps whom a gathering named; not who is a member, or was named before, whatever became of it. */
export async function nameCandidates(
  ctx: MunicipalContext,
  councilId: string,
  meetingId: string,
  named: { name: string; body: string | null }[],
): Promise<void> {
  if (named.length === 0) return;
  const members = (await listCouncilMembers(ctx.db, councilId)).filter((member) => runsTo(member, ctx.today));
  const known = new Set(
    [...members, ...(await listCandidates(ctx.db, councilId))].map(({ name }) => normaliseName(name)),
  );
  for (const { name, body } of named) {
    if (known.has(normaliseName(name))) continue;
    known.add(normaliseName(name));
    await insertCandidate(ctx.db, {
      id: ctx.newId(),
      municipality_id: ctx.municipality.id,
      council_id: councilId,
      meeting_id: meetingId,
      name,
      body,
      state: 'open',
      member_id: null,
      created_at: ctx.now,
      version: 1,
    });
  }
}

/** A candidate becomes a member from today on, or does not. Throws `stale` when somebody was first. */
export async function decideCandidate(
  ctx: MunicipalContext,
  councilId: string,
  id: string,
  version: number,
  state: 'joined' | 'declined',
): Promise<{ id: string; version: number }> {
  const row = (await readCandidates(ctx, councilId)).find((candidate) => candidate.id === id);
  if (!row) throw notFound();
  if (row.version === version && row.state !== 'open') throw refused('candidateDecided');
  const member =
    state === 'joined'
      ? await createMember(ctx, councilId, {
          name: row.name,
          nameKana: '',
          role: 'member',
          organisationId: null,
          userId: null,
          startsOn: ctx.today,
          endsOn: null,
        })
      : null;
  const values = { state, member_id: member?.id ?? null };
  const next = await updateVersion(ctx.db, 'member_candidates', id, version, values);
  if (next === null) throw await staleConflict(ctx, 'member_candidate', id, version, { id, version: row.version });
  await audit(ctx, `member_candidate.${state}`, { kind: 'council', id: councilId, title: '' });
  return { id, version: next };
}
