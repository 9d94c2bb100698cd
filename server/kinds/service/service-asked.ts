import { answerOf } from '../../../forms/index.ts';
import type { Form } from '../../../forms/types.ts';
import type { StepToTake } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { AppError } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { capacity } from './contract.ts';
import { requireAddable, type ServiceInput } from './services.ts';

/** The service that a step's form describes, by the roles of its fields. */
export function serviceAsked(form: Form, answers: Record<string, unknown>): ServiceInput {
  const of = (role: string): unknown => answerOf(form, answers, role);
  const words = (role: string): string | null => {
    const value = of(role);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const several = (role: string): string[] => {
    const value = of(role);
    return Array.isArray(value) ? value.map(String) : [];
  };
  const yen = of('fee-yen');
  return {
    organisationId: words('organisation') ?? '',
    type: words('service-type') ?? '',
    name: words('title') ?? '',
    nameKana: words('kana') ?? '',
    areaIds: several('areas'),
    description: words('description'),
    eligibility: words('eligibility'),
    urgencies: ['low', 'normal', 'high'],
    fee: words('fee'),
    feeYen: typeof yen === 'number' ? yen : null,
    days: several('days'),
    hours: words('open-hours'),
    capacity: capacity.safeParse(of('capacity')).data ?? 'ask',
    phone: words('telephone'),
    url: null,
    address: null,
    latitude: null,
    longitude: null,
  };
}

/** By what `requireAddable` calls it. */
const roles: Record<string, string> = { organisationId: 'organisation', areaIds: 'areas', type: 'service-type' };

/** What the directory would not take, or not from the asker. */
export async function refuseService(
  ctx: MunicipalContext,
  { form, answers }: StepToTake,
): Promise<{ role: string; code: string; message: string }[]> {
  const input = serviceAsked(form, answers);
  const empty = (['title', 'service-type', 'areas', 'organisation'] as const).filter((role) => {
    const value = answerOf(form, answers, role);
    return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  });
  if (empty.length > 0)
    return empty.map((role) => ({ role, code: 'required', message: say(ctx.language, 'services.needed') }));
  try {
    await requireAddable(ctx, input);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.kind === 'not-allowed')
      return [{ role: 'areas', code: 'not-yours', message: say(ctx.language, 'services.notYours') }];
    const { issues } = error.extras;
    if (!issues) throw error;
    return issues.map(({ path, code, message }) => ({
      role: roles[path.split('/')[1] ?? ''] ?? 'title',
      code,
      message,
    }));
  }
}
