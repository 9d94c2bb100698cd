import { answerOf, putAnswer, validate } from '../../forms/index.ts';
import type { Form, Sources } from '../../forms/types.ts';
import { waitForName } from '../database/dialect.ts';
import { isInStandings } from '../database/standings.ts';
import { definitionById, definitionInForce } from '../definitions/definitions.ts';
import { systemActor, type MunicipalContext } from '../kernel/context.ts';
import { readArea } from '../settings/areas/store.ts';
import { readCodeNames } from '../settings/codes/code-entries.ts';
import { say } from '../kernel/texts/index.ts';
import { dataSources, type DataDescription } from './data-description.ts';
import { startDataRecord } from './data-records.ts';
import { listRowsOfArea } from './data-store.ts';
import { standingsTagged } from './standings.ts';
import { sendMarked } from './take-step.ts';

/** Of what a register may begin a record by itself. */
export const occasions = ['lack'] as const;

/** A kind of help that somebody in an area needs in vain. */
export type Lack = { areaId: string; type: string };

/** Does any register keep what is lacking? */
const listKeepers = ({ kinds }: Pick<MunicipalContext, 'kinds'>): DataDescription[] =>
  // The list is typed where it is made (`kinds/index.ts`).
  Object.values(kinds).flatMap((kind) => {
    const description = kind as Partial<DataDescription>;
    return description.data?.opens === 'lack' ? [description as DataDescription] : [];
  });

export const keepsLacks = (ctx: Pick<MunicipalContext, 'kinds'>): boolean => listKeepers(ctx).length > 0;

/**
 * Has the registers that keep what is lacking know of these: each begins one record for an area and a kind of help, and takes up the one that is
 * over by the step that its workflow marks `lacks-again`. In the caller's transaction; who comes second waits and finds it.
 */
export async function openForLacks(ctx: MunicipalContext, lacks: readonly Lack[]): Promise<void> {
  const system: MunicipalContext = { ...ctx, actor: systemActor };
  // In one order, so that no two wait for each other.
  const sorted = lacks.toSorted((a, b) => `${a.areaId} ${a.type}`.localeCompare(`${b.areaId} ${b.type}`));
  for (const keeper of listKeepers(ctx)) {
    // Read for the first record that is to be begun, and for all of them.
    let begun: Promise<Begun | null> | undefined;
    for (const [areaId, ofArea] of Map.groupBy(sorted, (lack) => lack.areaId))
      await openIn(
        system,
        keeper,
        areaId,
        new Set(ofArea.map(({ type }) => type)),
        () => (begun ??= readBegun(system, keeper)),
      );
  }
}

/** What a register begins its records with. */
type Begun = { form: Form; types: ReadonlyMap<string, string>; sources: Sources };

/** Null where nothing is in force to begin them with. */
async function readBegun(ctx: MunicipalContext, { data }: DataDescription): Promise<Begun | null> {
  const form = await definitionInForce(ctx, 'form', data.form);
  const workflow = await definitionInForce(ctx, 'workflow', data.workflow);
  if (!form || !workflow) return null;
  return { form: form.body, types: await readCodeNames(ctx, 'service-type'), sources: await dataSources(ctx) };
}

async function openIn(
  ctx: MunicipalContext,
  { kind }: DataDescription,
  areaId: string,
  types: ReadonlySet<string>,
  readBegun: () => Promise<Begun | null>,
): Promise<void> {
  const { db, municipality } = ctx;
  for (const type of types) await waitForName(db, `${municipality.id} ${kind} ${areaId} ${type}`);
  // Only now: whoever was quicker has stored theirs.
  const rows = [];
  for (const row of await listRowsOfArea(db, municipality.id, kind, areaId)) {
    const { body } = await definitionById(ctx, 'form', row.form_id);
    rows.push({ row, type: answerOf(body, JSON.parse(row.answers) as Record<string, unknown>, 'service-type') });
  }
  const over = await standingsTagged(ctx, kind, 'over');
  const missing: string[] = [];
  for (const type of types) {
    const ofType = rows.flatMap((each) => (each.type === type ? each.row : []));
    const latest = ofType.at(-1);
    if (!latest) missing.push(type);
    // A lack that somebody works on already is told nothing.
    else if (ofType.every((row) => isInStandings(row, over))) await sendMarked(ctx, kind, latest.id, 'lacks-again');
  }
  if (missing.length === 0) return;
  const begun = await readBegun();
  const area = await readArea(db, municipality.id, areaId);
  if (begun && area) for (const type of missing) await openFor(ctx, kind, area, type, begun);
}

async function openFor(
  ctx: MunicipalContext,
  kind: string,
  area: { id: string; name: string },
  type: string,
  { form, types, sources }: Begun,
): Promise<void> {
  const title = say('ja', 'records.lack', { area: area.name, type: types.get(type) ?? type });
  const answers = [
    ['title', title],
    ['area', area.id],
    ['service-type', type],
  ].reduce<Record<string, unknown>>((put, [role, value]) => putAnswer(form, put, role ?? '', value), {});
  // What the city's form asks beyond that only a person can say: a need must not fail for it.
  if (validate(form, answers, ctx.language, sources).length > 0) return;
  await startDataRecord(ctx, kind, answers);
}
