import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../../forms/edit.ts';
import { withoutFurigana } from '../../../forms/furigana.ts';
import { readBy } from '../../../forms/logic/depend.ts';
import { readLogic } from '../../../forms/logic/edit-logic.ts';
import { targetsOf } from '../../../forms/logic/plan.ts';
import { allItems, outlineOf, type Item } from '../../../forms/outline.ts';
import type { Form, LogicRule } from '../../../forms/types.ts';

export type Edit = (form: Form, about?: string | null) => void;

/** What a field is called here, without furigana: in the language that is spoken, else in Japanese, else that it has no name yet. */
export function useTitleOf(form: Form): (item: Pick<Item, 'path'>) => string {
  const { t, i18n } = useTranslation('builder');
  const english = i18n.language === 'en';
  return ({ path }) =>
    withoutFurigana((english ? wordsOf(form, path, 'en').title : undefined) || wordsOf(form, path, 'ja').title || '') ||
    t('untitled');
}

/** The field that a place of an issue is about; undefined where it is about the form. */
export function itemAt(form: Form, pointer: string): Item | undefined {
  const items = allItems(outlineOf(form));
  const [, part, ...rest] = pointer.split('/');
  const plain = (token = '') => token.replaceAll('~1', '/').replaceAll('~0', '~');
  if (part === 'texts') return items.find((item) => rest[1] === 'fields' && item.path === plain(rest[2]));
  if (part === 'logic') {
    const targets = ruleAt(form, pointer)?.then;
    return targets && items.find((item) => targetsOf(targets).includes(item.path));
  }
  if (part === 'uiSchema') return items.find((item) => item.path === plain(rest[0]));
  const place = pointer.slice('/schema'.length);
  const around = items.filter((item) =>
    item.places.some((itemPlace) => place === itemPlace || place.startsWith(`${itemPlace}/`)),
  );
  return part === 'schema' ? around.toSorted((item, other) => longest(other) - longest(item))[0] : undefined;
}

/** The rule of the form's logic that a place of an issue is about. */
export function ruleAt(form: Form, pointer: string): LogicRule | undefined {
  const [, part, index] = pointer.split('/');
  return part === 'logic' ? readLogic(form)?.[Number(index)] : undefined;
}

/** How many rules speak of each field: of what it does, or of what its answer decides. */
export function countRules(form: Form): Map<string, number> {
  const counts = new Map<string, number>();
  for (const rule of readLogic(form) ?? [])
    for (const path of new Set([...targetsOf(rule.then), ...readBy(rule)]))
      counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

const longest = (item: Item): number => Math.max(...item.places.map((place) => place.length));
