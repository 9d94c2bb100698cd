import type { z } from 'zod';
import { moveAnswers } from '../../forms/move-answers.ts';
import { readByClientKey } from '../decisions/submissions-store.ts';
import { listEveryVersion, type Definition } from '../definitions/definitions.ts';
import { sayChange } from '../definitions/say-change.ts';
import type { fromDevice } from '../http/contract.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid } from '../kernel/errors.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { say } from '../kernel/texts/index.ts';

/** What a device says of answers that lay on it; see the contract. Taken also in a city that has forbidden it since: nothing typed is to be lost. */
export type Device = z.infer<typeof fromDevice>;

/**
 * Does the work of answers that come from a device once, however often they are sent, and answers as at first. The name is the sender's alone: throws
 * `clientKeyTaken` for another's, or for another kind of record.
 */
export async function takeOnce(
  ctx: MunicipalContext,
  kind: RecordKind,
  device: Device,
  take: () => Promise<{ id: string; version: number }>,
): Promise<{ id: string; version: number }> {
  if (device && device.writer !== ctx.actor.id) throw new AppError('not-allowed', 'writerElse');
  const sent = device && (await readByClientKey(ctx.db, ctx.municipality.id, device.clientKey));
  if (!sent) return take();
  if (sent.submitted_by !== ctx.actor.id || sent.record_kind !== kind) throw new AppError('invalid', 'clientKeyTaken');
  return { id: sent.record_id, version: 1 };
}

/**
 * Answers to an older version as the one in force takes them. Throws `answersMoved` where that could hurt them, with what has changed in words: their writer has
 * to look; and `invalid` for a version that this form does not have.
 */
export async function takeToForm(
  ctx: MunicipalContext,
  form: Definition<'form'>,
  device: Device,
  answers: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  if (!device || device.formId === form.id) return answers;
  const begun = (await listEveryVersion(ctx, 'form')).find(({ id, key }) => id === device.formId && key === form.key);
  if (!begun)
    throw invalid([{ path: '/device/formId', code: 'unknown', message: say(ctx.language, 'changes.unknownVersion') }]);
  const moved = moveAnswers(begun.body, form.body, answers);
  if (moved.asks.length === 0) return moved.answers;
  const asks = moved.asks.map((change) => sayChange([form.body, begun.body], change, ctx.language));
  throw new AppError('conflict', 'answersMoved', { current: { form: form.id, asks } });
}
