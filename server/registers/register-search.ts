import { subjectOf } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import { reachBy } from '../kernel/rights.ts';
import { say } from '../kernel/texts/index.ts';
import { listDataRecords } from '../records/data-records.ts';
import { listPath, type SearchPart } from '../records/search.ts';

/** A register's records, by the words that its own list finds for the asker: who may not be told a name does not find by it. */
export const registerSearch = ({ key, texts, rights, personal }: Register): SearchPart => ({
  key: subjectOf(key),
  name: (language) => (texts[language] ?? texts.ja).name,
  tag: 'records',
  search: async (ctx, words, limit) => {
    if (reachBy(rights, ctx.actor, 'see').length === 0) return null;
    const { items, total } = await listDataRecords(ctx, subjectOf(key), { q: words }, { limit });
    return {
      items: items.map(({ id, number, title, area, standing }) => ({
        title: [number, title].filter(Boolean).join(' '),
        note: [area.name, standing.name].join(say(ctx.language, 'search.between')),
        path: `registers/${key}/${id}`,
      })),
      total,
      list: listPath(`registers/${key}`, words),
      shows: personal ? items.map(({ id }) => id) : [],
    };
  },
});
