import type { Sources } from '../../forms/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { offered } from '../records/steps.ts';
import { areaChoices, typeChoices } from '../settings/choices.ts';

/** What may be chosen on a blank form. Lists of people, needs and organisations belong on nothing that leaves the office. */
export const blankSources = async (ctx: MunicipalContext): Promise<Sources> =>
  offered({ areas: await areaChoices(ctx, () => true), 'service-types': await typeChoices(ctx) });
