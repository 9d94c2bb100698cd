/** Where a task is, below the municipality's page. */
export const taskPath = (task: { id: string; council_id: string }): string =>
  `tasks?council=${task.council_id}&task=${task.id}`;

/** Which task is at a path; null: none. */
export const taskAt = (path: string): string | null => /^tasks\?council=[^&]+&task=([^&]+)$/.exec(path)?.[1] ?? null;
