import { answerOf, putAnswer, validate } from '../../forms/index.ts';
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
  for (const keeper of listKeepers(ctx)) for (const lack of sorted) await openFor(system, keeper, lack);
}

async function openFor(ctx: MunicipalContext, { kind, data }: DataDescription, { areaId, type }: Lack): Promise<void> {
  const { db, municipality } = ctx;
  await waitForName(db, `${municipality.id} ${kind} ${areaId} ${type}`);
  const rows = [];
  for (const row of await listRowsOfArea(db, municipality.id, kind, areaId)) {
    const { body } = await definitionById(ctx, 'form', row.form_id);
    if (answerOf(body, JSON.parse(row.answers) as Record<string, unknown>, 'service-type') === type) rows.push(row);
  }
  if (rows.length > 0) {
    const over = await standingsTagged(ctx, kind, 'over');
    const latest = rows.at(-1);
    // A lack that somebody works on already is told nothing.
    if (latest && rows.every((row) => isInStandings(row, over))) await sendMarked(ctx, kind, latest.id, 'lacks-again');
    return;
  }
  const form = await definitionInForce(ctx, 'form', data.form);
  const workflow = await definitionInForce(ctx, 'workflow', data.workflow);
  const area = await readArea(db, municipality.id, areaId);
  if (!form || !workflow || !area) return;
  const types = await readCodeNames(ctx, 'service-type');
  const title = say('ja', 'records.lack', { area: area.name, type: types.get(type) ?? type });
  const answers = [
    ['title', title],
    ['area', areaId],
    ['service-type', type],
  ].reduce<Record<string, unknown>>((put, [role, value]) => putAnswer(form.body, put, role ?? '', value), {});
  // What the city's form asks beyond that only a person can say: a need must not fail for it.
  if (validate(form.body, answers, ctx.language, await dataSources(ctx)).length > 0) return;
  await startDataRecord(ctx, kind, answers);
}
