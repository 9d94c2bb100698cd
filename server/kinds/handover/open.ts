import type { Actor, MunicipalContext, Role } from '../../kernel/context.ts';
import { hasText, say } from '../../kernel/texts/index.ts';
import { readOpen } from '../../overview/read-home.ts';
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
const actorOf = (held: Held): Actor => ({
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
  ];
}

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
