import type { z } from 'zod';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notFound, refused } from '../../kernel/errors.ts';
import { recall } from '../../kernel/memory.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { requireSettingsEditor } from '../areas/areas.ts';
import * as contract from './contract.ts';
import { readMunicipality, updatePractice, type MunicipalityRow } from './store.ts';

export type Practice = Required<z.infer<typeof contract.practice>>;

export const toPractice = ({
  matching,
  coordinator_by,
  hides_below,
}: Pick<MunicipalityRow, 'matching' | 'coordinator_by' | 'hides_below'>): Practice => ({
  matching: matching === 1,
  coordinator: coordinator_by,
  hidesBelow: hides_below,
});

/** What steps of lifecycles may be made for (`when`), by name, with the values of each. */
export const stepChoices = { coordinator: contract.practice.shape.coordinator.options };

/** What of the programme the city does, and how, with the version of its settings. */
export async function readPractice(ctx: MunicipalContext): Promise<{ practice: Practice; version: number }> {
  const row = await readMunicipality(ctx.db, ctx.municipality.id);
  if (!row) throw notFound();
  return { practice: toPractice(row), version: row.version };
}

/** The same for who only goes by it; from memory where it is kept. */
export const practiceOf = (ctx: MunicipalContext): Promise<Practice> =>
  recall(ctx, 'practice', async () => (await readPractice(ctx)).practice);

type Step = { when?: Record<string, string> };

/** By which of its choices a city does not take a step; undefined: it takes it. */
export async function choicesAgainst(ctx: MunicipalContext): Promise<(step: Step) => string | undefined> {
  const { coordinator } = await practiceOf(ctx);
  const chosen: Record<string, string> = { coordinator };
  return ({ when = {} }) => Object.keys(when).find((name) => chosen[name] !== when[name]);
}

/** Which steps are taken in a city: those for all, and those for its own choices. */
export async function stepsOfCity(ctx: MunicipalContext): Promise<(step: Step) => boolean> {
  const against = await choicesAgainst(ctx);
  return (step) => against(step) === undefined;
}

/** Throws `matchingOff` in a city that hands no needs to services. */
export async function requireMatching(ctx: MunicipalContext): Promise<void> {
  if (!(await practiceOf(ctx)).matching) throw refused('matchingOff');
}

/** As a line of the audit says it: `coordinator` is there the city's word for one. */
const spell = ({ matching, coordinator, hidesBelow }: Practice) => ({
  matching,
  coordinatorBy: coordinator,
  hidesBelow,
});

/** Sets how the city works. What is on record stays as it is and can be read. Throws `stale` when somebody changed it first. */
export async function changePractice(
  ctx: MunicipalContext,
  version: number,
  chosen: z.infer<typeof contract.practice>,
): Promise<number> {
  await requireSettingsEditor(ctx);
  const { id, name } = ctx.municipality;
  const before = (await readPractice(ctx)).practice;
  const practice: Practice = { ...chosen, hidesBelow: chosen.hidesBelow ?? before.hidesBelow };
  const next = await updatePractice(ctx.db, {
    id,
    version,
    values: {
      matching: practice.matching ? 1 : 0,
      coordinator_by: practice.coordinator,
      hides_below: practice.hidesBelow,
    },
  });
  if (next === null) throw await staleConflict(ctx, 'municipality', id, version);
  await audit(
    ctx,
    'practice.update',
    { kind: 'municipality', id, title: name },
    {
      version: next,
      changed: tellChanges(changedFields(spell(before), spell(practice)), ['matching', 'coordinatorBy', 'hidesBelow']),
    },
  );
  return next;
}
