import { withoutFurigana } from '../../forms/index.ts';
import { spellingsOf } from '../database/normalise.ts';
import { definitionsInForce } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import { holdsWords, type Found, type Hit, type SearchPart } from '../records/search.ts';
import { canReadDefinitions, userReach } from '../settings/policy.ts';
import { searchUsers } from './search-settings-store.ts';

/** Accounts, for administrators of their areas. */
const userSearch: SearchPart = {
  key: 'user',
  tag: 'settings',
  rows: (ctx, _words, typed) => {
    const paths = userReach(ctx.actor);
    const words = typed.map((word) => ({ spellings: spellingsOf(word) }));
    return Promise.resolve(
      paths.length === 0 ? null : { query: searchUsers(ctx.db, ctx.municipality.id, paths, words) },
    );
  },
  tell: (_ctx, { id, title, owner }) => ({ title, note: owner ?? '', path: `settings/users/${id}` }),
};

/** Forms, rule sets and workflows in force, by their names; they are kept in memory. */
const definitionSearch: SearchPart = {
  key: 'definition',
  tag: 'definitions',
  search: async (ctx, words, limit) => (canReadDefinitions(ctx.actor) ? findDefinitions(ctx, words, limit) : null),
};

async function findDefinitions(ctx: MunicipalContext, words: string, limit: number): Promise<Found> {
  const holds = holdsWords(words);
  const hits: Hit[] = [];
  for (const kind of ['form', 'rules', 'workflow'] as const)
    for (const { key, body } of await definitionsInForce(ctx, kind)) {
      const [name, japanese] = [body.texts[ctx.language] ?? body.texts.ja, body.texts.ja].map((texts) =>
        kind === 'form' ? withoutFurigana(texts.name) : texts.name,
      ) as [string, string];
      if ([name, japanese].some(holds))
        hits.push({
          title: name,
          note: say(ctx.language, `home.definition.${kind}`),
          path: kind === 'rules' ? `settings/rules/${key}` : `settings/definitions/${kind}/${key}`,
        });
    }
  return { items: hits.slice(0, limit), total: hits.length, list: 'settings/definitions' };
}

export const settingsSearch: readonly SearchPart[] = [userSearch, definitionSearch];
