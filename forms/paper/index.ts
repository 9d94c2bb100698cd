export type * from './types.ts';
export { layOutFilled } from './fill-in.ts';
export { layOutBlank, paperHead } from './lay-out.ts';
