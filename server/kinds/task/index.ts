/* What other folders may know of this kind. */
export { taskAt, taskPath } from './path.ts';
export { listTasksLeft, passTasks } from './pass-tasks.ts';
export { readTasksById, type NamedTask } from './store.ts';
export { moveTasks } from './tasks.ts';
