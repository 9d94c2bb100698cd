import { expand } from '../expand.ts';
import type { Form, LogicRule } from '../types.ts';
import { askedIn, conditionsOf, readsOfValue, targetsOf } from './plan.ts';

/** One field that another hangs on: by a rule, or (null) by a condition of the schema itself. */
export type Dependence = { from: string; to: string; rule: LogicRule | null };

/** What depends on what in a form, in the order of its rules; each pair once for each rule. */
export function listDependences(form: Pick<Form, 'schema'>, rules: readonly LogicRule[]): Dependence[] {
  const bySchema = [...conditionsOf(expand(form.schema))].flatMap(([to, fields]) =>
    [...fields].filter((from) => from !== to).map((from) => ({ from, to, rule: null })),
  );
  const byRules = rules.flatMap((rule) =>
    targetsOf(rule.then).flatMap((to) => readBy(rule).map((from) => ({ from, to, rule }))),
  );
  return [...byRules, ...bySchema];
}

/** The fields that decide a rule: those its condition asks about, and those whose answers it takes over. */
export const readBy = ({ when, then }: LogicRule): string[] => [
  ...new Set([...askedIn(when), ...('set' in then ? readsOfValue(then.value) : [])]),
];

/** Fields in columns: each behind all that it depends on, as far as no circle leads back. */
export function layInColumns(dependences: readonly Dependence[]): string[][] {
  const needs = Map.groupBy(dependences, ({ to }) => to);
  const depths = new Map<string, number>();
  const depthOf = (path: string, open: ReadonlySet<string>): number => {
    const known = depths.get(path);
    if (known !== undefined) return known;
    const inner = new Set([...open, path]);
    const depth = Math.max(
      0,
      ...(needs.get(path) ?? []).flatMap(({ from }) => (inner.has(from) ? [] : [depthOf(from, inner) + 1])),
    );
    // In a circle the depth depends on where one begins; it is kept as it was first found.
    depths.set(path, depth);
    return depth;
  };
  const columns: string[][] = [];
  for (const path of new Set(dependences.flatMap(({ from, to }) => [from, to]))) {
    const depth = depthOf(path, new Set());
    (columns[depth] ??= []).push(path);
  }
  // Beside what they hang on, so that few lines cross.
  const places = new Map<string, number>();
  return columns.map((column) => {
    const near = (path: string): number => {
      const known = (needs.get(path) ?? []).flatMap(({ from }) => places.get(from) ?? []);
      return known.length === 0 ? 0 : known.reduce((sum, place) => sum + place, 0) / known.length;
    };
    const sorted = column.toSorted((path, other) => near(path) - near(other));
    sorted.forEach((path, index) => places.set(path, index));
    return sorted;
  });
}
