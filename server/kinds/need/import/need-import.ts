import { fieldOfRole } from '../../../../forms/index.ts';
import { entriesAgainst, makeEntries } from '../../../imports/entries.ts';
import { formOfRows } from '../../../imports/form-rows/form-of-rows.ts';
import { markOf, type FormOfRows } from '../../../imports/form-rows/planner.ts';
import type { ImportKind } from '../../../imports/import-kind.ts';
import type { MunicipalContext } from '../../../kernel/context.ts';
import { say } from '../../../kernel/texts/index.ts';
import { offered } from '../../../records/steps.ts';
import { intakeInForce } from '../intake.ts';
import { needEntryPaths } from '../policy.ts';
import { needSources } from '../sources.ts';
import { listIntakes } from '../store.ts';
import { takeInNeed } from '../take-in-need.ts';

/** Lists of needs: each row the answers to the intake of one, in the areas that the asker enters needs for. Whose they are somebody says afterwards, as always. */
export const needImport: ImportKind = {
  key: 'needs',
  planner: new URL('../../../imports/form-rows/planner.ts', import.meta.url),
  page: 'needs',
  roles: (ctx, within) =>
    ctx.actor.kind === 'system' ||
    needEntryPaths(ctx.actor).some((path) => within === undefined || within.startsWith(path)),
  ...entriesAgainst(readKnown),
  apply: (ctx, _importId, batches) =>
    makeEntries(batches, async (values) => (await takeInNeed(ctx, values as Record<string, unknown>)).id),
  // What has been taken in is somebody's turn at once.
  undo: null,
};

async function readKnown(ctx: MunicipalContext): Promise<FormOfRows> {
  const { body: form } = await intakeInForce(ctx);
  const paths = ctx.actor.kind === 'system' ? ['/'] : needEntryPaths(ctx.actor);
  const [received, area, urgency] = ['received-on', 'area', 'urgency'].map((role) => fieldOfRole(form, role));
  const intakes = await listIntakes(ctx.db, ctx.municipality.id);
  return {
    ...(await formOfRows(ctx, form, offered(await needSources(ctx, paths)))),
    shown: [received, area, urgency].filter((path) => path !== undefined),
    ...(received === undefined
      ? {}
      : { notAfter: { path: received, day: ctx.today, message: say(ctx.language, 'needs.receivedInFuture') } }),
    there: intakes.map((answers) => markOf(JSON.parse(answers) as Record<string, unknown>)),
  };
}
