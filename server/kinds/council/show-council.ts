import type { Sources } from '../../../forms/index.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { presentDiagram, type Diagram } from '../../records/diagram.ts';
import { standingsTagged } from '../../records/standings.ts';
import { presentSteps, type Step } from '../../records/steps.ts';
import { presentStory, type Happening } from '../../records/story.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { listFindings, type Finding } from '../finding/findings.ts';
import { showMeetings, type ShownMeeting } from '../meeting/find-meeting.ts';
import { listMeetings } from '../meeting/store.ts';
import { countNeeds, needReach, unmetStandings } from '../need/index.ts';
import { proposalReach } from '../proposal/policy.ts';
import { listProposals } from '../proposal/store.ts';
import { findCouncil } from './find-council.ts';
import { councilKind } from './kind.ts';
import { withSummaries, type ListedCouncil } from './list-councils.ts';
import { mayCouncil } from './policy.ts';
import { listCouncilMembers, type CouncilRow, type NamedMember } from './store.ts';

export type ShownCouncil = {
  listed: ListedCouncil;
  steps: Step[];
  diagram: Diagram;
  members: NamedMember[];
  meetings: ShownMeeting[];
  findings: Finding[];
  story: Happening[];
  counts: { openNeeds: number; unmetNeeds: number; proposals: number };
  /** Ids of the needs that the steps' forms offer, or that the story names. */
  needsNamed: string[];
  can: Record<'edit' | 'members' | 'meetings' | 'propose', boolean>;
};

/** Everything on a council's page, for who may read it. */
export async function showCouncil(ctx: MunicipalContext, id: string): Promise<ShownCouncil> {
  const council = await findCouncil(ctx, id, 'read');
  const [listed] = await withSummaries(ctx, [council]);
  if (!listed) throw new Error('a council without a summary');
  const workflow = await definitionById(ctx, 'workflow', council.workflow_id);
  const sources = await councilKind.sources(ctx, council);
  const steps = await presentSteps(ctx, 'council', council, workflow, { sources });
  const story = await presentStory(ctx, 'council', council, sources);
  const meetings = await listMeetings(ctx.db, ctx.municipality.id, id, { limit: 50 });
  return {
    listed,
    steps,
    diagram: await presentDiagram(ctx, 'council', council, workflow, steps),
    members: await listCouncilMembers(ctx.db, id),
    meetings: await showMeetings(ctx, meetings.items),
    findings: await listFindings(ctx, { councilId: id }),
    story,
    needsNamed: needsNamed(ctx, sources, steps, story),
    counts: await countAround(ctx, council),
    can: permissions(ctx, council),
  };
}

/** The choices of needs that the asker reads somewhere, by their words; those that they may not read all have the same. */
function needsNamed(ctx: MunicipalContext, { needs = [] }: Sources, steps: Step[], story: Happening[]): string[] {
  const hidden = say(ctx.language, 'records.hiddenNeed');
  const offered = new Set<string>();
  JSON.stringify(
    steps.map((step) => step.form?.schema),
    (_key, value: unknown) => (typeof value === 'string' ? void offered.add(value) : value),
  );
  const told = story.flatMap((line) => line.answers.map(({ value }) => value)).join('\n');
  return needs
    .filter(({ label }) => label !== hidden && (offered.has(label) || told.includes(label)))
    .map(({ value }) => value);
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
  const proposals = await listProposals(
    ctx.db,
    { municipalityId: ctx.municipality.id, reach: proposalReach(ctx.actor), councilId: council.id },
    { limit: 1 },
  );
  return {
    openNeeds: await countNeeds(ctx.db, { ...needs, standings: await standingsTagged(ctx, 'need', 'open') }),
    unmetNeeds: await countNeeds(ctx.db, { ...needs, standings: await unmetStandings(ctx) }),
    proposals: proposals.total,
  };
}

function permissions(ctx: MunicipalContext, council: CouncilRow): ShownCouncil['can'] {
  const open = council.closed_at === null;
  const works = mayCouncil(ctx.actor, 'work', council);
  return {
    edit: mayCouncil(ctx.actor, 'change', council),
    members: open && works,
    meetings: open && works,
    propose: open && council.tier === 2 && mayCouncil(ctx.actor, 'propose', council),
  };
}
