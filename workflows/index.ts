export type * from './types.ts';
export { advance, possible, start } from './advance.ts';
export { checkCascades, type Sent, type SentBy } from './check-cascades.ts';
export { effectsOfStep, listEffects, type AskedEffect } from './list-effects.ts';
export { checkMachine, checkWorkflow, isWorkflow, type KnownNames } from './check.ts';
export { drawDiagram, type DiagramEdge, type DiagramNode } from './draw.ts';
export { advanceMachine, startMachine, type MachineStanding } from './plain.ts';
export { daysOf, listStandings, stepAnswering, stepsDoing, tagsAt, type PossibleStanding } from './standings.ts';
export { surveyMachine } from './survey.ts';
