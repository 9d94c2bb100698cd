import { addTexts } from './i18n.ts';

const japanese = import.meta.glob<Record<string, unknown>>(
  '../texts/ja/{bundles,findings,help,imports,lists,meetings,people,proposals,referrals,register-studio,registers,retention,rules,settings,tasks,year}.json',
  { eager: true, import: 'default' },
);

/** What home, signing in and forms without a network do not say: half of all Japanese texts, which come with the first other page. */
for (const [path, texts] of Object.entries(japanese)) addTexts(path.replace(/^.*\/|\.json$/g, ''), texts);
