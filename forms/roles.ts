import { marksOf } from './marks.ts';
import type { Form } from './types.ts';
import { isObject } from './walk.ts';

type Marked = Pick<Form, 'schema'>;

/** The path of the field that has this role in a form; undefined where it has none. */
export function fieldOfRole(form: Marked, role: string): string | undefined {
  for (const [path, marks] of marksOf(form)) if (marks.role === role) return path;
  return undefined;
}

/** What was answered to the field that has this role, whatever it is called; undefined where the form has none, or nothing was answered. */
export function answerOf(form: Marked, answers: Record<string, unknown>, role: string): unknown {
  const path = fieldOfRole(form, role);
  return path === undefined || path.includes('[]') ? undefined : step(answers, path);
}

/** The entries of the list that holds fields of these roles, each by role. Empty where the form has none, or nothing was answered. */
export function entriesOf<Role extends string>(
  form: Marked,
  answers: Record<string, unknown>,
  roles: readonly Role[],
): Partial<Record<Role, unknown>>[] {
  const paths = roles.flatMap((role) => {
    const path = fieldOfRole(form, role);
    return path?.includes('[].')
      ? [{ role, list: path.slice(0, path.indexOf('[].')), rest: path.slice(path.indexOf('[].') + 3) }]
      : [];
  });
  const list = paths[0] && step(answers, paths[0].list);
  if (!Array.isArray(list)) return [];
  const here = paths.filter((path) => path.list === paths[0]?.list);
  // Made of the roles asked for.
  return list.map(
    (entry: unknown) =>
      Object.fromEntries(here.map(({ role, rest }) => [role, step(entry, rest)])) as Partial<Record<Role, unknown>>,
  );
}

/** Answers with a value put where the field of a role stands; unchanged where the form has none. */
export function putAnswer(
  form: Marked,
  answers: Record<string, unknown>,
  role: string,
  value: unknown,
): Record<string, unknown> {
  const path = fieldOfRole(form, role);
  return path === undefined || path.includes('[]') ? answers : put(answers, path.split('.'), value);
}

/** Answers with entries, each by role, put into the list that holds the field of this role; unchanged where the form has none, or without entries. */
export function putEntries(
  form: Marked,
  answers: Record<string, unknown>,
  role: string,
  entries: Record<string, unknown>[],
): Record<string, unknown> {
  const list = fieldOfRole(form, role)?.split('[].')[0];
  if (list === undefined || entries.length === 0) return answers;
  const rest = (name: string): string[] =>
    fieldOfRole(form, name)
      ?.slice(list.length + 3)
      .split('.') ?? [];
  const made = entries.map((entry) =>
    Object.entries(entry).reduce<Record<string, unknown>>(
      (group, [name, value]) => (rest(name).length > 0 ? put(group, rest(name), value) : group),
      {},
    ),
  );
  return put(answers, list.split('.'), made);
}

function put(holder: unknown, [name = '', ...rest]: string[], value: unknown): Record<string, unknown> {
  const group = isObject(holder) ? holder : {};
  return { ...group, [name]: rest.length === 0 ? value : put(group[name], rest, value) };
}

function step(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (holder, name) => (isObject(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined),
      value,
    );
}
