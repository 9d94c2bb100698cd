import { addTexts } from './i18n.ts';

const japanese = import.meta.glob<Record<string, unknown>>('../texts/ja/offline.json', {
  eager: true,
  import: 'default',
});

/** They come with the pages that say them, not with the first page. English comes as a whole when it is asked for. */
export function addOfflineTexts(): void {
  for (const texts of Object.values(japanese)) addTexts('offline', texts);
}
