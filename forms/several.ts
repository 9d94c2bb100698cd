import { canRemove, isInConditions, moveField, neededRole, putOrder, removeField, type Target } from './edit.ts';
import { cutField, pasteClip, rulesHere, type Clip, type CutBar, type Pasted } from './clipboard.ts';
import { linkOver } from './sections.ts';
import { findItem, itemsOf, type Item } from './outline.ts';
import type { Form } from './types.ts';

/*
 * Several fields at once: those that stand beside each other in one holder, in the order in which they stand there.
 */

/** Why one of several stays, and with it all of them. */
export type SeveralBar = { path: string; bar: CutBar | 'linked' };

/** Of these, those that stand in the same holder as the first, in their order. */
export function sortTogether(form: Form, paths: readonly string[]): Item[] {
  const [first] = paths.flatMap((path) => findItem(form, path) ?? []);
  return first ? itemsOf(form, first.holder).filter(({ path }) => paths.includes(path)) : [];
}

/** All fields of a holder from the one to the other, in their order; the second alone where they do not stand together. */
export function rangeOf(form: Form, from: string, to: string): string[] {
  const last = findItem(form, to);
  const paths = last ? itemsOf(form, last.holder).map(({ path }) => path) : [];
  const ends = [paths.indexOf(from), paths.indexOf(to)].toSorted((a, b) => a - b);
  const [start = -1, end = -1] = ends;
  return start < 0 ? [to] : paths.slice(start, end + 1);
}

/** Moves them among their own as one block: before the field that now stands at `index`, or one step. The form itself where nothing moves. */
export function moveTogether(form: Form, paths: readonly string[], to: number | 'up' | 'down'): Form {
  const items = sortTogether(form, paths);
  const [first] = items;
  if (!first || items.some(({ path }) => linkOver(form, path))) return form;
  const siblings = itemsOf(form, first.holder);
  const places = items.map(({ path }) => siblings.findIndex((each) => each.path === path));
  const index = to === 'up' ? Math.min(...places) - 1 : to === 'down' ? Math.max(...places) + 2 : to;
  if (index < 0 || index > siblings.length) return form;
  const isMoved = (item: Item): boolean => items.some(({ path }) => path === item.path);
  const names = [
    ...siblings.slice(0, index).filter((item) => !isMoved(item)),
    ...items,
    ...siblings.slice(index).filter((item) => !isMoved(item)),
  ].map(({ name }) => name);
  return names.every((name, place) => name === siblings[place]?.name) ? form : putOrder(form, first.holder, names);
}

/** Puts them into another holder, one behind the other; the form itself where one of them may not go there (see `barToMove`). */
export function moveInto(form: Form, paths: readonly string[], { holder, index }: Target, random: () => number): Form {
  let next = form;
  for (const [offset, { path }] of sortTogether(form, paths).entries()) {
    const moved = moveField(next, path, { holder, index: index + offset }, random);
    if (moved === next) return form;
    next = moved;
  }
  return next;
}

/** Takes all of them out, or says which one stays and why; then none goes. */
export function removeTogether(form: Form, paths: readonly string[]): Form | SeveralBar {
  let next = form;
  for (const item of sortTogether(form, paths)) {
    const { path } = item;
    if (linkOver(form, path)) return { path, bar: 'linked' };
    if (neededRole(form, item) !== undefined) return { path, bar: 'role' };
    if (!canRemove(next, path)) return { path, bar: 'shared' };
    next = removeField(next, path);
  }
  for (const { path } of sortTogether(form, paths)) if (isInConditions(next, path)) return { path, bar: 'condition' };
  return next;
}

/** Cuts all of them with the rules about them, or says which one stays and why. One may be asked depending on another that goes too. */
export function cutTogether(form: Form, paths: readonly string[]): Form | SeveralBar {
  let next = form;
  let left = sortTogether(form, paths).map(({ path }) => path);
  const linked = left.find((path) => linkOver(form, path));
  if (linked !== undefined) return { path: linked, bar: 'linked' };
  while (left.length > 0) {
    const barred: SeveralBar[] = [];
    for (const path of left) {
      const cut = cutField(next, path);
      if (typeof cut === 'string') barred.push({ path, bar: cut });
      else next = cut;
    }
    const [first] = barred;
    if (first && barred.length === left.length) return first;
    left = barred.map(({ path }) => path);
  }
  return next;
}

export type PastedTogether = { form: Form; paths: string[] } & Pick<Pasted, 'missing' | 'isUntold'>;

/** Puts fields from the clipboard one behind the other, as `pasteClip` puts one; their rules may ask about each other. Undefined where one cannot stand there. */
export function pasteTogether(
  form: Form,
  clips: readonly Clip[],
  { holder, index }: Target,
  random: () => number,
): PastedTogether | undefined {
  let next = form;
  let isUntold = false;
  const paths: string[] = [];
  for (const [offset, clip] of clips.entries()) {
    const { logic: _, ...alone } = clip.form;
    const pasted = pasteClip(next, { ...clip, form: alone }, { holder, index: index + offset }, random);
    if (!pasted) return undefined;
    next = pasted.form;
    isUntold ||= pasted.isUntold;
    paths.push(pasted.path);
  }
  const missing = new Set<string>();
  for (const [place, clip] of clips.entries()) {
    const here = rulesHere(next, clip, paths[place] ?? '');
    for (const name of here.missing) missing.add(name);
    if (here.rules.length > 0) next = { ...next, logic: [...(next.logic ?? []), ...here.rules] };
  }
  return { form: next, paths, missing: [...missing], isUntold };
}
