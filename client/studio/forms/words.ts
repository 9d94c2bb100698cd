import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../../forms/edit.ts';
import { allItems, outlineOf, type Item } from '../../../forms/outline.ts';
import type { Form } from '../../../forms/types.ts';

export type Edit = (form: Form, about?: string | null) => void;

/** What a field is called here: in the language that is spoken, else in Japanese, else that it has no name yet. */
export function useTitleOf(form: Form): (item: Pick<Item, 'path'>) => string {
  const { t, i18n } = useTranslation('builder');
  const english = i18n.language === 'en';
  return ({ path }) =>
    (english ? wordsOf(form, path, 'en').title : undefined) || wordsOf(form, path, 'ja').title || t('untitled');
}

/** The field that a place of an issue is about; undefined where it is about the form. */
export function itemAt(form: Form, pointer: string): Item | undefined {
  const items = allItems(outlineOf(form));
  const [, part, ...rest] = pointer.split('/');
  const plain = (token = '') => token.replaceAll('~1', '/').replaceAll('~0', '~');
  if (part === 'texts') return items.find((item) => rest[1] === 'fields' && item.path === plain(rest[2]));
  if (part === 'uiSchema') return items.find((item) => item.path === plain(rest[0]));
  const place = pointer.slice('/schema'.length);
  const around = items.filter((item) =>
    item.places.some((itemPlace) => place === itemPlace || place.startsWith(`${itemPlace}/`)),
  );
  return part === 'schema' ? around.toSorted((item, other) => longest(other) - longest(item))[0] : undefined;
}

const longest = (item: Item): number => Math.max(...item.places.map((place) => place.length));
