import type { z } from 'zod';
import { fieldWords, listFields } from '../../forms/index.ts';
import type { Register } from '../../registers/types.ts';
import { listStandings } from '../../workflows/index.ts';
import { definitionById, definitionInForce } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { everyRole, reachBy } from '../kernel/rights.ts';
import { dataDescription, type DataDescription } from '../records/data-description.ts';
import { countDataStandings } from '../records/data-records.ts';
import { stageOf, stateName } from '../records/standing.ts';
import type * as contract from './contract.ts';
import { listRegisters } from './registers-in-force.ts';

type Told = z.infer<typeof contract.register>;

function tell(ctx: MunicipalContext, { data, kind, rights }: DataDescription): Told {
  const { description = null, ...names } = data.texts[ctx.language] ?? data.texts.ja;
  return {
    key: data.key,
    ...names,
    description,
    kind,
    personal: data.personal,
    mayAdd: reachBy(rights, ctx.actor, 'add').length > 0,
  };
}

/** The registers of which the asker sees records somewhere, by name. */
export function tellRegisters(ctx: MunicipalContext): Told[] {
  return listRegisters(ctx)
    .filter(({ rights }) => reachBy(rights, ctx.actor, 'see').length > 0)
    .map((description) => tell(ctx, description))
    .toSorted((a, b) => a.name.localeCompare(b.name, ctx.language));
}

/** One of them with how its list is shown and how many stand where. Throws not-allowed for who sees no record of it anywhere. */
export async function readRegister(
  ctx: MunicipalContext,
  kind: string,
): Promise<z.infer<typeof contract.registerWhole>> {
  const description = dataDescription(ctx, kind);
  const { data } = description;
  const form = (await definitionInForce(ctx, 'form', data.form))?.body;
  const fields = form ? listFields(form) : [];
  /** Of a period's end, the period's name too. */
  const nameOf = (field: string): string => {
    const label = fields.find(({ path }) => path === field)?.label;
    return label ? (label[ctx.language] ?? label.ja) : ((form && fieldWords(form, field, ctx.language).title) ?? field);
  };
  return {
    ...tell(ctx, description),
    stages: await countStages(ctx, description),
    columns: data.list.columns.map((field) => ({ field, label: nameOf(field) })),
    views: (data.list.views ?? []).map(({ key, text, state }) => ({
      key,
      name: text[ctx.language] ?? text.ja,
      state,
    })),
    readers: everyRole.filter((role) =>
      description.rights.some((right) => right.may.includes('see') && right.roles.includes(role)),
    ),
    drawings: (data.views ?? []).map((drawing) =>
      drawing.kind === 'calendar' ? { ...drawing, name: nameOf(drawing.field) } : { kind: drawing.kind },
    ),
    mayStep: reachBy(description.rights, ctx.actor, 'step').length > 0,
    mayExport: reachBy(description.rights, ctx.actor, 'export').length > 0,
  };
}

/** Records stay with the workflow version that they began with: what only an older one has stands behind. */
async function countStages(
  ctx: MunicipalContext,
  { kind, data }: DataDescription & { data: Register },
): Promise<z.infer<typeof contract.registerWhole>['stages']> {
  const stages = new Map<string, { name: string; count: number }>();
  const add = (key: string, name: string, count: number): void => {
    const stage = stages.get(key) ?? { name, count: 0 };
    stages.set(key, { ...stage, count: stage.count + count });
  };
  const counted = await countDataStandings(ctx, kind);
  const current = (await definitionInForce(ctx, 'workflow', data.workflow))?.body;
  for (const { key, text } of current?.stages ?? []) add(key, text[ctx.language] ?? text.ja, 0);
  if (current && (current.stages ?? []).length === 0)
    for (const { state } of listStandings(current)) add(state, stateName(current, state, ctx.language), 0);
  for (const { workflow_id: id, state, count } of counted) {
    const { body } = await definitionById(ctx, 'workflow', id);
    const stage = stageOf(body, state, ctx.language);
    add(stage?.key ?? state, stage?.name ?? stateName(body, state, ctx.language), count);
  }
  return [...stages].map(([key, stage]) => ({ key, ...stage }));
}
