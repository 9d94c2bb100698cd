import { addTexts } from './i18n.ts';

const japanese = import.meta.glob<Record<string, unknown>>('../texts/ja/builder.json', {
  eager: true,
  import: 'default',
});

/** Only whoever opens the form studio reads these: they come with it, not with the first page. English comes as a whole when it is asked for. */
export function addBuilderTexts(): void {
  for (const texts of Object.values(japanese)) addTexts('builder', texts);
}
