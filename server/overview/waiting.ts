import { definitionById } from '../definitions/definitions.ts';
import { listFailedEffects } from '../effects/store.ts';
import { addDays, dayInJapan, daysBetween, instantInJapan } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { reachOf } from '../kernel/reach.ts';
import { say } from '../kernel/texts/index.ts';
import { listFindings } from '../kinds/finding/index.ts';
import { listNeeds, nextCandidates, type PlacedNeed } from '../kinds/need/index.ts';
import { listProposals, proposalReach } from '../kinds/proposal/index.ts';
import { listReferrals, referralReach } from '../kinds/referral/index.ts';
import { stateName } from '../records/standing.ts';
import { standingsTagged, standingsWhere, tagsOf } from '../records/standings.ts';
import { presentSteps } from '../records/steps.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';
import { sayDay } from '../settings/say-day.ts';
import { skippedPatterns } from './skipped-patterns.ts';
import {
  countStaleServices,
  listEndingMemberships,
  listGivenBack,
  listLateMeetings,
  listMovedNeeds,
  listStaleServices,
  listWithoutPassword,
  type PlacedCouncil,
} from './store.ts';
import type { Waiting } from './waiting-item.ts';

/** As many of each kind as a page can show; the list behind it shows the others. */
const SHOWN = 10;
const LATE_DAYS = 7;
const RECENT_DAYS = 30;
const STALE_DAYS = 90;
const CAPACITY_DAYS = 30;
const MEETING_DAYS = 60;

type Params = Record<string, unknown>;
const text = (ctx: MunicipalContext, key: string, params: Params = {}): string =>
  say(ctx.language, `home.${key}`, params);
const action = (ctx: MunicipalContext, key: string): string => text(ctx, `action.${key}`);

/** The second tier's day: needs, candidates to send up, answers, councils, stale entries. */
export async function waitingForTier2(ctx: MunicipalContext, councils: PlacedCouncil[]): Promise<Waiting[]> {
  const paths = reachOf(ctx.actor, ['tier2']);
  const own = councils.filter(
    (council) => council.tier === 2 && paths.some((path) => council.area_path.startsWith(path)),
  );
  return [
    ...(await needsReceived(ctx, paths)),
    ...(await needsToRefer(ctx, paths)),
    ...(await needsUnmet(ctx, paths)),
    ...(await candidatesToSendUp(ctx)),
    ...(await proposalsOfOurs(ctx)),
    ...(await councilsToMove(ctx, own)),
    ...(await staleServices(ctx, paths)),
  ];
}

/** Needs that have this tag below these paths, the oldest first, and how many there are in all. */
const needsIn = async (ctx: MunicipalContext, paths: string[], tag: string, communityOnly = false) =>
  listNeeds(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      areas: await areasOf(ctx),
      reach: [{ paths, communityOnly, names: false }],
      words: [],
      standings: await standingsTagged(ctx, 'need', tag),
    },
    'oldest',
    { limit: SHOWN },
  );

const about = (ctx: MunicipalContext, need: PlacedNeed): Params => ({
  number: need.number,
  title: need.title,
  day: sayDay(ctx.language, need.received_on),
});

const moreNeeds = (
  ctx: MunicipalContext,
  kind: string,
  page: { items: unknown[]; total: number },
  tag: string,
): Waiting[] =>
  page.total > page.items.length
    ? [
        {
          kind: `${kind}-more`,
          urgency: 'soon',
          text: text(ctx, 'need.more', { count: page.total - page.items.length }),
          action: action(ctx, 'see'),
          path: `needs?state=${tag}`,
          since: null,
        },
      ]
    : [];

async function needsReceived(ctx: MunicipalContext, paths: string[]): Promise<Waiting[]> {
  const page = await needsIn(ctx, paths, 'new');
  const items = page.items.map((need): Waiting => {
    const late = need.urgency === 'high' || daysBetween(need.received_on, ctx.today) >= LATE_DAYS;
    return {
      kind: 'need-received',
      urgency: late ? 'now' : 'soon',
      text: text(ctx, 'need.received', about(ctx, need)),
      action: action(ctx, 'assess'),
      path: `needs/${need.id}`,
      since: need.received_on,
    };
  });
  return [...items, ...moreNeeds(ctx, 'need-received', page, 'new')];
}

async function needsToRefer(ctx: MunicipalContext, paths: string[]): Promise<Waiting[]> {
  const page = await needsIn(ctx, paths, 'seeking');
  const ids = page.items.map((need) => need.id);
  const back = await listGivenBack(ctx.db, ids, await standingsTagged(ctx, 'referral', 'given-back'));
  const next = await nextCandidates(
    ctx,
    ids.filter((id) => back.has(id)),
  );
  const items = page.items.map((need): Waiting => {
    const candidate = next.get(need.id);
    const since = dayInJapan(need.state_since);
    const late = candidate !== undefined || need.urgency === 'high' || daysBetween(since, ctx.today) >= LATE_DAYS;
    const words = candidate
      ? text(ctx, 'need.next', { ...about(ctx, need), service: candidate.service.name })
      : text(ctx, 'need.assessed', about(ctx, need));
    return {
      kind: candidate ? 'need-next' : 'need-assessed',
      urgency: late ? 'now' : 'soon',
      text: words,
      action: action(ctx, 'refer'),
      path: `needs/${need.id}`,
      since,
    };
  });
  return [...items, ...moreNeeds(ctx, 'need-assessed', page, 'seeking')];
}

async function needsUnmet(ctx: MunicipalContext, paths: string[]): Promise<Waiting[]> {
  const page = await needsIn(ctx, paths, 'unmet');
  const items = page.items.map((need): Waiting => ({
    kind: 'need-unmet',
    urgency: need.urgency === 'high' ? 'now' : 'soon',
    text: text(ctx, 'need.unmet', about(ctx, need)),
    action: action(ctx, 'unmet'),
    path: `needs/${need.id}`,
    since: dayInJapan(need.state_since),
  }));
  return [...items, ...moreNeeds(ctx, 'need-unmet', page, 'unmet')];
}

async function candidatesToSendUp(ctx: MunicipalContext): Promise<Waiting[]> {
  const findings = await listFindings(ctx, { statuses: ['open'], purpose: 'escalation', limit: SHOWN });
  return findings
    .filter((finding) => finding.can.raise)
    .map((finding) => ({
      kind: 'finding',
      urgency: 'soon',
      text: text(ctx, 'finding', {
        council: finding.council.name,
        type: finding.type?.name ?? '',
        sentence: finding.sentence,
      }),
      action: action(ctx, 'finding'),
      path: `councils/${finding.council.id}`,
      since: dayInJapan(finding.foundAt),
    }));
}

/** Drafts to send, and answers that came back of late. */
async function proposalsOfOurs(ctx: MunicipalContext): Promise<Waiting[]> {
  const reach = proposalReach(ctx.actor).filter((one) => one.side === 'from' && !one.sentOnly);
  const municipalityId = ctx.municipality.id;
  const drafts = await listProposals(
    ctx.db,
    { municipalityId, reach, standings: await standingsTagged(ctx, 'proposal', 'draft') },
    { limit: SHOWN },
  );
  const answered = await listProposals(
    ctx.db,
    { municipalityId, reach, answeredSince: instantInJapan(addDays(ctx.today, -RECENT_DAYS)) },
    { limit: SHOWN },
  );
  return [
    ...drafts.items.map((row): Waiting => ({
      kind: 'proposal-draft',
      urgency: 'later',
      text: text(ctx, 'draft', { title: row.title }),
      action: action(ctx, 'send'),
      path: `proposals/${row.id}`,
      since: dayInJapan(row.created_at),
    })),
    ...answered.items.map((row): Waiting => {
      const day = dayInJapan(row.answered_at ?? ctx.now);
      return {
        kind: 'proposal-answered',
        urgency: 'soon',
        text: text(ctx, 'answered', {
          title: row.title,
          council: row.to_name,
          answer: text(ctx, `answer.${row.answer ?? 'noted'}`),
          day: sayDay(ctx.language, day),
        }),
        action: action(ctx, 'answer'),
        path: `proposals/${row.id}`,
        since: day,
      };
    }),
  ];
}

/** Own councils whose main way on is open. */
async function councilsToMove(ctx: MunicipalContext, councils: PlacedCouncil[]): Promise<Waiting[]> {
  const found: Waiting[] = [];
  for (const council of councils.slice(0, SHOWN)) {
    const workflow = await definitionById(ctx, 'workflow', council.workflow_id);
    const step = (await presentSteps(ctx, 'council', council, workflow, { forms: false })).find(
      (one) => one.open && one.tone === 'primary',
    );
    if (step)
      found.push({
        kind: 'council-step',
        urgency: 'later',
        text: text(ctx, 'council', {
          council: council.name,
          state: stateName(workflow.body, council.state, ctx.language),
          step: step.name,
        }),
        action: action(ctx, 'council'),
        path: `councils/${council.id}`,
        since: dayInJapan(council.state_since),
      });
  }
  return found;
}

async function staleServices(ctx: MunicipalContext, paths: string[]): Promise<Waiting[]> {
  const count = await countStaleServices(ctx.db, ctx.municipality.id, paths, addDays(ctx.today, -STALE_DAYS));
  return count === 0
    ? []
    : [
        {
          kind: 'services-stale',
          urgency: 'later',
          text: text(ctx, 'stale', { count, days: STALE_DAYS }),
          action: action(ctx, 'stale'),
          path: `services?staleDays=${STALE_DAYS}`,
          since: null,
        },
      ];
}

/** What a provider is asked, by a tag of the referral; of any other open one how it goes. */
const replies: { tag: string; words: string; urgency: Waiting['urgency']; action: string }[] = [
  { tag: 'waiting', words: 'sent', urgency: 'now', action: 'reply' },
  { tag: 'accepted', words: 'accepted', urgency: 'soon', action: 'progress' },
  { tag: 'open', words: 'inProgress', urgency: 'later', action: 'progress' },
];

/** A provider's day: referrals to answer and to go on with, capacity to confirm. */
export async function waitingForProvider(ctx: MunicipalContext): Promise<Waiting[]> {
  const { organisationIds } = referralReach(ctx.actor);
  const referrals = await listReferrals(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      areas: await areasOf(ctx),
      reach: { organisationIds, paths: [] },
      standings: await standingsTagged(ctx, 'referral', 'open'),
    },
    { limit: 3 * SHOWN },
  );
  const services = await listStaleServices(
    ctx.db,
    ctx.municipality.id,
    organisationIds,
    addDays(ctx.today, -CAPACITY_DAYS),
    SHOWN,
  );
  const tags = await Promise.all(referrals.items.map((row) => tagsOf(ctx, row)));
  return [
    ...referrals.items.flatMap((row, index): Waiting[] => {
      const reply = replies.find(({ tag }) => tags[index]?.includes(tag));
      const since = dayInJapan(row.state_since);
      const params = { service: row.service_name, title: row.need_title, day: sayDay(ctx.language, since) };
      return reply
        ? [
            {
              kind: `referral-${reply.words}`,
              urgency: reply.urgency,
              text: text(ctx, `referral.${reply.words}`, params),
              action: action(ctx, reply.action),
              path: `referrals/${row.id}`,
              since,
            },
          ]
        : [];
    }),
    ...services.map((row): Waiting => ({
      kind: 'capacity',
      urgency: 'later',
      text: text(ctx, row.capacity_confirmed_on ? 'confirm' : 'confirmNever', {
        service: row.name,
        days: CAPACITY_DAYS,
      }),
      action: action(ctx, 'confirm'),
      path: `services/${row.id}`,
      since: row.capacity_confirmed_on,
    })),
  ];
}

/** The centre's day: needs to look into, and what became of those it took in. */
export async function waitingForCentre(ctx: MunicipalContext): Promise<Waiting[]> {
  const paths = reachOf(ctx.actor, ['centre']);
  const moved = ctx.actor.id
    ? await listMovedNeeds(
        ctx.db,
        ctx.municipality.id,
        ctx.actor.id,
        await standingsWhere(ctx, 'need', ({ tags }) => !tags.includes('new')),
        instantInJapan(addDays(ctx.today, -RECENT_DAYS)),
        SHOWN,
      )
    : [];
  const mine: Waiting[] = [];
  for (const need of moved.filter((each) => paths.some((path) => each.area_path.startsWith(path)))) {
    const workflow = await definitionById(ctx, 'workflow', need.workflow_id);
    mine.push({
      kind: 'need-mine',
      urgency: 'later',
      text: text(ctx, 'need.mine', {
        number: need.number,
        title: need.title,
        state: stateName(workflow.body, need.state, ctx.language),
      }),
      action: action(ctx, 'see'),
      path: `needs/${need.id}`,
      since: dayInJapan(need.state_since),
    });
  }
  return [...(await needsReceived(ctx, paths)), ...mine];
}

/** The first tier's day: proposals to receive and to answer. */
export async function waitingForTier1(ctx: MunicipalContext): Promise<Waiting[]> {
  const reach = proposalReach(ctx.actor).filter((one) => one.side === 'to');
  const { items } = await listProposals(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      reach,
      standings: await standingsWhere(ctx, 'proposal', ({ tags }) => tags.includes('open') && !tags.includes('draft')),
    },
    { limit: 2 * SHOWN },
  );
  const tags = await Promise.all(items.map((row) => tagsOf(ctx, row)));
  return items.map((row, index): Waiting => {
    const since = dayInJapan(row.state_since);
    const params = {
      council: row.from_name,
      title: row.title,
      day: sayDay(ctx.language, dayInJapan(row.sent_at ?? row.created_at)),
    };
    const path = `proposals/${row.id}`;
    if (tags[index]?.includes('sent'))
      return {
        kind: 'proposal-sent',
        urgency: 'now',
        text: text(ctx, 'received', params),
        action: action(ctx, 'receive'),
        path,
        since,
      };
    return {
      kind: 'proposal-received',
      urgency: tags[index]?.includes('under-study') ? 'later' : 'soon',
      text: text(ctx, 'toAnswer', params),
      action: action(ctx, 'decide'),
      path,
      since,
    };
  });
}

/** A member's day: what the own council held of late, and the community's needs. */
export async function waitingForMember(ctx: MunicipalContext, councils: PlacedCouncil[]): Promise<Waiting[]> {
  const paths = reachOf(ctx.actor, ['member']);
  const own = councils.filter((council) => paths.some((path) => council.area_path.startsWith(path)));
  const meetings = await listLateMeetings(
    ctx.db,
    ctx.municipality.id,
    own.map((council) => council.id),
    addDays(ctx.today, -MEETING_DAYS),
    SHOWN,
  );
  const needs = await needsIn(ctx, paths, 'open', true);
  const found: Waiting[] = meetings.map((meeting) => ({
    kind: 'meeting',
    urgency: 'later',
    text: text(ctx, 'meeting', {
      council: meeting.council_name,
      title: meeting.title,
      day: sayDay(ctx.language, meeting.held_on),
    }),
    action: action(ctx, 'see'),
    path: `meetings/${meeting.id}`,
    since: meeting.held_on,
  }));
  for (const need of needs.items) {
    const workflow = await definitionById(ctx, 'workflow', need.workflow_id);
    found.push({
      kind: 'need-community',
      urgency: 'later',
      text: text(ctx, 'need.community', {
        title: need.title,
        state: stateName(workflow.body, need.state, ctx.language),
      }),
      action: action(ctx, 'see'),
      path: `needs/${need.id}`,
      since: need.received_on,
    });
  }
  return found;
}

/** Accounts that have roles and no password, as those have that were divided by municipality: somebody has to hand them a link. */
async function accountsWaiting(ctx: MunicipalContext): Promise<Waiting[]> {
  const rows = await listWithoutPassword(
    ctx.db,
    ctx.municipality.id,
    reachOf(ctx.actor, ['administrator']),
    ctx.today,
    SHOWN,
  );
  return rows.map((row): Waiting => ({
    kind: 'account-waiting',
    urgency: 'now',
    text: text(ctx, 'accountWaiting', { name: row.name }),
    action: action(ctx, 'accountWaiting'),
    path: `settings/users/${row.id}`,
    since: null,
  }));
}

/** The administrator's day: what the server could not do, and roles about to end. Only for who looks after the whole municipality; accounts for whoever administers their areas. */
export async function waitingForAdministrator(ctx: MunicipalContext): Promise<Waiting[]> {
  if (!reachOf(ctx.actor, ['administrator']).some((path) => path.split('/').length === 3)) return accountsWaiting(ctx);
  const failed = await listFailedEffects(ctx.db, ctx.municipality.id, 100);
  const ending = await listEndingMemberships(
    ctx.db,
    ctx.municipality.id,
    ctx.today,
    addDays(ctx.today, RECENT_DAYS),
    SHOWN,
  );
  return [
    ...(await accountsWaiting(ctx)),
    ...(failed.length > 0
      ? [
          {
            kind: 'effects-failed',
            urgency: 'now' as const,
            text: text(ctx, 'failed', { count: failed.length }),
            action: action(ctx, 'failed'),
            path: 'settings/audit?action=effect.failed',
            since: dayInJapan(failed[0]?.created_at ?? ctx.now),
          },
        ]
      : []),
    ...(await skippedPatterns(ctx)),
    ...ending.map((row): Waiting => ({
      kind: 'membership-ending',
      urgency: 'later',
      text: text(ctx, 'ending', { name: row.name, day: sayDay(ctx.language, row.ends_on) }),
      action: action(ctx, 'ending'),
      path: 'settings/users',
      since: null,
    })),
  ];
}
