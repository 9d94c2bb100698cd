import type { ListPlanner } from '../../../imports/import-kind.ts';
import { guessMapping, serviceColumns } from './guess-mapping.ts';
import { planChanges } from './plan-changes.ts';
import { planServices } from './plan-services.ts';
import type { Existing, ServicePlan } from './types.ts';

export const planner: ListPlanner<Existing, ServicePlan> = {
  columns: serviceColumns,
  wordField: 'type',
  shown: ['organisation', 'type', 'areas', 'address'],
  guess: guessMapping,
  plan: planServices,
  changes: planChanges,
};
