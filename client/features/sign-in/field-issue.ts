import { ApiProblem } from '../../lib/api.ts';

/** What the server said of one field (`next` for the path `/next`), and of nothing else: null. */
export function fieldIssue(error: Error | null, field: string): string | null {
  const issues = error instanceof ApiProblem ? (error.problem.issues ?? []) : [];
  return issues.find((issue) => issue.path === `/${field}`)?.message ?? null;
}
