import { addTexts } from './i18n.ts';

const japanese = import.meta.glob<Record<string, unknown>>('../texts/ja/lifecycles.json', {
  eager: true,
  import: 'default',
});

/** Only whoever opens the editor of lifecycles reads these: they come with it, as those of the form studio do. */
export function addLifecycleTexts(): void {
  for (const texts of Object.values(japanese)) addTexts('lifecycles', texts);
}
