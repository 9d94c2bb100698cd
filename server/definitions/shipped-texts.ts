import { changeTexts } from '../kernel/texts/own-words.ts';
import { hashBody } from './hash-body.ts';
import { readLibrary } from './library.ts';
import type { DefinitionRow } from './store.ts';

const library = await readLibrary();
const texts = new Set<string>();
for (const { body } of library.entries)
  changeTexts(body, (text) => {
    texts.add(text);
    return text;
  });

/** Which texts of a stored version the product wrote: all, where it is as a release shipped it; in a city's own, those that stand in the library too. */
export function shippedTexts({
  kind,
  key,
  body,
}: Pick<DefinitionRow, 'kind' | 'key' | 'body'>): (text: string) => boolean {
  const isShipped = library.shipped.get(`${kind} ${key}`)?.has(hashBody(JSON.parse(body)));
  return isShipped ? () => true : (text) => texts.has(text);
}
