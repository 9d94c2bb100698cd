import { isSubject } from '../../../registers/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import type { FieldIssue } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { tiedKindName } from '../../records/ties/pick.ts';
import { tiePart } from '../../records/ties/tie-parts.ts';
import { tellTied, type ToldTie } from '../../records/ties/with-tied.ts';
import { listAgendaTies, type AgendaTie } from './agenda-ties-store.ts';

/** What an item may be about beside a need, which has its own consent to be told. Records of registers about people too: each is told to whom its register tells it. */
export const agendaKinds = (ctx: MunicipalContext): string[] => [
  'proposal',
  'service',
  'organisation',
  ...Object.keys(ctx.kinds).filter(isSubject),
];

type Named = { id: string; about: string[] | undefined };

/**
 * The records that items are to be about: those that the asker may see, and those that are held already, told or not. `named`: in the
 * order of the agenda, undefined leaves an item's as they are. Issues name the others.
 */
export async function checkAbout(
  ctx: MunicipalContext,
  meetingId: string,
  named: readonly Named[],
  issues: FieldIssue[],
): Promise<AgendaTie[]> {
  const held = (await listAgendaTies(ctx.db, meetingId)).filter(({ kind }) => kind === 'about');
  const kinds = agendaKinds(ctx);
  const wanted = [...new Set([...named.flatMap(({ about }) => about ?? []), ...held.map(({ to_id }) => to_id)])];
  const seen = await tellTied(
    ctx,
    wanted.map((id) => ({ id, kinds })),
  );
  return named.flatMap(({ id: itemId, about }, index) => {
    const own = held.filter(({ item_id }) => item_id === itemId);
    if (about === undefined) return own;
    // What the asker is not told of they can neither name nor take out.
    const unseen = own.filter(({ to_id }) => !seen.has(to_id));
    const ids = [...new Set(about)].filter((id) => !unseen.some(({ to_id }) => to_id === id));
    return [
      ...unseen,
      ...ids.flatMap((id): AgendaTie[] => {
        const record = seen.get(id);
        if (record)
          return [
            {
              id: ctx.newId(),
              municipality_id: ctx.municipality.id,
              meeting_id: meetingId,
              item_id: itemId,
              kind: 'about',
              to_kind: record.kind,
              to_id: id,
            },
          ];
        issues.push({
          path: `/agenda/${index}/about`,
          code: 'unknown',
          message: say(ctx.language, 'meetings.unknownRecord'),
        });
        return [];
      }),
    ];
  });
}

type ShownTie = { id: string; kind: string; kindName: string; title: string; page: string };
export type ShownTies = Map<string, Record<AgendaTie['kind'], ShownTie[]>>;

/** What a meeting's items are about and what was made of them, by item, as far as the asker may see it. */
export async function showAgendaTies(ctx: MunicipalContext, meetingId: string): Promise<ShownTies> {
  const ties = await listAgendaTies(ctx.db, meetingId);
  const seen = await tellTied(
    ctx,
    ties.map(({ to_id, to_kind }) => ({ id: to_id, kinds: [to_kind] })),
  );
  const items: ShownTies = new Map();
  for (const { item_id, kind, to_id } of ties) {
    const record = seen.get(to_id);
    if (!record) continue;
    const own = items.get(item_id) ?? { about: [], follows: [] };
    own[kind].push(tellTie(ctx, record));
    items.set(item_id, own);
  }
  return items;
}

const tellTie = (ctx: MunicipalContext, { id, kind, title }: ToldTie): ShownTie => ({
  id,
  kind,
  kindName: tiedKindName(ctx, kind),
  title,
  page: `${tiePart(ctx, kind)?.page ?? ''}/${id}`,
});
