import { tellTitle, type DataDescription } from '../data-description.ts';
import { audienceOf } from '../audience-of.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { may } from '../../kernel/rights.ts';
import { relatedTo } from '../related.ts';
import type { SearchPart } from '../search.ts';

/** A record that answers name, as the asker is told it. `isClosed`: nothing new is tied to it. */
export type Tied = { id: string; title: string; isClosed?: boolean };

/** A tie that a kind keeps itself, beside those of answers: from one record to another, each by kind and id, and as what. */
export type KeptTie = { from: [kind: string, id: string]; to: [kind: string, id: string]; label: string };

/** How records of a kind are picked and told where others name them. */
export type TiePart = {
  /** Where their pages are: `needs` of `needs/{id}`. */
  page: string;
  search: SearchPart;
  /** They are about residents: who is told of one is on record. */
  ofResident?: boolean;
  /** Those of these that the asker may see, and nothing of the others. */
  tell(ctx: MunicipalContext, ids: string[]): Promise<Tied[]>;
  /** The ties of and to a record that records of this kind keep themselves, as far as the asker may be told as what. */
  keeps?(ctx: MunicipalContext, kind: string, id: string): Promise<KeptTie[]>;
};

/** Those that the kinds hand in, by kind (`kinds/index.ts`). */
export type TieParts = Readonly<Record<string, TiePart>>;

const partsOf = relatedTo<TieParts>('tie');

/** The ties of and to a record that kinds keep themselves. Both ends are still to be told to the asker. */
export async function listKept(ctx: MunicipalContext, kind: string, id: string): Promise<KeptTie[]> {
  const kept: KeptTie[] = [];
  for (const part of Object.values(partsOf(ctx))) kept.push(...((await part.keeps?.(ctx, kind, id)) ?? []));
  return kept;
}

/** May the asker be told of this record? The system is told of each. */
export const seesRow = <Row>(ctx: MunicipalContext, sees: (row: Row) => boolean): ((row: Row) => boolean) =>
  ctx.actor.kind === 'system' ? () => true : sees;

/** The part of a kind; undefined for a kind that there is not, and where the token that asks is limited to others. */
export function tiePart(ctx: MunicipalContext, kind: string): TiePart | undefined {
  const handed = partsOf(ctx);
  const part = Object.hasOwn(handed, kind) ? handed[kind] : registerPart(ctx, kind);
  const tags = ctx.token?.kinds;
  return part && (!tags || tags.includes(part.search.tag)) ? part : undefined;
}

function registerPart(ctx: MunicipalContext, kind: string): TiePart | undefined {
  // The list is typed where it is made (`kinds/index.ts`).
  const description = Object.hasOwn(ctx.kinds, kind) ? (ctx.kinds[kind] as Partial<DataDescription>) : {};
  if (!description.data || !description.search) return undefined;
  return { ...tellRegister(description as DataDescription), search: description.search };
}

const tellRegister = (description: DataDescription): Omit<TiePart, 'search'> => ({
  page: description.page,
  ofResident: description.data.personal,
  async tell(ctx, ids) {
    const sees = seesRow(ctx, (row: Parameters<typeof description.judged>[0]) =>
      may(description.rights, ctx.actor, 'see', description.judged(row)),
    );
    const titled: Tied[] = [];
    for (const row of (await description.loadAll(ctx, ids)).filter(sees)) {
      const { body: form } = await definitionById(ctx, 'form', row.form_id);
      const title = tellTitle(
        form,
        JSON.parse(row.answers) as Record<string, unknown>,
        audienceOf(ctx, description, row),
      );
      titled.push({ id: row.id, title: [description.title(row), title].filter(Boolean).join(' ') });
    }
    return titled;
  },
});
