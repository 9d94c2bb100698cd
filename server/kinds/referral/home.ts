import { daysOf, listStandings } from '../../../workflows/index.ts';
import type { Turn, Wait } from '../../../workflows/types.ts';
import { areasBelow } from '../../database/parts.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { addDays, dayInJapan, instantInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type News, type RecordHome, type TurnReader } from '../../records/home.ts';
import { listWorkflows, standingsTagged } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { practiceOf } from '../../settings/municipality/practice.ts';
import { sayDay } from '../../settings/say-day.ts';
import { nextCandidates, readUrgencyRaised } from '../need/index.ts';
import {
  concerningReferrals,
  eventsOfReferrals,
  listAskNext,
  listWaitingReferrals,
  type AskNext,
  type WaitingReferral,
} from './home-store.ts';
import { referralReach } from './policy.ts';

const SHOWN = 10;
const MOST_MISSED = 50;

const otherwise: readonly Turn[] = [
  {
    roles: ['provider'],
    texts: {
      ja: { text: '「{{service}}」の紹介「{{title}}」は「{{state}}」です。', action: '見る' },
      en: { text: '“{{title}}”, referred to “{{service}}”, is at “{{state}}”.', action: 'See' },
    },
  },
];

/** A body that has no account is asked by the coordinator, who records what it says. */
const standIn: TurnReader<WaitingReferral>['standIn'] = {
  for: 'provider',
  by: 'tier2',
  texts: {
    ja: {
      text: '「{{service}}」を行う{{organisation}}には、サインインできる人がいません。No.{{number}}「{{title}}」（{{state}}）の様子を団体に聞いて、代わりに記録してください。',
      action: '団体に代わって記録する',
    },
    en: {
      text: 'Nobody of {{organisation}}, which offers “{{service}}”, can sign in. Ask them about No.{{number}} “{{title}}” ({{state}}), and record it on their behalf.',
      action: 'Record on their behalf',
    },
  },
};

export const referralHome: RecordHome<WaitingReferral> = {
  turns: {
    otherwise,
    standIn,
    read: async (ctx, groups, limit) => {
      const areas = await areasOf(ctx);
      return listWaitingReferrals(
        ctx.db,
        ctx.municipality.id,
        groups.map(({ standings, reach, before, unattended }) => ({
          standings,
          before,
          unattendedOn: unattended ? ctx.today : null,
          organisationIds: reach.flatMap((right) => right.organisationIds),
          areaIds: areasBelow(
            areas,
            reach.flatMap(({ paths }) => paths),
          ).map(({ id }) => id),
        })),
        limit,
      );
    },
    words: (row) => ({
      number: row.need_number,
      title: row.need_title,
      service: row.service_name,
      organisation: row.organisation_name,
    }),
    urgency: (row) => row.need_urgency,
  },
  read: async (ctx) => ({ waiting: await listNext(ctx) }),
  recent(ctx, events) {
    const { organisationIds } = referralReach(ctx.actor);
    return organisationIds.length === 0 ? null : eventsOfReferrals(events, organisationIds);
  },
  concerns(ctx, events) {
    const { organisationIds } = referralReach(ctx.actor);
    const areas = reachOf(ctx.actor, ['tier2']);
    return organisationIds.length + areas.length === 0
      ? null
      : concerningReferrals(events, organisationIds, areas, ctx.actor.id ?? '');
  },
  news: listMissed,
};

/**
 * The services of whom the asker acts for that have not replied by the day until when they should, until they do: from that day on, or
 * since the need's urgency was raised, where that brought the day forward to one that was past.
 */
async function listMissed(ctx: MunicipalContext, since: string): Promise<News[]> {
  const { organisationIds } = referralReach(ctx.actor);
  if (organisationIds.length === 0) return [];
  const standings = await standingsTagged(ctx, 'referral', 'waiting');
  const group = { standings, organisationIds, areaIds: [], before: null, unattendedOn: null };
  const due: { row: WaitingReferral; dueOn: string }[] = [];
  for (const row of await listWaitingReferrals(ctx.db, ctx.municipality.id, [group], MOST_MISSED)) {
    const { body } = await definitionById(ctx, 'workflow', row.workflow_id);
    const waits = (listStandings(body).find(({ state }) => state === row.state)?.turns ?? []).flatMap((turn) =>
      turn.roles.includes('provider') && turn.late ? [daysOf(turn.late, row.need_urgency)] : [],
    );
    if (waits.length === 0) continue;
    const dueOn = addDays(dayInJapan(row.state_since), Math.min(...waits));
    if (dueOn <= ctx.today) due.push({ row, dueOn });
  }
  if (due.length === 0) return [];
  const raised = await readUrgencyRaised(
    ctx.db,
    due.map(({ row }) => row.need_id),
  );
  return due.flatMap(({ row, dueOn }) => {
    const [, at = ''] = [instantInJapan(dueOn), raised.get(row.need_id) ?? ''].toSorted();
    if (at < since) return [];
    return {
      id: `missed:${row.id}:${dueOn}`,
      at,
      by: say(ctx.language, 'records.system'),
      text: say(ctx.language, 'home.referral.missed', {
        service: row.service_name,
        day: sayDay(ctx.language, dueOn),
        number: row.need_number,
      }),
      path: `referrals/${row.id}`,
    };
  });
}

/**
 * Who could be asked next: for needs that came back, in place of that somebody is to be found; and where a service is late with its
 * reply, as soon as its workflow tells the coordinator so, in place of that.
 */
async function listNext(ctx: MunicipalContext): Promise<HomeItem[]> {
  const paths = reachOf(ctx.actor, ['tier2']);
  if (paths.length === 0 || !(await practiceOf(ctx)).matching) return [];
  const rows = await listAskNext(
    ctx.db,
    ctx.municipality.id,
    areasBelow(await areasOf(ctx), paths).map(({ id }) => id),
    {
      seeking: await standingsTagged(ctx, 'need', 'seeking'),
      givenBack: await standingsTagged(ctx, 'referral', 'given-back'),
      open: await standingsTagged(ctx, 'referral', 'open'),
      waiting: await standingsTagged(ctx, 'referral', 'waiting'),
      before: await toldSince(ctx),
    },
    SHOWN,
  );
  const lines: AskNext[] = [];
  for (const row of rows) if (row.referral_id === null || (await isTold(ctx, row))) lines.push(row);
  if (lines.length === 0) return [];
  const needIds = [...new Set(lines.map(({ id }) => id))];
  const services = new Map(
    lines.flatMap((row) => (row.asked === null ? [] : [[row.id, askedServices(row.asked)] as const])),
  );
  const next = await nextCandidates(ctx, needIds, services);
  return lines.flatMap((row): HomeItem[] => {
    const candidate = next.get(row.id);
    if (!candidate) return [];
    const since = dayInJapan(row.state_since);
    const words = {
      number: row.number,
      title: row.title,
      next: candidate.service.name,
      service: row.service_name ?? '',
      day: sayDay(ctx.language, since),
    };
    const said = row.referral_id
      ? {
          kind: 'referral-waiting' as const,
          text: 'home.referral.next',
          action: 'referral',
          path: `referrals/${row.referral_id}`,
        }
      : { kind: 'need-next' as const, text: 'home.need.next', action: 'refer', path: `needs/${row.id}` };
    return [
      {
        ...atLeisure,
        kind: said.kind,
        text: say(ctx.language, said.text, words),
        action: say(ctx.language, `home.action.${said.action}`),
        path: said.path,
        since,
        urgency: row.urgency,
        replaces: true,
      },
    ];
  });
}

const askedServices = (rows: string): string[] =>
  (JSON.parse(rows) as { service_id: string }[]).map(({ service_id }) => service_id);

/** The waits after which a workflow tells the coordinator that a service has not replied. */
const coordinatorsWaits = ({ turns }: { turns: Turn[] | null }): Wait[] =>
  (turns ?? []).flatMap(({ roles, after }) => (roles.includes('tier2') && after ? [after] : []));

/** Nobody is told so of a referral that stands where it does since this instant or after; null: no workflow tells it. */
async function toldSince(ctx: MunicipalContext): Promise<string | null> {
  const waits = (await listWorkflows(ctx, 'referral')).flatMap(({ body }) =>
    listStandings(body)
      .filter(({ tags }) => tags.includes('waiting'))
      .flatMap(coordinatorsWaits),
  );
  const days = waits.flatMap((wait) => (['low', 'normal', 'high'] as const).map((urgency) => daysOf(wait, urgency)));
  return days.length === 0 ? null : instantInJapan(addDays(ctx.today, 1 - Math.min(...days)));
}

async function isTold(ctx: MunicipalContext, row: AskNext): Promise<boolean> {
  const { body } = await definitionById(ctx, 'workflow', row.workflow_id ?? '');
  const standing = listStandings(body).find(({ state }) => state === row.referral_state);
  const since = dayInJapan(row.state_since);
  return (
    standing !== undefined &&
    coordinatorsWaits(standing).some((wait) => addDays(since, daysOf(wait, row.urgency)) <= ctx.today)
  );
}
