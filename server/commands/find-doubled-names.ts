import { escapeToken } from '../../forms/walk.ts';

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** Names that stand twice in one object of a JSON text, as JSON pointers: all but the last would be lost without a word. The text is valid JSON. */
export function findDoubledNames(text: string): string[] {
  const open: { names: Set<string> | null; at: string | number; expectsName: boolean }[] = [];
  const doubled: string[] = [];
  for (const [part] of text.matchAll(token)) {
    const holder = open.at(-1);
    if (part === '{' || part === '[')
      open.push({ names: part === '{' ? new Set() : null, at: 0, expectsName: part === '{' });
    else if (part === '}' || part === ']') open.pop();
    else if (!holder) continue;
    else if (part === ',') {
      if (holder.names) holder.expectsName = true;
      else holder.at = Number(holder.at) + 1;
    } else if (holder.names && holder.expectsName && part !== ':') {
      holder.expectsName = false;
      holder.at = JSON.parse(part) as string;
      if (holder.names.has(holder.at)) doubled.push(open.map(({ at }) => `/${escapeToken(at)}`).join(''));
      holder.names.add(holder.at);
    }
  }
  return doubled;
}
