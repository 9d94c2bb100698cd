import { subjectOf } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import { dataDescription } from '../records/data-description.ts';
import { findDataRecords } from '../records/data-records.ts';
import { listPath, type Found, type SearchPart } from '../records/search.ts';

/** A register's records, by the words that its own list finds for the asker: who may not be told a name does not find by it. */
export const registerSearch = ({ key, texts }: Register): SearchPart => ({
  key: subjectOf(key),
  name: (language) => (texts[language] ?? texts.ja).name,
  tag: 'records',
  together: findInRegisters,
});

async function findInRegisters(
  ctx: MunicipalContext,
  kinds: string[],
  words: string,
  limit: number,
): Promise<Map<string, Found>> {
  const results = new Map<string, Found>();
  for (const [kind, { items, total }] of await findDataRecords(ctx, kinds, words, limit)) {
    const { data, page } = dataDescription(ctx, kind);
    results.set(kind, {
      items: items.map(({ id, number, title, area, standing }) => ({
        title: [number, title].filter(Boolean).join(' '),
        note: [area.name, standing.name].join(say(ctx.language, 'search.between')),
        path: `${page}/${id}`,
      })),
      total,
      list: listPath(page, words),
      shows: data.personal ? items.map(({ id }) => id) : [],
    });
  }
  return results;
}
