import type { z } from 'zod';
import { mustRead } from '../decisions/may.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { readBody } from '../definitions/definitions.ts';
import { readDefinitionNumber, type DefinitionKind } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft } from './draft.ts';
import { slots } from './kinds/index.ts';
import type { Body } from './slot.ts';

export type Comparison = z.infer<typeof contract.ruleComparison>;
type VersionRef = number | 'draft';

/** Two versions side by side, and what is different in words. Throws `invalid` for a version that there is not, or a draft that is not in order. */
export async function compareVersions(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  from: VersionRef,
  to: VersionRef,
): Promise<Comparison> {
  mustRead(ctx);
  const before = await readVersionBody(ctx, kind, key, from, '/from');
  const after = await readVersionBody(ctx, kind, key, to, '/to');
  const differences = await slots[kind].compare(ctx, before, after);
  return { from: { version: from, body: { ...before } }, to: { version: to, body: { ...after } }, differences };
}

async function readVersionBody(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: VersionRef,
  path: string,
): Promise<Body> {
  if (version === 'draft') {
    const draft = await findDraft(ctx, kind, key);
    if (!draft) throw invalid([{ path, code: 'noDraft', message: say(ctx.language, 'rules.issue.noDraft') }]);
    const body = bodyOf(draft);
    const misshapen = checkShape(kind, body, ctx.language);
    const issues = misshapen.length > 0 ? misshapen : ((await slots[kind].checkComparable?.(ctx, body)) ?? []);
    if (issues.length > 0)
      throw invalid(issues.map((issue) => ({ code: issue.code, message: issue.message, path: `/body${issue.path}` })));
    return body;
  }
  const row = await readDefinitionNumber(ctx.db, ctx.municipality.id, kind, key, version);
  if (!row)
    throw invalid([{ path, code: 'unknown', message: say(ctx.language, 'rules.issue.number', { number: version }) }]);
  return readBody(row) as Body;
}
