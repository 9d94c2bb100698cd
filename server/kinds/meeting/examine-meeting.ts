import type { EffectToPerform } from '../../effects/effect.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { evaluateCouncil } from '../council/index.ts';
import { readLatestUnexamined, setExamined } from './store.ts';

/** Effect: the latest roundtable that nobody has examined yet counts as examined. */
export async function examineMeeting(ctx: MunicipalContext, { record }: EffectToPerform): Promise<void> {
  const meeting = record && (await readLatestUnexamined(ctx.db, record.id, 'roundtable'));
  if (!meeting) return;
  await setExamined(ctx.db, meeting.id, ctx.now);
  await audit(ctx, 'meeting.examine', { kind: 'meeting', id: meeting.id, title: meeting.title });
  await evaluateCouncil(ctx, meeting.council_id);
}
