import { fieldOfRole, putAnswer, putEntries, type Sources } from '../../../forms/index.ts';
import { definitionById, definitionInForce } from '../../definitions/definitions.ts';
import { listEvents } from '../../effects/events-store.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import type { RecordDescription } from '../../records/record-kind.ts';
import { areaChoices, toChoice, typeChoices } from '../../settings/choices.ts';
import { canHearOfNeed, consentsTo } from '../need/index.ts';
import { councilHome } from './home.ts';
import { councilFacts } from './facts.ts';
import { councilAudience, judgedCouncil, mayCouncil } from './policy.ts';
import { relatedToCouncil, type RelatedMeeting } from './related.ts';
import { councilRights } from './rights.ts';
import {
  isInOffice,
  listCouncilMembers,
  listNeedsWithin,
  listOrganisationNames,
  readCouncil,
  readCouncils,
  type CouncilRow,
  type NamedMember,
  type NeedWithin,
} from './store.ts';
import { councilSearch } from './search.ts';
import { withholdPlans } from './withhold-plans.ts';

/** How the record engine moves councils. */
export const councilKind: RecordDescription<CouncilRow> = {
  kind: 'council',
  table: 'councils',
  page: 'councils',
  // What councils do is in their steps and stages: no code asks for a tag or a mark.
  requires: { tags: {}, marks: {}, words: [], days: ['last-meeting-on'] },
  stepForms: ['council-step', 'meeting'],
  stepModels: ['council'],
  home: councilHome,
  search: councilSearch,
  // What the evaluation found is for those who steer; why a step was taken is for all who see the council.
  seesDecision: (actor, council, purpose) => purpose === 'step' || mayCouncil(actor, 'work', council),
  withhold: async (ctx, council) => withholdPlans(ctx, await listEvents(ctx.db, 'council', council.id)),
  load: (ctx, id) => readCouncil(ctx.db, ctx.municipality.id, id),
  loadAll: (ctx, ids) => readCouncils(ctx.db, ctx.municipality.id, ids),
  title: (council) => council.name,
  rights: councilRights,
  judged: judgedCouncil,
  audience: (actor, council) => councilAudience(actor, council.area_path),
  closedReason: (ctx, council) => async () => (council.closed_at ? say(ctx.language, 'councils.closed') : null),
  async facts(ctx, council, model) {
    if (model !== 'council') throw new Error(`a council has no facts of the model ${model}`);
    return councilFacts(ctx, council);
  },
  sources: councilSources,
  initial: initialAnswers,
};

/** Only what a form asks is read. `around`: what has been read already. */
export async function councilSources(
  ctx: MunicipalContext,
  council: CouncilRow,
  wanted: ReadonlySet<string>,
  around: { members?: NamedMember[]; meetings?: Pick<RelatedMeeting, 'id' | 'title' | 'heldOn' | 'state'>[] } = {},
): Promise<Sources> {
  const { db, municipality } = ctx;
  const needs = wanted.has('needs') ? await listNeedsWithin(db, municipality.id, council.area_path) : [];
  const organisations = wanted.has('organisations') ? await listOrganisationNames(db, municipality.id) : [];
  const members = around.members ?? (wanted.has('members') ? await listCouncilMembers(db, council.id) : []);
  const meetings =
    around.meetings ?? (wanted.has('meetings') ? await relatedToCouncil(ctx).meetingNames(ctx, council.id) : []);
  return {
    areas: await areaChoices(ctx, (path) => path.startsWith(council.area_path)),
    'service-types': await typeChoices(ctx),
    needs: needs.map((need) => needChoice(ctx, need)),
    organisations: organisations.map((each) => toChoice(ctx, each)),
    // One choice a person, by their first entry; old answers name others.
    members: members.map((member) => ({ value: member.id, label: member.name, heldOnly: member.first_id !== null })),
    meetings: meetings
      .filter(({ state }) => state === 'held')
      .map((meeting) => ({ value: meeting.id, label: `${meeting.heldOn} ${meeting.title}` })),
  };
}

/** Who may take steps here may read them all; whoever only reads the story sees that there was one. The council may be told of one with consent only. */
const needChoice = (ctx: MunicipalContext, need: NeedWithin) => ({
  value: need.id,
  label: canHearOfNeed(ctx.actor, need) ? `${need.number} ${need.title}` : say(ctx.language, 'records.hiddenNeed'),
  heldOnly: !consentsTo(need, 'council'),
});

/** Days are likely today's, and a founding form begins with the members that the council has already. */
async function initialAnswers(
  ctx: MunicipalContext,
  council: CouncilRow,
  event: string,
): Promise<Record<string, unknown>> {
  const workflow = await definitionById(ctx, 'workflow', council.workflow_id);
  const key = workflow.body.steps[event]?.form;
  const form = key ? await definitionInForce(ctx, 'form', key) : null;
  if (!form) return {};
  const days = ['held-on', 'established-on', 'selected-on', 'starts-on'];
  const answers = days.reduce<Record<string, unknown>>((put, role) => putAnswer(form.body, put, role, ctx.today), {});
  // Whom the first council elected, it elected there, as a rule.
  if (fieldOfRole(form.body, 'meeting') !== undefined) {
    const meetings = await relatedToCouncil(ctx).meetingNames(ctx, council.id);
    const latest = meetings.find(({ state }) => state === 'held');
    const isFirst = latest !== undefined && latest.heldOn === council.established_on;
    return isFirst ? putAnswer(form.body, answers, 'meeting', latest.id) : answers;
  }
  return fieldOfRole(form.body, 'established-on') === undefined
    ? answers
    : putEntries(form.body, answers, 'member-name', await presentMembers(ctx, council.id));
}

async function presentMembers(ctx: MunicipalContext, councilId: string): Promise<Record<string, string>[]> {
  const members = (await listCouncilMembers(ctx.db, councilId)).filter(
    (member) => isInOffice(member, ctx.today) && member.role !== 'coordinator',
  );
  return members.map((member) => ({
    'member-name': member.name,
    ...(member.name_kana ? { 'member-kana': member.name_kana } : {}),
    ...(member.organisation_id ? { 'member-organisation': member.organisation_id } : {}),
    'member-role': member.role,
  }));
}
