import type { Actor, MunicipalContext, Role } from '../../kernel/context.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import { hasText, say } from '../../kernel/texts/index.ts';
import { readOpen } from '../../overview/read-home.ts';
import { listBegun } from '../../records/answer-drafts/begun.ts';
import type { HomePart } from '../../records/home.ts';
import { kindName } from '../../records/record-kind.ts';
import { listSuccessors } from './store.ts';

/** Somebody in a role over an area. */
export type Held = {
  municipality_id: string;
  area_id: string;
  area_path: string;
  role: Role;
  organisation_id: string | null;
  from_user_id: string | null;
  from_name: string;
};

/** `key`: the same each time that it is asked; `recordId`: null where it is no moving record. */
export type Open = {
  key: string;
  kind: string;
  recordId: string | null;
  path: string;
  title: string;
  state: string | null;
  since: string | null;
  next: string | null;
  dueOn: string | null;
  late: boolean;
  hidden: boolean;
};

/** Who holds this role and no other. */
export const actorOf = (held: Held): Actor => ({
  kind: 'user',
  id: held.from_user_id ?? '',
  name: held.from_name,
  email: '',
  memberships: [
    {
      id: '',
      municipalityId: held.municipality_id,
      role: held.role,
      areaId: held.area_id,
      areaPath: held.area_path,
      organisationId: held.organisation_id,
    },
  ],
});

/** What is open of somebody in a role, nothing of their other roles: records of its area, and what waits for them by it. */
export async function listOpen(ctx: MunicipalContext, parts: readonly HomePart[], held: Held): Promise<Open[]> {
  const { records, more, others } = await readOpen({ ...ctx, actor: actorOf(held) }, held.role, parts);
  return [
    ...records.map(({ id, seenBy, ...record }, index): Open => {
      const hidden = !seenBy(ctx.actor);
      return {
        ...record,
        // Its address is told to nobody who may not see it, nor is a note about it taken.
        key: hidden ? `hidden ${index}` : `${record.kind} ${record.path}`,
        recordId: id,
        hidden,
        title: hidden ? hiddenTitle(ctx, record.kind) : record.title,
      };
    }),
    ...more.map(({ kind, page, count }): Open => ({
      ...nothing,
      key: `more ${page}`,
      kind,
      path: page,
      title: say(ctx.language, 'handovers.more', { kind: kindName(ctx, kind), count }),
    })),
    // What there is more of stands among the records.
    ...others
      .filter(({ kind }) => !kind.endsWith('-more'))
      .map(({ kind, path, text, since, action, dueOn, late }): Open => ({
        ...nothing,
        key: `${kind} ${path}`,
        kind,
        path,
        title: text,
        since,
        next: action,
        dueOn,
        late,
      })),
    ...(await listBegunOf(ctx, held)),
  ];
}

/** What they have begun to write and nobody can go on with: it is about no record yet, and whoever wrote it alone reads it. */
export const STAYS = 'begun-stays';
const PASSES = 'begun';

/** The half-done answers that are due to the role, by their path, which names each. */
export async function listBegunOf(ctx: MunicipalContext, held: Held): Promise<Open[]> {
  if (held.from_user_id === null) return [];
  const actor = actorOf(held);
  const all = await listBegun(ctx, held.from_user_id);
  return all.flatMap(({ id, form, record, savedAt }): Open[] => {
    const common = { ...nothing, since: dayInJapan(savedAt) };
    if (record === null) {
      const title = say(ctx.language, 'handovers.begunStays', { form });
      return [{ ...common, key: `${STAYS} ${id}`, kind: STAYS, path: `#${id}`, title, hidden: true }];
    }
    if (!record.seenBy(actor)) return [];
    const hidden = !record.seenBy(ctx.actor);
    return [
      {
        ...common,
        key: `${PASSES} ${id}`,
        kind: PASSES,
        path: `${record.path}#${id}`,
        title: hidden ? hiddenTitle(ctx, PASSES) : say(ctx.language, 'handovers.begun', { form, title: record.title }),
        next: say(ctx.language, 'handovers.begunNext'),
        hidden,
      },
    ];
  });
}

/** The half-done answers that an item of a handover is; null: it is something else, or they stay. */
export const begunAt = ({ kind, path }: { kind: string; path: string }): string | null =>
  kind === PASSES ? (/#([^#]+)$/.exec(path)?.[1] ?? null) : null;

const nothing = { recordId: null, state: null, since: null, next: null, dueOn: null, late: false, hidden: false };

export const hiddenTitle = (ctx: MunicipalContext, kind: string): string =>
  say(ctx.language, 'handovers.hidden', { kind: kindWord(ctx, kind) });

/** What it is and where, whatever it is called on its way: a meeting that is planned, and one that waits to be recorded. */
export const nounAt = (ctx: Pick<MunicipalContext, 'kinds'>, { kind, path }: { kind: string; path: string }): string =>
  `${nounOf(ctx, kind)} ${path}`;

/** A kind of record, whatever it is called; of what home pages call something, what stands before its part: `task` of `task-mine`. */
const nounOf = ({ kinds }: Pick<MunicipalContext, 'kinds'>, kind: string): string =>
  Object.hasOwn(kinds, kind) ? kind : (kind.split('-')[0] ?? '');

/** 困りごと, 集まり … */
export function kindWord(ctx: MunicipalContext, kind: string): string {
  const noun = nounOf(ctx, kind);
  if (Object.hasOwn(ctx.kinds, noun)) return kindName(ctx, noun);
  const key = `handovers.kind.${noun}`;
  return say(ctx.language, hasText(key) ? key : 'handovers.kind.other');
}

/** Who else has that role, or gets it. */
export async function successorsOf(ctx: MunicipalContext, held: Held): Promise<{ id: string; name: string }[]> {
  const role = {
    role: held.role,
    areaIds: held.area_path.split('/').filter(Boolean),
    organisationId: held.role === 'provider' ? held.organisation_id : null,
  };
  const candidates = await listSuccessors(ctx.db, held.municipality_id, role, ctx.today, ctx.now);
  return candidates.filter(({ id }) => id !== held.from_user_id);
}
