export type * from './types.ts';
export { advance, possible, start } from './advance.ts';
export { advanceMachine, startMachine, type MachineStanding } from './plain.ts';
