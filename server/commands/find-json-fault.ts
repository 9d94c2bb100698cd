/**
 * Where a text stops being JSON: line and column, from 1; null when it is JSON.
 * JSON.parse itself tells the place of some faults only.
 */
export function findJsonFault(text: string): { line: number; column: number } | null {
  const offset = scan(text);
  if (offset === null) return null;
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

const space = /[ \t\n\r]*/y;
// A control character, below the space, must be escaped inside a text.
const string = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Reads without recursion, so that deep nesting does no harm: `open` holds the brackets not yet closed. */
function scan(text: string): number | null {
  const open: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const fault = pattern.test(text);
    if (fault) at = pattern.lastIndex;
    return fault;
  };
  const skip = (mark: string): boolean => {
    take(space);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  };
  const takeName = (): boolean => (take(space), take(string) && skip(':'));

  for (;;) {
    take(space);
    if (skip('{')) {
      open.push('}');
      if (!skip('}')) {
        if (!takeName()) return at;
        continue;
      }
      open.pop();
    } else if (skip('[')) {
      open.push(']');
      if (!skip(']')) continue;
      open.pop();
    } else if (!take(string) && !take(scalar)) return at;

    while (open.length > 0 && skip(open.at(-1) ?? '')) open.pop();
    take(space);
    if (open.length === 0) return at === text.length ? null : at;
    if (!skip(',')) return at;
    if (open.at(-1) === '}' && !takeName()) return at;
  }
}
