/* What other folders may know of this kind. */
export { moveTasks } from './tasks.ts';
