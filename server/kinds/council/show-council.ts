import type { Sources } from '../../../forms/index.ts';
import { readCounts } from '../../database/parts.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { listEvents, type ToldEventRow } from '../../effects/events-store.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { audienceOf } from '../../records/audience-of.ts';
import { presentDiagram, type Diagram } from '../../records/diagram.ts';
import { needsNamed } from '../../records/needs-named.ts';
import { recordKind } from '../../records/record-kind.ts';
import { presentStanding } from '../../records/standing.ts';
import { standingsTagged } from '../../records/standings.ts';
import { askedSources, presentSteps, type Step } from '../../records/steps.ts';
import { presentStory, type Happening, type Withhold } from '../../records/story.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { countNeeds, needReach, unmetStandings } from '../need/index.ts';
import { findCouncil } from './find-council.ts';
import { councilSources } from './kind.ts';
import type { ListedCouncil } from './list-councils.ts';
import { mayCouncil } from './policy.ts';
import { recordingSteps } from './recording-steps.ts';
import { relatedToCouncil, type RelatedMeeting, type RelatedToCouncil } from './related.ts';
import { isInOffice, listCouncilMembers, type CouncilRow, type NamedMember } from './store.ts';
import { tellCoordinators } from './tell-coordinators.ts';
import { listWantedBodies, type WantedBody } from './wanted-bodies.ts';
import { withholdPlans } from './withhold-plans.ts';

/** So many meetings stand on the page; the list behind them has the others. */
const SHOWN = 50;

export type ShownCouncil = {
  listed: ListedCouncil;
  steps: Step[];
  diagram: Diagram;
  members: NamedMember[];
  bodies: WantedBody[];
  meetings: RelatedMeeting[];
  meetingSteps: { event: string; kind: string }[];
  findings: Awaited<ReturnType<RelatedToCouncil['findings']>>;
  story: Happening[];
  counts: { openNeeds: number; unmetNeeds: number; proposals: number };
  /** Ids of the needs that the steps' forms offer, or that the story names. */
  needsNamed: string[];
  can: Record<'edit' | 'members' | 'meetings' | 'propose' | 'mend', boolean>;
};

/** Everything on a council's page, for who may read it. */
export async function showCouncil(ctx: MunicipalContext, id: string): Promise<ShownCouncil> {
  const council = await findCouncil(ctx, id, 'read');
  const workflow = await definitionById(ctx, 'workflow', council.workflow_id);
  // What several parts of the page tell of is read once.
  const related = relatedToCouncil(ctx);
  const around = { members: await listCouncilMembers(ctx.db, id), meetings: await related.meetings(ctx, id) };
  const events = await listEvents(ctx.db, 'council', id);
  const findings = await related.findings(ctx, id);
  const sources = await councilSources(ctx, council, await askedSources(ctx, workflow, council, events), around);
  const steps = await presentSteps(ctx, 'council', council, workflow, { sources });
  const withhold = await withholdPlans(ctx, events);
  const story = await presentStory(ctx, 'council', council, sources, {
    events,
    withhold,
  });
  return {
    listed: {
      row: council,
      standing: presentStanding(council, workflow.body, ctx.language),
      summary: {
        coordinators: tellCoordinators(ctx.language, coordinatorsOn(ctx.today, around.members)),
        lastMeetingOn: around.meetings.find(({ state }) => state === 'held')?.heldOn ?? null,
        findings: findings.filter(({ status }) => status === 'open').length,
      },
    },
    steps,
    diagram: await presentDiagram(ctx, 'council', council, workflow, steps, events),
    members: around.members,
    bodies: await listWantedBodies(ctx, council, workflow, around.members),
    meetings: around.meetings.slice(0, SHOWN),
    meetingSteps: await recordingSteps(ctx, council),
    findings,
    story,
    needsNamed: await listNamed(ctx, council, sources, steps, events, withhold),
    counts: await countAround(ctx, council),
    can: {
      ...permissions(ctx, council),
      mend: events.length === 1 && around.meetings.length === 0 && mayCouncil(ctx.actor, 'change', council),
    },
  };
}

/** Who coordinates on a day, those who began first. */
const coordinatorsOn = (day: string, members: NamedMember[]): NamedMember[] =>
  members
    .filter((member) => member.role === 'coordinator' && isInOffice(member, day))
    .toSorted((a, b) => a.starts_on.localeCompare(b.starts_on));

/** The needs that the asker reads of: offered by steps, or told in the story. */
async function listNamed(
  ctx: MunicipalContext,
  council: CouncilRow,
  sources: Sources,
  steps: Step[],
  events: ToldEventRow[],
  withhold: Withhold,
): Promise<string[]> {
  const offered = new Set<string>();
  JSON.stringify(
    steps.map((step) => step.form?.schema),
    (_key, value: unknown) => (typeof value === 'string' ? void offered.add(value) : value),
  );
  const given = [];
  for (const { form_id, answers } of events) {
    if (!form_id || !answers) continue;
    const { body: form } = await definitionById(ctx, 'form', form_id);
    const audience = audienceOf(ctx, recordKind(ctx, 'council'), council, form.purpose);
    given.push({ form, answers: withhold(form, JSON.parse(answers) as Record<string, unknown>), audience });
  }
  return needsNamed(ctx, sources, given, offered);
}

/** What of the area's needs and the council's proposals the asker may see, in numbers. */
async function countAround(ctx: MunicipalContext, council: CouncilRow): Promise<ShownCouncil['counts']> {
  const needs = {
    municipalityId: ctx.municipality.id,
    areas: await areasOf(ctx),
    reach: needReach(ctx.actor),
    words: [],
    areaPath: council.area_path,
  };
  return readCounts(ctx.db, {
    openNeeds: countNeeds(ctx.db, { ...needs, standings: await standingsTagged(ctx, 'need', 'open') }),
    unmetNeeds: countNeeds(ctx.db, { ...needs, standings: await unmetStandings(ctx) }),
    proposals: relatedToCouncil(ctx).countProposals(ctx, council.id),
  });
}

function permissions(ctx: MunicipalContext, council: CouncilRow): Omit<ShownCouncil['can'], 'mend'> {
  const open = council.closed_at === null;
  const works = mayCouncil(ctx.actor, 'work', council);
  return {
    edit: mayCouncil(ctx.actor, 'change', council),
    members: open && works,
    meetings: open && works,
    // A ward's council sends up to the city's; above the city there is none.
    propose: open && council.area_path !== `/${council.area_id}/` && mayCouncil(ctx.actor, 'propose', council),
  };
}
