import { withoutFurigana } from '../../forms/index.ts';

/** What a definition is called where nothing can be drawn above words. Only forms have furigana. */
export const plainName = (kind: string, name: string): string => (kind === 'form' ? withoutFurigana(name) : name);
